"""Fixtures that several modules share."""

from tests.integration.browser import browser
from tests.integration.kafka_fixtures import broker, line, own_broker
from tests.integration.postgres import postgres_server, postgres_url
from tests.integration.store_fixtures import store, url

__all__ = ["broker", "browser", "line", "own_broker", "postgres_server", "postgres_url", "store", "url"]
