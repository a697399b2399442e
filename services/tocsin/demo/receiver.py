"""HTTP requests -> received alerts, each with the verdict on its signature: what a subscriber would run."""

import json
import queue
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from tocsin.delivery.signature import verify
from tocsin.domain.flood import FLOODING

BODY_LIMIT = 64_000  # bytes; a webhook of ours is under 20,000


@dataclass(frozen=True, slots=True)
class Received:
    """One webhook that came in. ``fault`` says why it must not be trusted; None if it may."""

    webhook_id: str
    data: dict[str, Any]
    fault: str | None


class Receiver:
    """A web server on a free port of this machine that keeps what it gets, as long as the ``with`` block lasts."""

    def __init__(self, secret: str) -> None:
        self.received: queue.Queue[Received] = queue.Queue()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(secret, self.received))
        self._server.daemon_threads = True
        # The default of half a second between looks would be a good part of what Ctrl-C may take.
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="receiver", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/tocsin"


def _handler(secret: str, received: "queue.Queue[Received]") -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802, RUF100  # the library's name
            length = int(self.headers.get("content-length") or 0)
            body = self.rfile.read(min(length, BODY_LIMIT))
            fault = verify(
                secret,
                message_id=self.headers.get("webhook-id"),
                timestamp=self.headers.get("webhook-timestamp"),
                signatures=self.headers.get("webhook-signature"),
                body=body,
                now=datetime.now(UTC),
            )
            if fault is None:
                message = json.loads(body)
                if message.get("type") != FLOODING:  # the demo counts alerts
                    received.put(Received(self.headers["webhook-id"], message["data"], None))
            else:
                received.put(Received(self.headers.get("webhook-id") or "?", {}, fault.value))
            self.send_response(204 if fault is None else 400)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002, RUF100  # the library's name
            """Say nothing: the demo shows what was received."""

    return Handler
