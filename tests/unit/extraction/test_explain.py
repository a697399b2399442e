"""Tests of saying why: the explanation tells what extract() did, and nothing else."""

import dataclasses
import functools
import json
from collections.abc import Sequence
from datetime import date
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from tocsin.cli.articles_in import articles_in
from tocsin.cli.explained import show
from tocsin.domain.article import BODY_LIMIT, ArticleText
from tocsin.domain.event import Status
from tocsin.extraction.drafts import Draft
from tocsin.extraction.explain import explain
from tocsin.extraction.explain_html import pages_of
from tocsin.extraction.explanation import Candidate, ExplainedSentence, ExplainedTrigger, Explanation
from tocsin.extraction.model.features import Floats
from tocsin.extraction.model.labels import STATUSES, TYPES
from tocsin.extraction.pipeline import build_pipeline
from tocsin.extraction.reader import Reader
from tocsin.extraction.trace import SILENT, Trace

DAY = date(2026, 2, 6)  # a Friday
SAMPLES = sorted((Path(__file__).parents[3] / "samples" / "articles").glob("*.json"))
HOSTILE = (
    'A missile strike killed 12 people in Kharkiv, <script src="http://evil.example/x.js">said</script> \x1b[31mKyiv.'
)


@functools.cache
def reader() -> Reader:
    return Reader(judged=False)


def why(body: str, *, headline: str | None = None, language: str = "en") -> Explanation:
    return reader().explain(ArticleText("a-1", headline, body, DAY, language))


def triggers_of(told: Explanation) -> list[ExplainedTrigger]:
    return [trigger for sentence in told.sentences for trigger in sentence.triggers]


def only_trigger(body: str) -> ExplainedTrigger:
    (trigger,) = (one for one in triggers_of(why(body)) if one.event is not None)
    return trigger


def left_out(body: str) -> list[tuple[str, str]]:
    return [(one.text, one.why) for one in triggers_of(why(body)) if one.event is None]


def candidate(trigger: ExplainedTrigger, text: str) -> Candidate:
    (found,) = (one for one in trigger.candidates if one.text == text)
    return found


def because(trigger: ExplainedTrigger, field: str) -> tuple[str, str]:
    (found,) = ((one.value, one.because) for one in trigger.decisions if one.field == field)
    return found


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_the_events_explained_are_the_events_read(file: Path) -> None:
    (article,) = articles_in([file])
    assert isinstance(article, ArticleText)
    told = reader().explain(article)
    assert told.events == reader().read(article).events
    opened = [one for one in triggers_of(told) if one.opens]
    assert [event.trigger_span.start for event in told.events] == [one.start for one in opened]
    assert [one.event for one in opened] == list(range(len(told.events)))


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_every_span_stands_in_the_text(file: Path) -> None:
    (article,) = articles_in([file])
    assert isinstance(article, ArticleText)
    told = reader().explain(article)
    assert told.text == article.whole
    spans: list[ExplainedSentence | ExplainedTrigger | Candidate] = [*told.sentences, *triggers_of(told)]
    spans += [one for trigger in triggers_of(told) for one in trigger.candidates]
    assert [one.text for one in spans] == [article.whole[one.start : one.end] for one in spans]


def test_each_sentence_that_joins_an_event_is_among_its_evidence() -> None:
    told = why("A Russian missile strike hit Kharkiv on Thursday. The strike killed 12 people, officials said.")
    (event,) = told.events
    assert [trigger.opens for trigger in triggers_of(told) if trigger.event is not None] == [True, False]
    assert event.evidence == tuple(sentence.text for sentence in told.sentences)


def test_a_trigger_names_the_phrase_that_found_it() -> None:
    trigger = only_trigger("A Russian missile strike hit a warehouse in Kharkiv.")
    assert trigger.phrase is not None
    assert "missile" in trigger.phrase


def test_a_candidate_tells_its_role_or_why_it_has_none() -> None:
    trigger = only_trigger("A Russian missile strike killed 12 people in Kharkiv on Thursday, the first this year.")
    assert candidate(trigger, "Russian").decision == "by"
    assert candidate(trigger, "12").decision == "killed 12 of UKR"
    assert candidate(trigger, "Kharkiv").decision == "place"
    assert (candidate(trigger, "on Thursday").means, candidate(trigger, "on Thursday").decision) == (
        "2026-02-05",
        "date",
    )
    assert because(trigger, "to") == ("UKR", "the country where it happened")
    assert (candidate(trigger, "this year").taken, candidate(trigger, "this year").decision) == (False, "not its day")


def test_an_actor_that_only_reports_has_no_role() -> None:
    trigger = only_trigger("Russia captured the town of Siversk, the Turkish foreign ministry said.")
    assert candidate(trigger, "Turkish").decision == "source"
    assert because(trigger, "source")[0] == "TUR"


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ("Russia and Ukraine will hold talks in Istanbul.", "planned", "will"),
        ("Iran denied that it attacked the tanker.", "denied", "denied"),
    ],
)
def test_a_status_names_the_words_that_decided(body: str, status: str, words: str) -> None:
    value, reason = because(only_trigger(body), "status")
    assert (value, words in reason) == (status, True)


def test_background_names_what_recalls_it() -> None:
    value, reason = because(only_trigger("Russia captured Bakhmut in May 2023."), "background")
    assert (value, "May 2023" in reason) == ("yes", True)


@pytest.mark.parametrize(
    ("body", "words", "reason"),
    [
        ("The minister died of a heart attack in Berlin.", "attack", "never"),
        ("Did Russia attack Kharkiv?", "attack", "asks"),
        ("Read more: Russian missile strike kills 12 in Kharkiv", "missile strike", "furniture"),
        ("A Russian airstrike on Kharkiv killed 12 people.", "killed", "stronger"),
    ],
)
def test_what_is_left_out_says_why(body: str, words: str, reason: str) -> None:
    refused = left_out(body)
    assert any(words in text and reason in told for text, told in refused), refused


def test_what_was_carried_says_from_where() -> None:
    told = why(
        "Russia and Ukraine held talks in Istanbul on Thursday, mediated by Turkey. "
        "A similar round last month ended without result."
    )
    carried = {one.field: (one.value, one.because) for trigger in triggers_of(told) for one in trigger.carried}
    assert carried["with"] == ("RUS, UKR", "its words point back to parties named earlier")


def test_a_sentence_with_only_a_toll_says_whose_it_is() -> None:
    told = why("A missile strike hit Kharkiv on Thursday. Forty people were hurt.")
    assert [(sentence.text, sentence.toll_of) for sentence in told.sentences][1:] == [("Forty people were hurt.", 0)]
    assert told.events[0].evidence[1:] == ("Forty people were hurt.",)


def test_text_in_another_language_is_explained_as_not_read() -> None:
    told = why("Russische Raketen haben am Donnerstag in Charkiw zwölf Menschen getötet.", language="de")
    assert (told.language, told.sentences, told.events) == ("de", (), ())


def test_what_is_cut_off_is_said() -> None:
    told = why("A Russian missile strike killed 12 people in Kharkiv. " + "x " * BODY_LIMIT)
    assert told.truncated
    assert told.events[0].truncated


def test_the_json_of_an_explanation_can_be_written() -> None:
    told = why("A Russian missile strike killed at least 12 people in Kharkiv on Thursday.")
    read = json.loads(json.dumps(told.as_json()))
    assert read["sentences"][0]["triggers"][0]["type"] == "attack"
    assert read["events"][0]["counts"][0]["n"] == [12, None]


class _Judged:
    """A model that finds every type but arrests in a sentence, and that everything is only planned."""

    manifest = dataclasses.make_dataclass("Manifest", ["threshold"])(0.4)

    def __init__(self) -> None:
        row: Floats = np.array([0.1 if one == "arrest" else 0.9 for one in TYPES], dtype=np.float32)
        self.told = {0: row}

    def judged(self, draft: Draft, _day: date | None, trace: Trace = SILENT) -> Draft:
        planned: Floats = np.array([0.8 if one is Status.PLANNED else 0.1 for one in STATUSES], dtype=np.float32)
        trace.scored("status", STATUSES, planned)
        return dataclasses.replace(draft, status=Status.PLANNED)


def test_a_judged_decision_says_how_sure_the_model_was() -> None:
    article = ArticleText("a-1", None, "Police arrested three men after a missile strike on Kharkiv.", DAY, "en")
    doc = build_pipeline(judged=False)(article.whole)
    doc._.reading = _Judged()
    judged = (dataclasses.replace(one, probability=0.9) for one in doc._.triggers)
    doc._.triggers = tuple(one for one in judged if one.entry.type != "arrest")
    kept, dropped = triggers_of(explain(doc, article))[::-1]
    assert [(one.value, one.because, one.probability) for one in kept.decisions if one.field == "status"] == [
        ("planned", "the model, against the rules: happened, nothing says otherwise", 0.8)
    ]
    assert (dropped.type, dropped.event, dropped.probability) == ("arrest", None, 0.1)
    assert dropped.why == "the model does not believe it"


def test_an_event_that_the_model_does_not_believe_is_told_as_left_out_and_the_others_keep_their_numbers() -> None:
    article = ArticleText("a-1", None, "Police arrested three men after a missile strike on Kharkiv.", DAY, "en")
    doc = build_pipeline(judged=False)(article.whole)
    doc._.reading = _Judged()
    doc._.triggers = tuple(
        dataclasses.replace(one, probability=0.1 if one.entry.type == "arrest" else 0.9) for one in doc._.triggers
    )
    told = explain(doc, article)
    arrest, strike = triggers_of(told)
    assert (arrest.event, arrest.opens, arrest.why) == (None, False, "the model does not believe it")
    assert (strike.event, strike.opens, [event.type for event in told.events]) == (0, True, ["attack"])


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, Sequence[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))


def test_hostile_text_stays_text_in_the_page_and_the_page_asks_for_nothing() -> None:
    parser = _Tags()
    parser.feed("".join(pages_of([why(HOSTILE, headline='"><img src=x onerror=alert(1)> attack on Kyiv')])))
    names = {tag for tag, _ in parser.tags}
    assert names.isdisjoint({"script", "img", "iframe", "object", "form", "a"})
    asked = [value for _, attributes in parser.tags for key, value in attributes if key in ("src", "href")]
    assert asked == ["data:,"]
    assert "mark" in names


def test_the_page_marks_every_trigger_once() -> None:
    told = why("A Russian missile strike killed 12 people in Kharkiv. Police arrested three men in Kyiv.")
    parser = _Tags()
    parser.feed("".join(pages_of([told])).partition('<div class="text">')[2])
    marked = [attributes for tag, attributes in parser.tags if tag == "mark" and ("class", "trigger") in attributes]
    assert len(marked) == len([one for one in triggers_of(told) if one.event is not None])


def test_the_terminal_gets_no_control_characters_from_an_article() -> None:
    out = StringIO()
    show(why(HOSTILE + "\x9b2J \u202e"), Console(file=out, width=200, force_terminal=False))
    shown = out.getvalue()
    assert "missile strike" in shown
    assert all(one.isprintable() or one == "\n" for one in shown)
