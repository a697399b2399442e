import pytest

from tocsin.delivery.plain_text import clean, host_of, safe_link, shorten


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain", "plain"),
        ("  two\r\n lines\tand  spaces ", "two lines and spaces"),
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("pay\u200bpal\u2066x\u2069\ufeff", "paypalx"),
        ("a \u200b b", "a b"),
        ("hidden\U000e0068\U000e0069", "hidden"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("line\u2028separator\u2029too", "line separator too"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🚒 Zoë „quote“ 東京", "👩\u200d🚒 Zoë „quote“ 東京"),
    ],
)
def test_what_cannot_be_seen_is_taken_out_and_what_can_stays(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("", 1, ""),
        ("five.", 5, "five."),
        ("six...", 5, "six.…"),
        ("one two three four five six", 21, "one two three four…"),
        ("a verylongwordwithoutspaces", 10, "a verylon…"),
        ("ab", 1, "…"),
    ],
)
def test_a_long_text_ends_in_an_ellipsis_and_if_it_can_at_a_word(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short


def test_a_text_is_measured_by_what_its_characters_cost() -> None:
    assert shorten("ééé", 6, lambda character: len(character.encode())) == "ééé"
    assert shorten("éééé", 6, lambda character: len(character.encode())) == "é…"


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://news.example/a?b=c&d=e#f", "https://news.example/a?b=c&d=e#f"),
        ("http://news.example/%20x", "http://news.example/%20x"),
        ("https://news.example/a b|c>d<e", "https://news.example/a%20b%7Cc%3Ed%3Ce"),
        ("https://news.example/\u202eé", "https://news.example/%C3%A9"),
        ("https://[::1]/", "https://[::1]/"),
        ("javascript:alert(1)", None),
        ("JavaScript://news.example/%0aalert(1)", None),
        ("data:text/html,x", None),
        ("//news.example/", None),
        ("news.example", None),
        ("https://", None),
        ("https://[half", None),
        ("https://news.example/" + "a" * 2000, None),
    ],
)
def test_only_web_links_of_a_sane_length_are_shown(url: str, link: str | None) -> None:
    assert safe_link(url) == link


def test_the_host_is_where_a_link_leads_and_not_where_it_pretends_to() -> None:
    assert host_of("https://bank.example@evil.example/bank.example") == "evil.example"
