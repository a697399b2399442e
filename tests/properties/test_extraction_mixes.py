"""Whatever phrases of the lexicon meet in an article, it is read, and every event of it is a valid one."""

import functools
import re
from datetime import date
from importlib import resources
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.domain.article import ArticleText
from tocsin.domain.event import SUBTYPES, Event, EventType
from tocsin.extraction.reader import Reader

_LEXICON = resources.files("tocsin.extraction") / "lexicon"
_STANDS_FOR = {
    "<number>": "twelve",
    "<actor>": "Russia",
    "<place>": "Kyiv",
    ".": "new",
    "..": "the new",
    "...": "of the",
}


def _file(name: str) -> Any:
    return yaml.safe_load((_LEXICON / name).read_text(encoding="utf-8"))


@functools.cache
def phrases() -> tuple[str, ...]:
    """Every trigger of every type, and every word of status and background, as the lexicon writes it."""
    written = [
        one for kind in EventType for entry in _file(f"{kind.value}.yaml")["triggers"] for one in entry["phrases"]
    ]
    status = _file("status.yaml")
    written += [one for side in status.values() for group in side.values() for one in group]
    return (*written, *_file("background.yaml"))


@st.composite
def spoken(draw: st.DrawFn) -> str:
    """One reading of a phrase: ``~sign .. deal|pact`` -> "sign the new pact"."""
    words = []
    for part in draw(st.sampled_from(phrases())).split():
        choice = draw(st.sampled_from(re.sub("[()]", "", part).split("|")))
        words.append(_STANDS_FOR.get(choice, choice.removeprefix("~")))
    return " ".join(words)


BETWEEN = st.sampled_from(
    [
        *(
            "Russia",
            "Ukraine",
            "Hamas and Israel",
            "the UN",
            "in Kyiv",
            "on Thursday",
            "in 1990",
            "12 people",
            "dozens",
        ),
        *(
            ",",
            ".",
            ". ",
            ";",
            "\n",
            "\n\n",
            "and",
            "by",
            "to",
            "after",
            "who",
            "said",
            "at least 40",
            "$3 billion",
            "60-day",
        ),
        *(
            "in Abu Dhabi",
            "near Hatra, Iraq",
            "this winter",
            "next summer",
            "“",
            "”",
            "didn’t",
            "was killed",
            "a similar round",
            "in the capital",
        ),
    ]
)
MIXES = st.lists(st.one_of(spoken(), BETWEEN), max_size=40).map(" ".join)


@functools.cache
def reader(*, judged: bool) -> Reader:
    return Reader(judged=judged)


def each_is_valid(body: str, *, dated: bool, judged: bool) -> None:
    article = ArticleText("a-1", None, body, date(2026, 2, 6) if dated else None, "en")
    for event in reader(judged=judged).read(article).events:
        assert event.subtype is None or event.subtype in SUBTYPES[event.type]
        assert not isinstance(event.date, tuple) or event.date[0] <= event.date[1]
        assert Event.model_validate_json(event.model_dump_json(by_alias=True)) == event


@given(MIXES, st.booleans())
@settings(max_examples=250, deadline=None)
def test_no_mix_of_phrases_stops_the_rules(body: str, dated: bool) -> None:
    each_is_valid(body, dated=dated, judged=False)


@given(MIXES, st.booleans())
@settings(max_examples=40, deadline=None)
def test_no_mix_of_phrases_stops_the_rules_and_the_model(body: str, dated: bool) -> None:
    each_is_valid(body, dated=dated, judged=True)
