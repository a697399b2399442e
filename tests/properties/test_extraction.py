"""Whatever the text, what is read out of it stands in it."""

import functools
from datetime import date
from io import StringIO
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from tocsin.cli.explained import show
from tocsin.domain.article import ArticleText
from tocsin.extraction.explain_html import pages_of
from tocsin.extraction.reader import Reader
from tocsin.extraction.sentences import split

WORDS = st.sampled_from(
    [
        *"Russia Ukraine Kyiv attacked killed 12 people on Thursday , . and after by in the strike missiles".split(),
        *"agreed to a ceasefire “ ” said will not prisoners exchanged March May U.S. Israel's -- ( )".split(),
        *"3,000 nearly dozens talks with".split(),
        "\n",
    ]
)


@functools.cache
def reader() -> Reader:
    return Reader()


@given(st.lists(WORDS, max_size=60).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_evidence_and_trigger_stand_in_the_text(body: str) -> None:
    article = ArticleText("a-1", None, body, date(2026, 2, 6), "en")
    for event in reader().read(article).events:
        assert event.trigger == body[event.trigger_span.start : event.trigger_span.end]
        assert all(sentence in body for sentence in event.evidence)


@given(st.lists(WORDS, max_size=60).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_an_explanation_tells_the_events_that_are_read_and_only_words_of_the_text(body: str) -> None:
    article = ArticleText("a-1", None, body, date(2026, 2, 6), "en")
    told = reader().explain(article)
    assert told.events == reader().read(article).events
    for sentence in told.sentences:
        for trigger in sentence.triggers:
            assert sentence.start <= trigger.start < trigger.end <= sentence.end
            assert trigger.text == body[trigger.start : trigger.end]
            assert all(sentence.start <= one.start < one.end <= sentence.end for one in trigger.candidates)


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_a_crash(body: str) -> None:
    reader().read(ArticleText("a-1", None, body, date(2026, 2, 6), "en"))


@given(st.lists(WORDS, max_size=30).map(" ".join), st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_any_text_is_explained_on_a_page_and_in_a_terminal(words: str, noise: str) -> None:
    out = StringIO()
    told = reader().explain(ArticleText("a-1", noise, f"{words}{noise}{words}", date(2026, 2, 6), "en"))
    show(told, Console(file=out, width=100))
    assert "".join(pages_of([told])).endswith("</html>\n")
    assert all(one.isprintable() or one == "\n" for one in out.getvalue())


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_sentences_are_in_order_and_hold_everything_but_space(text: str) -> None:
    spans = split(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    assert all(text[end:start].strip() == "" for end, start in zip(ends, starts, strict=True))
