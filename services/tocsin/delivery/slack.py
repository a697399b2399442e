"""Alert -> a Slack message."""

import json

from tocsin.delivery.wording import headline
from tocsin.domain.alert import Alert


def body(alert: Alert) -> bytes:
    """Return the JSON that an incoming webhook of Slack takes."""
    return json.dumps({"text": headline(alert.event)}).encode()
