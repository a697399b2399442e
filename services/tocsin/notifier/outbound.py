"""Settings -> what may be called: the sender, and the check of a URL before it is accepted."""

from ipaddress import ip_network

from tocsin.delivery.address import check_url
from tocsin.delivery.request import Sender
from tocsin.notifier.settings import ReceiverSettings

_EVERYWHERE = (ip_network("0.0.0.0/0"), ip_network("::/0"))  # of these the sender opens the private networks only


def make_sender(settings: ReceiverSettings) -> Sender:
    """Return what posts to receivers."""
    from tocsin.notifier.sender import HttpxSender

    private = settings.allow_private_addresses
    return HttpxSender(allowed=_EVERYWHERE if private else (), allow_http=private)


def faults_of_url(url: str, settings: ReceiverSettings) -> tuple[str, ...]:
    """Return what is wrong with a receiver's URL; the host's address is judged at each attempt."""
    private = settings.allow_private_addresses
    return check_url(url, allow_http=private, allow_private=private)
