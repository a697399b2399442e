"""HTTP requests -> one line a request: what a web server of yours would get, with the verdict on its signature.

For trying the compose file out without a Slack channel or a server of one's own. The signing secret comes from
WEBHOOK_SECRET, as `tocsin subscriptions add webhook` printed it; without it, signatures are not looked at.
"""

import json
import os
import sys
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tocsin.delivery.signature import verify

PORT = 9000
BODY_LIMIT = 64_000  # bytes; what Tocsin sends is under 20,000


class Receiver(BaseHTTPRequestHandler):
    """Answers 204 to whatever it may trust, 400 to the rest."""

    def do_POST(self) -> None:
        """Judge the signature and print a line."""
        body = self.rfile.read(min(int(self.headers.get("content-length") or 0), BODY_LIMIT))
        fault = self._fault(body)
        self._say(f"{self.path} {fault or 'accepted'} {_summary(body)}")
        self.send_response(400 if fault else 204)
        self.end_headers()

    def _fault(self, body: bytes) -> str | None:
        secret = os.environ.get("WEBHOOK_SECRET")
        if not secret or "webhook-signature" not in self.headers:
            return None
        found = verify(
            secret,
            message_id=self.headers.get("webhook-id"),
            timestamp=self.headers.get("webhook-timestamp"),
            signatures=self.headers.get("webhook-signature"),
            body=body,
            now=datetime.now(UTC),
        )
        return found.value if found else None

    def _say(self, line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002, RUF100  # the library's name
        """Say nothing more: each request has its line."""


def _summary(body: bytes) -> str:
    """Return a webhook's type and rules, or the text of a Slack message."""
    message = json.loads(body)
    if "data" not in message:
        return str(message.get("text", ""))
    rules = [rule.get("id", "") for rule in message["data"].get("rules", [])]
    return f"{message['type']} {', '.join(rules)}"


if __name__ == "__main__":
    ThreadingHTTPServer(("", PORT), Receiver).serve_forever()
