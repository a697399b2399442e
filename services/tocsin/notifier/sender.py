"""OutgoingRequest -> Response | NoResponse, over the network: the only module that knows httpx."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network

from tocsin.domain.delivery import Outcome, OutgoingRequest

Network = IPv4Network | IPv6Network


class HttpxSender:
    """Posts requests with httpx; a ``tocsin.delivery.request.Sender``."""

    def __init__(self, *, allowed: Sequence[Network] = (), allow_http: bool = False) -> None:
        self._allowed = tuple(allowed)
        self._allow_http = allow_http

    async def send(self, request: OutgoingRequest) -> Outcome:
        """Post once, follow no redirect, and return within 20 seconds."""
        raise NotImplementedError

    async def aclose(self) -> None:
        """Close what is open; nothing can be sent after it."""
