"""Alert -> the body of a webhook."""

import json

from tocsin.domain.alert import Alert


def body(alert: Alert) -> bytes:
    """Return the JSON that a webhook carries."""
    return json.dumps({"type": alert.type.value, "timestamp": alert.raised_at.isoformat(), "data": {}}).encode()
