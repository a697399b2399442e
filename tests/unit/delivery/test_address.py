from ipaddress import ip_network
from typing import Any

import pytest

from tocsin.delivery.address import check_url, refusal

EVERYTHING = (ip_network("0.0.0.0/0"), ip_network("::/0"))

PUBLIC = ["8.8.8.8", "1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e", "64:ff9b::808:808"]
PRIVATE = [
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "127.0.0.1",
    "127.255.255.254",
    "100.64.0.1",
    "fc00::1",
    "fd12:3456::1",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
]
NEVER = [
    "0.0.0.0",
    "0.1.2.3",
    "169.254.169.254",
    "169.254.170.2",
    "169.254.170.23",
    "169.254.42.42",
    "168.63.129.16",
    "100.100.100.200",
    "192.0.0.192",
    "192.0.0.9",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::2",
    "::127.0.0.1",
    "::ffff:0.0.0.0",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::7f00:1",
    "100::1",
    "100:0:0:1::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::",
    "2a00:1450::5efe:7f00:1",
    "3fff::1",
    "5f00::1",
    "fd00:ec2::254",
    "fd00:ec2::23",
    "fd20:ce::254",
    "fd00:42::42",
    "fe80::1",
    "fe80::1%eth0",
    "::1%lo",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "",
    "localhost",
    "127.1",
    "8.8.8.8/32",
    "[::1]",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_called(address: str) -> None:
    assert refusal(address) is None


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_may_be_called_only_where_it_is_allowed(address: str) -> None:
    assert refusal(address) == "a private address"
    assert refusal(address, allowed=EVERYTHING) is None


@pytest.mark.parametrize("address", NEVER)
def test_metadata_and_special_addresses_are_refused_whatever_is_allowed(address: str) -> None:
    assert refusal(address) is not None
    assert refusal(address, allowed=EVERYTHING) is not None


def test_allowing_one_network_does_not_open_another() -> None:
    allowed = (ip_network("10.1.0.0/16"),)
    assert refusal("10.1.2.3", allowed=allowed) is None
    assert refusal("10.2.2.3", allowed=allowed) == "a private address"
    assert refusal("::1", allowed=allowed) == "a private address"


@pytest.mark.parametrize(
    "url",
    [
        "https://receiver.example",
        "https://receiver.example/a/b?c=d%20e",
        "https://receiver.example:8443/",
        "https://xn--mnchen-3ya.example/",
        "https://hooks.slack.com/services/T0/B0/x",
        "https://8.8.8.8/",
        "https://[2606:4700:4700::1111]/",
    ],
)
def test_an_ordinary_url_has_no_faults(url: str) -> None:
    assert check_url(url) == ()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "https://"),
        ("receiver.example/a", "https://"),
        ("ftp://receiver.example/", "https://"),
        ("http://receiver.example/", "by TOCSIN_ALLOW_PRIVATE_ADDRESSES only"),
        ("https://", "no host"),
        ("https:///path", "no host"),
        ("https://me:password@receiver.example/", "user name"),
        ("https://@receiver.example/", "user name"),
        ("https://receiver.example/#x", "fragment"),
        ("https://receiver.example:25/", "port 25"),
        ("https://receiver.example:0/", "port 0"),
        ("https://receiver.example:99999/", "cannot be read"),
        ("https://receiver.example:x/", "cannot be read"),
        ("https://[::1/", "cannot be read"),
        ("https://münchen.example/", "xn--"),
        ("https://receiver.example/a b", "encoding"),
        ("https://receiver.example\\@other.example/", "encoding"),
        ("https://receiver.example/\r\nx: y", "encoding"),
        ("https://receiver.example%2f@/", "user name"),
        ("https://receiver.example%2f/", "no host name has"),
        ("https://receiver.example;x/", "no host name has"),
        ("https://" + "a." * 150 + "example/", "no host name has"),
        ("https://localhost/", "this machine"),
        ("https://a.LOCALHOST./", "this machine"),
        ("https://127.1/", "is a number"),
        ("https://0x7f000001/", "is a number"),
        ("https://2130706433/", "is a number"),
        ("https://10.0.0.1/", "not allowed"),
        ("https://[::1]/", "not allowed"),
    ],
)
def test_a_fault_of_a_url_is_told(url: str, said: str) -> None:
    assert any(said in fault for fault in check_url(url)), check_url(url)


def test_all_faults_are_told_at_once_and_the_url_is_not_shown() -> None:
    faults = check_url("http://me:canary@127.0.0.1:25/canary#canary")
    assert len(faults) == 5
    assert "canary" not in "".join(faults)


@pytest.mark.parametrize(
    ("url", "given"),
    [
        ("http://receiver.example/", {"allow_http": True}),
        ("https://localhost:9000/", {"allow_private": True}),
        ("http://127.0.0.1:9000/", {"allow_private": True, "allow_http": True}),
        ("https://[::1]:1/", {"allow_private": True}),
        ("https://receiver.example:9000/", {"ports": frozenset({9000})}),
    ],
)
def test_settings_open_what_they_name(url: str, given: dict[str, Any]) -> None:
    assert check_url(url)
    assert check_url(url, **given) == ()


def test_private_does_not_open_metadata() -> None:
    assert check_url("https://169.254.169.254/", allow_private=True) == ("the target is not allowed",)
