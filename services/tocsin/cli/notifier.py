"""``tocsin notifier``: the process that delivers."""

import os
from contextlib import AbstractAsyncContextManager

import typer


def notifier() -> None:
    """Take alerts off the topic, decide what is news, and deliver it to every subscription that asked for it."""
    from tocsin.notifier.declared import declared_subscriptions
    from tocsin.notifier.settings import NotifierSettings

    settings = NotifierSettings.load()
    declared = declared_subscriptions(settings, os.environ)

    import faust

    from tocsin.kafka.process import run
    from tocsin.kafka.topics import load_topics
    from tocsin.kafka.vitals import Vitals
    from tocsin.notifier import app as notifying
    from tocsin.notifier.outbound import make_sender
    from tocsin.storage.store import Store

    topics = load_topics(settings.topics_directory)
    store = Store.at(settings.database_url.get_secret_value())

    def build(vitals: Vitals) -> AbstractAsyncContextManager[faust.App]:
        return notifying.notifier(settings, topics, store, make_sender(settings), declared, vitals)

    raise typer.Exit(run("notifier", settings, (topics.alerts, topics.alerts_dead_letters), build))


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("notifier")(notifier)
