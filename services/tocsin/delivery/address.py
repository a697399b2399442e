"""URL or IP address -> may we call it? Subscribers give us URLs; none of them may reach our own network by one."""

import re
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

Network = IPv4Network | IPv6Network

PUBLIC_PORTS: frozenset[int] = frozenset({80, 443, 8080, 8443})
"""The ports at which strangers' receivers may listen; a mail server or a database is not among them."""


def _networks(*texts: str) -> tuple[Network, ...]:
    return tuple(map(ip_network, texts))


# What an operator can allow: networks where a receiver of his own can stand. Nothing else is ever opened.
_PRIVATE = _networks(
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "100.64.0.0/10", "fc00::/7", "::1/128"
)
# Where clouds hand out credentials to whoever asks; some lie in networks that an operator may allow.
_METADATA = _networks(
    "169.254.0.0/16",
    "168.63.129.16/32",  # Azure's WireServer, a public address
    "100.100.100.200/32",
    "192.0.0.192/32",
    "fd00:ec2::254/128",
    "fd00:ec2::23/128",
    "fd20:ce::254/128",
    "fd00:42::42/128",
)
# What ``is_global`` of some Python versions calls global and is not: special-purpose registries of IANA, and
# forms of IPv6 that carry an IPv4 address, through which a gateway may reach any of ours.
_SPECIAL = _networks(
    "0.0.0.0/8",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "240.0.0.0/4",
    "::/8",
    "64:ff9b:1::/48",
    "100::/63",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
    "5f00::/16",
    "fe80::/10",
    "fec0::/10",
)
_HOST_NAME = re.compile(r"[a-z0-9_.-]{1,253}")
_NAT64 = IPv6Network("64:ff9b::/96")
_ISATAP = (0x00005EFE, 0x02005EFE)  # third quarter of an address that carries IPv4 in its last


def refusal(address: str, *, allowed: Sequence[Network] = ()) -> str | None:
    """Return why an address must not be called, or None if it may.

    Args:
        address: An IP address in its canonical text, as a resolver returns it.
        allowed: Private networks that the operator opened. Only private addresses can be opened; those at which
            clouds hand out credentials never.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return "no IP address"
    if isinstance(parsed, IPv6Address):
        if parsed.scope_id is not None:
            return "an address of one link only"
        carried = _carried(parsed)
        if carried is not None:
            parsed = carried
    return _judge(parsed, allowed)


def _judge(parsed: IPv4Address | IPv6Address, allowed: Sequence[Network]) -> str | None:
    if _in(parsed, _METADATA):
        return "an address of cloud metadata"
    if _in(parsed, _PRIVATE):
        return None if _in(parsed, allowed) else "a private address"
    if parsed.is_multicast or parsed.is_unspecified:
        return "no address of one machine"
    if not parsed.is_global or _in(parsed, _SPECIAL) or _is_isatap(parsed):
        return "an address of special purpose"
    return None


def check_url(
    url: str, *, allow_http: bool = False, allow_private: bool = False, ports: frozenset[int] = PUBLIC_PORTS
) -> tuple[str, ...]:
    """Return everything that is wrong with a receiver's URL; empty if it may be tried. It never shows the URL.

    The address behind the host is not known here: ``refusal`` judges it each time that a connection is made.

    Args:
        url: As a subscriber gave it.
        allow_http: Without TLS too.
        allow_private: The operator opened a private network: any port, and ``localhost``.
        ports: Allowed where ``allow_private`` is false.
    """
    if not url.isascii() or any(character <= " " or character in '\\\x7f"<>^`{|}' for character in url):
        return ("the URL has characters that need encoding; percent-encode the path, write the host in its xn-- form",)
    try:
        parts = urlsplit(url)
        port = {"http": 80, "https": 443}.get(parts.scheme, 0) if parts.port is None else parts.port
    except ValueError:
        return ("the URL cannot be read; it should be like https://host/path",)
    return tuple(_faults(parts, port, allow_http=allow_http, allow_private=allow_private, ports=ports))


def _faults(
    parts: SplitResult, port: int, *, allow_http: bool, allow_private: bool, ports: frozenset[int]
) -> Iterable[str]:
    if parts.scheme not in {"http", "https"}:
        yield "the URL should begin with https://"
    elif parts.scheme == "http" and not allow_http:
        yield "the URL should begin with https://; http is allowed by TOCSIN_ALLOW_PRIVATE_ADDRESSES only"
    if "@" in parts.netloc:
        yield "the URL should hold no user name or password; the signature proves who calls"
    if parts.fragment:
        yield "the URL should have no #fragment; it would not be sent"
    if not port_is_allowed(port, allow_private=allow_private, ports=ports):
        yield f"port {port} is not allowed; use one of {', '.join(map(str, sorted(ports)))}"
    host = (parts.hostname or "").rstrip(".")
    if not host:
        yield "the URL has no host"
    elif ":" in host or _ends_in_a_number(host):
        yield from _faults_of_address(host, allow_private=allow_private)
    elif not _HOST_NAME.fullmatch(host):
        yield "the host has characters that no host name has"
    elif not allow_private and (host == "localhost" or host.endswith(".localhost")):
        yield "the host is this machine; private targets are allowed by TOCSIN_ALLOW_PRIVATE_ADDRESSES only"


def port_is_allowed(port: int, *, allow_private: bool, ports: frozenset[int] = PUBLIC_PORTS) -> bool:
    """Return whether a receiver may listen at ``port``."""
    return port in ports or (allow_private and 0 < port < 65536)


def _faults_of_address(host: str, *, allow_private: bool) -> Iterable[str]:
    """``127.1``, ``0x7f000001`` and 2130706433 are all 127.0.0.1 to a resolver: only the canonical form may stand."""
    try:
        address = ip_address(host)
    except ValueError:
        yield "the host is a number; write the address in full or use a name"
        return
    if refusal(str(address), allowed=_PRIVATE if allow_private else ()):
        yield "the target is not allowed"


def _ends_in_a_number(host: str) -> bool:
    last = host.rpartition(".")[2]
    return last.isdigit() or last.startswith("0x")


def _carried(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that a gateway would make of ``address``."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _is_isatap(address: IPv4Address | IPv6Address) -> bool:
    return address.version == 6 and (int(address) >> 32) & 0xFFFFFFFF in _ISATAP


def _in(address: IPv4Address | IPv6Address, networks: Sequence[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
