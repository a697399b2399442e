"""``tocsin detector``: the process that reads articles."""

import typer

from tocsin.cli.loading import Loading
from tocsin.detector.settings import DetectorSettings


def detector() -> None:
    """Read articles from their topic; publish every event, and as an alert each event that rings a rule.

    Settings are environment variables: TOCSIN_KAFKA_BOOTSTRAP, TOCSIN_TOPICS_DIRECTORY, TOCSIN_RULES_DIRECTORY,
    TOCSIN_POOL_PROCESSES, TOCSIN_BREAKER_IN_A_ROW and more; docs/operating.md lists them with their defaults.
    Exit status: 0 told to stop, 1 failed, 2 faults found before the start, 3 too many articles were bad.
    """
    from tocsin.detector.process import run_detector
    from tocsin.detector.reading import open_reader
    from tocsin.detector.rule_files import RuleFiles
    from tocsin.kafka.topics import load_topics
    from tocsin.matching.live_rules import LiveRules

    loading = Loading()
    settings = loading.settings(DetectorSettings)
    topics = loading.load(lambda: load_topics(settings.topics_directory))
    files = RuleFiles(settings.rules_directory)
    rules = loading.load(lambda: LiveRules(files.load()))
    loading.finish()
    assert topics is not None
    assert rules is not None
    raise typer.Exit(run_detector(settings, topics, open_reader, files, rules))


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("detector")(detector)
