"""The real detector with a fake reader and one rule: ``python -m tests.integration.fake_detector``."""

import sys

from tests.fake_reader import FakeRules, open_fake_reader
from tocsin.detector.process import run_detector
from tocsin.detector.settings import DetectorSettings
from tocsin.kafka.topics import load_topics

if __name__ == "__main__":
    settings = DetectorSettings.load()
    sys.exit(run_detector(settings, load_topics(settings.topics_directory), open_fake_reader, FakeRules()))
