"""``tocsin notifier``: the process that delivers."""

import os
from contextlib import AbstractAsyncContextManager

import typer

from tocsin.cli.loading import Loading


def notifier() -> None:
    """Take alerts off the topic, decide what is news, and deliver it to every subscription that asked for it.

    Settings are environment variables: TOCSIN_KAFKA_BOOTSTRAP, TOCSIN_TOPICS_DIRECTORY, TOCSIN_DATABASE_URL,
    TOCSIN_SUBSCRIPTIONS_FILE, TOCSIN_SLACK_WEBHOOK_URL and more; docs/operating.md lists them with their defaults.
    Exit status: 0 told to stop, 1 failed, 2 faults found before the start, 3 too many messages were bad.
    """
    from tocsin.kafka.topics import load_topics
    from tocsin.notifier.declared import declared_subscriptions
    from tocsin.notifier.settings import NotifierSettings
    from tocsin.storage.store import Store

    loading = Loading()
    settings = loading.settings(NotifierSettings)
    topics = loading.load(lambda: load_topics(settings.topics_directory))
    declared = loading.load(lambda: declared_subscriptions(settings, os.environ))
    store = loading.load(lambda: Store.at(settings.database_url.get_secret_value()))
    loading.finish()
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


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("notifier")(notifier)
