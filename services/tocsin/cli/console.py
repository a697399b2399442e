"""``tocsin console``: the page."""

import typer

from tocsin import __version__
from tocsin.cli.loading import Loading


def console() -> None:
    """Serve the page that shows articles, events, alerts and deliveries as they come.

    Settings are environment variables: TOCSIN_HTTP_BIND, TOCSIN_HTTP_PORT (8000), TOCSIN_KAFKA_BOOTSTRAP,
    TOCSIN_TOPICS_DIRECTORY, TOCSIN_DATABASE_URL and more; docs/operating.md lists them with their defaults.
    """
    import uvicorn

    from tocsin import lifeline, logs, telemetry
    from tocsin.console.app import build_app
    from tocsin.console.feed import Feed
    from tocsin.console.settings import ConsoleSettings
    from tocsin.console.sources import Readiness, database_source, topic_source
    from tocsin.kafka.topics import load_topics
    from tocsin.storage.store import Store

    loading = Loading()
    settings = loading.settings(ConsoleSettings)
    topics = loading.load(lambda: load_topics(settings.topics_directory))
    store = loading.load(lambda: Store.at(settings.database_url.get_secret_value()))
    loading.finish()
    assert topics is not None
    assert store is not None
    lifeline.hold()
    logs.configure(settings.log_level, settings.log_format)
    telemetry.BUILD.info({"version": __version__, "process": "console"})
    readiness = Readiness(("the broker", "the database"))
    sources = (topic_source(settings.kafka_bootstrap, topics, readiness), database_source(store, readiness))
    uvicorn.run(
        build_app(Feed(), sources, ready=readiness.reason),
        host=settings.http_bind,
        port=settings.http_port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=1,  # a page that stays open would hold the process for ever
    )


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("console")(console)
