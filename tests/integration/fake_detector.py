"""The real detector with a fake reader, and one rule if it is told no others: ``python -m`` runs it."""

import os
import sys
from pathlib import Path

from tests.fake_reader import open_fake_reader
from tocsin.detector.process import run_detector
from tocsin.detector.rule_files import RuleFiles
from tocsin.detector.settings import DetectorSettings
from tocsin.kafka.topics import load_topics
from tocsin.matching.live_rules import LiveRules

if __name__ == "__main__":
    os.environ.setdefault("TOCSIN_RULES_DIRECTORY", str(Path(__file__).parent / "rules"))
    settings = DetectorSettings.load()
    topics, files = load_topics(settings.topics_directory), RuleFiles(settings.rules_directory)
    sys.exit(run_detector(settings, topics, open_fake_reader, files, LiveRules(files.load())))
