from pathlib import Path

from tocsin.cli.rules_on_topic import RuleToolSettings, on_topic
from tocsin.demo.run import reach
from tocsin.kafka.embedded import EmbeddedBroker
from tocsin.kafka.topics import load_topics

TOPICS = load_topics(Path("topics"))


def test_what_the_demo_prints_lets_other_commands_reach_its_broker():
    with EmbeddedBroker(TOPICS) as broker:
        variables = dict(one.split("=") for one in reach(broker.bootstrap).removeprefix("export ").split())
        names = {name.removeprefix("TOCSIN_").lower(): value for name, value in variables.items()}
        assert on_topic(RuleToolSettings.model_validate(names), TOPICS, wait_s=10).rules == {}
