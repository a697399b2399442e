"""``tocsin notifier``: the process that delivers."""

import os
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import typer

from tocsin.cli.loading import Loading

_FILES = ("topics_directory", "rules_directory", "subscriptions_file")


def notifier() -> None:
    """Take alerts off the topic, decide what is news, and deliver it to every subscription that asked for it."""
    from tocsin.kafka.topics import load_topics
    from tocsin.notifier.declared import declared_subscriptions
    from tocsin.notifier.settings import NotifierSettings
    from tocsin.storage.store import Store

    loading = Loading()
    settings = loading.load(NotifierSettings.load)
    # Faults in the settings must not hide those of the files, so the files are looked up with what is right in them.
    readable = settings or NotifierSettings.model_construct(**_where_files_are())
    topics = loading.load(lambda: load_topics(readable.topics_directory))
    declared = loading.load(lambda: declared_subscriptions(readable, os.environ))
    store = loading.load(lambda: Store.at(readable.database_url.get_secret_value()))
    loading.finish()
    assert settings is not None
    assert topics is not None
    assert declared is not None
    assert store is not None

    import faust

    from tocsin.kafka.process import run
    from tocsin.kafka.vitals import Vitals
    from tocsin.notifier import app as notifying
    from tocsin.notifier.outbound import make_sender

    def build(vitals: Vitals) -> AbstractAsyncContextManager[faust.App]:
        return notifying.notifier(settings, topics, store, make_sender(settings), declared, vitals)

    raise typer.Exit(run("notifier", settings, (topics.alerts, topics.alerts_dead_letters), build))


def _where_files_are() -> dict[str, Any]:
    """Return the settings that find the files. Addresses are not judged by them: that has its own settings."""
    said = {name: os.environ.get(f"TOCSIN_{name.upper()}") for name in _FILES}
    return {name: Path(path) for name, path in said.items() if path} | {"allow_private_addresses": True}


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("notifier")(notifier)
