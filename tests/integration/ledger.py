"""What was published, and what a receiver got -> what is lost, doubled, changed or made up.

The receiver is a web server in a thread; an independent library judges each signature.
"""

import json
import threading
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from standardwebhooks import Webhook, WebhookVerificationError

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # the one of the examples of Standard Webhooks


@dataclass(frozen=True, slots=True)
class Arrival:
    """One request. ``at`` is in seconds since 1970; ``fault`` says why its signature does not hold, if it does not."""

    headers: Mapping[str, str]
    body: bytes
    at: float
    fault: str | None

    @property
    def webhook_id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def message(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self.body)
        return message

    @property
    def rung(self) -> frozenset[tuple[str, str]]:
        """Each article and rule that the message tells of."""
        data = self.message["data"]
        return frozenset((article["id"], rule["id"]) for article in data["articles"] for rule in data["rules"])


class Receiver:
    """A web server on a free port as long as the ``with`` block lasts; it answers 200, if it answers."""

    def __init__(self, *, signed: bool = True, answers_after_s: float = 0.0, answers: bool = True) -> None:
        """Say how it behaves.

        Args:
            signed: Whether the requests must bear a signature; Slack's do not.
            answers_after_s: How long each answer takes.
            answers: Whether there is an answer at all before the server ends.
        """
        self.arrivals: list[Arrival] = []
        self._signed = signed
        self._answers_after_s = answers_after_s
        self._answers = answers
        self._ended = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/hook"

    def take(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Keep a request; say whether to answer it."""
        at = time.time()
        fault = _fault(headers, body) if self._signed else None
        self.arrivals.append(Arrival(headers, body, at, fault))
        if not self._answers:
            self._ended.wait()
            return False
        self._ended.wait(self._answers_after_s)
        return True


def _fault(headers: Mapping[str, str], body: bytes) -> str | None:
    try:
        Webhook(SECRET).verify(body, dict(headers))
    except WebhookVerificationError as error:
        return str(error)
    return None


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # connections stay open, as they do with real receivers
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            body = self.rfile.read(length)
            if len(body) < length:  # the sender was killed in the middle; nobody acts on half a request
                self.close_connection = True
            elif receiver.take({name.lower(): value for name, value in self.headers.items()}, body):
                self.send_response(200)
                self.send_header("content-length", "0")
                self.end_headers()
            else:
                self.close_connection = True

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except OSError:  # the sender was killed in the middle; that is what is tested
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None: ...

    return Handler


@dataclass(frozen=True, slots=True)
class Verdict:
    """The ledger's last line. Only ``repeats``, the same message again, may be more than nothing."""

    lost: tuple[tuple[str, str], ...]
    unexpected: tuple[tuple[str, str], ...]
    changed: tuple[str, ...]
    doubled: tuple[tuple[str, str], ...]
    forged: tuple[str, ...]
    repeats: int

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.unexpected or self.changed or self.doubled or self.forged)


def judge(expected: Mapping[str, Sequence[str]], arrivals: Sequence[Arrival]) -> Verdict:
    """Compare.

    Args:
        expected: The rules that each published article must ring; none for those that must stay silent.
        arrivals: All that was received.
    """
    wanted = {(article, rule) for article, rules in expected.items() for rule in rules}
    bodies: dict[str, set[bytes]] = defaultdict(set)
    tellers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for arrival in (one for one in arrivals if one.fault is None):
        bodies[arrival.webhook_id].add(arrival.body)
        for told in arrival.rung:
            tellers[told].add(arrival.webhook_id)
    return Verdict(
        lost=tuple(sorted(wanted - tellers.keys())),
        unexpected=tuple(sorted(tellers.keys() - wanted)),
        changed=tuple(sorted(one for one, different in bodies.items() if len(different) > 1)),
        doubled=tuple(sorted(told for told, ids in tellers.items() if len(ids) > 1)),
        forged=tuple(arrival.fault for arrival in arrivals if arrival.fault),
        repeats=len(arrivals) - len(bodies),
    )
