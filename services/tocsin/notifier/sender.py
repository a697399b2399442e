"""OutgoingRequest -> Response | NoResponse, over the network: the only module that knows httpx.

A receiver's URL is a stranger's wish, and what it answers is a stranger's text. So: the name is resolved, every
address that comes of it is judged, and the connection goes to a judged address and nowhere else; no redirect is
followed, no proxy of the environment asked, no cookie kept; the whole attempt has a deadline, and only the first bytes
of an answer are read. No text of a library's error goes out of here: it could hold the URL, which is a secret.
"""

import asyncio
import logging
import socket
import ssl
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import timedelta
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpcore
import httpx
import structlog

from tocsin.delivery.address import PUBLIC_PORTS, Network, check_url, refusal
from tocsin.domain.delivery import Failure, NoResponse, Outcome, OutgoingRequest, Response
from tocsin.notifier.names import Resolve, ask_the_system

log = structlog.get_logger()

TOTAL_SECONDS = 20.0  # Standard Webhooks advises 15 to 30
CONNECT_SECONDS = 5.0
LARGEST_ANSWER = 4_000  # bytes; what the delivery log shows of an answer
_BODY_SECONDS = 5.0  # the status has come by then
_IDLE_SECONDS = 15.0
_MOST_ADDRESSES = 3  # of one name that are tried
_REFUSED = "the target is not allowed"  # no word about the address: whoever gave the URL may read it

_NO_ANSWER = (
    OSError,  # TimeoutError and ssl.SSLError are among them
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    httpx.HTTPError,
    httpx.InvalidURL,
)
_DOING = {
    "connect_tcp": "while connecting",
    "start_tls": "in the TLS handshake",
    "send_request": "while sending",
    "receive_response": "while waiting for the answer",
}

# httpx writes whole URLs at INFO, httpcore what receivers answer at DEBUG. Neither, whatever level somebody sets.
for _logger in ("httpx", "httpcore.connection", "httpcore.http11"):
    logging.getLogger(_logger).addFilter(lambda record: record.levelno >= logging.WARNING)


class HttpxSender:
    """Posts requests with httpx; a ``tocsin.delivery.request.Sender``."""

    def __init__(
        self,
        *,
        allowed: Sequence[Network] = (),
        allow_http: bool = False,
        ports: frozenset[int] = PUBLIC_PORTS,
        resolve: Resolve | None = None,
        tls: ssl.SSLContext | None = None,
        total_seconds: float = TOTAL_SECONDS,
        connect_seconds: float = CONNECT_SECONDS,
    ) -> None:
        """Make a sender; it opens no connection yet.

        Args:
            allowed: Private networks whose receivers may be called; with any, every port is allowed.
            allow_http: Without TLS too.
            ports: Allowed where no private network is.
            resolve: The operating system's resolver by default.
            tls: Whose certificates are trusted; the bundle of certifi by default.
            total_seconds: For one attempt from the resolver to the last byte.
            connect_seconds: For the resolver, and for a connection to one address.
        """
        self._allow_http = allow_http
        self._allow_private = bool(allowed)
        self._ports = ports
        self._total_seconds = total_seconds
        backend = _JudgingBackend(resolve or ask_the_system, connect_seconds, tuple(allowed))
        self._client = httpx.AsyncClient(
            transport=_PinnedTransport(backend, tls or httpx.create_ssl_context(trust_env=False)),
            timeout=httpx.Timeout(total_seconds, connect=connect_seconds),
            trust_env=False,
            follow_redirects=False,
            # Two subscribers can share a host; what it tells one must not be sent for the other.
            cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
        )

    async def send(self, request: OutgoingRequest) -> Outcome:
        """Post once, follow no redirect, and return within ``total_seconds``."""
        started = time.monotonic()
        faults = check_url(
            request.url, allow_http=self._allow_http, allow_private=self._allow_private, ports=self._ports
        )
        if faults:
            log.warning("receiver_refused", because=faults)
            return NoResponse(Failure.ADDRESS_REFUSED, _REFUSED, timedelta(0))
        events: list[str] = []
        deadline = asyncio.get_running_loop().time() + self._total_seconds
        try:
            async with asyncio.timeout_at(deadline):
                answer = await self._post(request, events)
        except _NO_ANSWER as error:
            # An answer that did not come is an outcome as any other: retry.judge decides what follows.
            failure, detail = _describe(error, events)
            return NoResponse(failure, detail, _since(started))
        body = await _beginning(answer, deadline)
        headers = tuple((name.lower(), value) for name, value in answer.headers.multi_items())
        return Response(answer.status_code, headers, body, _since(started))

    async def aclose(self) -> None:
        """Close what is open; nothing can be sent after it."""
        await self._client.aclose()

    async def _post(self, request: OutgoingRequest, events: list[str]) -> httpx.Response:
        async def note(event: str, _: Any) -> None:
            events.append(event)

        prepared = self._client.build_request(
            "POST",
            request.url,
            # Some kilobytes of a compressed answer can be gigabytes.
            headers=[*request.headers, ("accept-encoding", "identity")],
            content=request.body,
            extensions={"trace": note},
        )
        return await self._client.send(prepared, stream=True)


class _NotConnected(httpcore.ConnectError):
    """No connection was tried, and why. It passes through httpcore as one of its own errors."""

    def __init__(self, failure: Failure, detail: str) -> None:
        super().__init__(detail)
        self.failure = failure
        self.detail = detail


class _JudgingBackend(httpcore.AnyIOBackend):
    """Connects to addresses that were judged; URL, Host header and certificate check stay with the name."""

    def __init__(self, resolve: Resolve, resolve_seconds: float, allowed: tuple[Network, ...]) -> None:
        self._resolve = resolve
        self._resolve_seconds = resolve_seconds
        self._allowed = allowed

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109, RUF100  # the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, judge every address, connect to the first that answers."""
        failed: Exception = _NotConnected(Failure.NAME_UNKNOWN, "the host name has no address")
        for address in (await self._addresses(host, port))[:_MOST_ADDRESSES]:
            try:
                return await super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                # Another address of the same name may answer; the last error is the one to report.
                failed = error
        raise failed

    async def _addresses(self, host: str, port: int) -> tuple[str, ...]:
        try:
            async with asyncio.timeout(self._resolve_seconds):
                addresses = tuple(dict.fromkeys(await self._resolve(host, port)))
        except TimeoutError:
            raise _NotConnected(Failure.NAME_SERVER, "the name server did not answer") from None
        except socket.gaierror as error:
            # "No such name" is the receiver's fault, a name server in trouble is not.
            unknown = error.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
            failure = Failure.NAME_UNKNOWN if unknown else Failure.NAME_SERVER
            raise _NotConnected(failure, "the host name could not be resolved") from None
        except UnicodeError:  # a label of more than 63 letters, for instance
            raise _NotConnected(Failure.NAME_UNKNOWN, "the host name cannot exist") from None
        reasons = tuple(reason for address in addresses if (reason := refusal(address, allowed=self._allowed)))
        if reasons:
            # One bad address among good ones is enough: that is how a name is made to lead inwards.
            log.warning("receiver_refused", because=reasons)
            raise _NotConnected(Failure.ADDRESS_REFUSED, _REFUSED)
        return addresses


class _PinnedTransport(httpx.AsyncBaseTransport):
    """httpx's transport over an httpcore pool with our backend; httpx's own takes no backend."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend, tls: ssl.SSLContext) -> None:
        # How many at once is the delivery worker's decision; a limit here would count as the receiver's failure.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=None,
            max_keepalive_connections=20,
            keepalive_expiry=_IDLE_SECONDS,
            network_backend=backend,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send ``request`` and return the answer as soon as its headers are there."""
        url = request.url
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        # httpx reads a Location that it does not follow too, and takes a bad one for a failure.
        headers = [(name, value) for name, value in answer.headers if name.lower() != b"location"]
        return httpx.Response(answer.status, headers=headers, stream=_Stream(answer))

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()


class _Stream(httpx.AsyncByteStream):
    """The body of an answer as httpx wants it."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._answer.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        await self._answer.aclose()


async def _beginning(answer: httpx.Response, deadline: float) -> bytes:
    """Return at most the first 4,000 bytes; fewer if the rest is late or broken, since the status has come already."""
    body = bytearray()
    until = min(deadline, asyncio.get_running_loop().time() + _BODY_SECONDS)
    try:
        async with asyncio.timeout_at(until):
            async for chunk in answer.aiter_raw():
                body += chunk
                if len(body) >= LARGEST_ANSWER:
                    break
    except _NO_ANSWER as error:
        # The receiver has the message and has said what it makes of it; the words after that decide nothing.
        log.info("answer_cut_short", because=type(error).__name__)
    finally:
        await answer.aclose()
    return bytes(body[:LARGEST_ANSWER])


def _describe(error: Exception, events: Sequence[str]) -> tuple[Failure, str]:
    """The class of an error and what was being done say enough; its text may hold the URL or the receiver's words."""
    last = events[-1] if events else ""
    when = next((text for part, text in _DOING.items() if part in last), "before connecting")
    match error:
        case _NotConnected(failure=failure, detail=detail):
            return failure, detail
        case httpx.InvalidURL() | httpx.UnsupportedProtocol() | httpcore.UnsupportedProtocol():
            return Failure.ADDRESS_REFUSED, _REFUSED
        case TimeoutError() | httpcore.TimeoutException() | httpx.TimeoutException():
            return Failure.TIMEOUT, f"too late {when}"
        case httpcore.ProtocolError() | httpx.ProtocolError():
            return Failure.PROTOCOL, f"no HTTP {when}"
        case _ if "start_tls" in last:
            return Failure.TLS, f"{_tls_fault(error)} {when}"
        case _:
            return Failure.CONNECTION, f"{type(error).__name__} {when}"


def _tls_fault(error: BaseException | None) -> str:
    """OpenSSL's words on a certificate name the host at most."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return f"certificate not accepted ({error.verify_message})"
        error = error.__cause__ or error.__context__
    return "no agreement"


def _since(started: float) -> timedelta:
    return timedelta(seconds=time.monotonic() - started)
