"""The examples of rules -> what rang and what stayed silent, and for what reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Protocol

from tocsin.domain.article import ArticleText
from tocsin.domain.detection import ArticleReference, RungRule
from tocsin.domain.event import Event
from tocsin.extraction.reader import Reading
from tocsin.matching.facts import Facts
from tocsin.matching.reasons import unmet
from tocsin.matching.rule import Rule
from tocsin.matching.rulebook import RuleBook

EXAMPLE_DAY = date(2026, 2, 6)  # a Friday; "on Thursday" in an example is the day before
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


class Reads(Protocol):
    """Whatever reads events out of a text."""

    def read(self, article: ArticleText) -> Reading:
        """Return what the article says."""
        ...


@dataclass(frozen=True, slots=True)
class Trial:
    """One sentence of a rule's examples, read and matched. ``reasons`` holds, per event, why it rang or did not."""

    rule: Rule
    sentence: str
    must_ring: bool
    rang: bool
    reasons: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Did the rule do what its example says?"""
        return self.rang == self.must_ring


def rehearse(rule: Rule, reader: Reads) -> Iterator[Trial]:
    """Read each example as an article of ``EXAMPLE_DAY`` and ask the rule about its events."""
    book = RuleBook.from_rules([rule])
    for must_ring, sentences in ((True, rule.examples.raises), (False, rule.examples.silent)):
        for number, sentence in enumerate(sentences):
            article = ArticleText(id=f"{rule.id}-{must_ring}-{number}", headline=None, body=sentence, day=EXAMPLE_DAY)
            reference = reference_to(article)
            asked = [(event, book.rung_by(event, reference)) for event in reader.read(article).events]
            yield Trial(
                rule=rule,
                sentence=sentence,
                must_ring=must_ring,
                rang=any(rung for _, rung in asked),
                reasons=tuple(_why(rule, event, rung) for event, rung in asked) or ("no event was found",),
            )


def reference_to(article: ArticleText) -> ArticleReference:
    """Return what rules see of an article that came without address; an undated one is of 1970."""
    published = datetime.combine(article.day, time(), UTC) if article.day else _UNDATED
    return ArticleReference(
        id=article.id, url="", headline=article.headline or "", published=published, fetched=published
    )


def summary(event: Event) -> str:
    """Return an event in one line: ``attack/drone, happened, by RUS, to UKR, drones 183``."""
    said = [event.type + (f"/{event.subtype}" if event.subtype else ""), event.status]
    if event.background:
        said.append("background")
    roles = (("by", event.by), ("to", event.to), ("with", event.with_), ("via", event.via))
    said.extend(f"{role} {' and '.join(actors)}" for role, actors in roles if actors)
    said.extend(f"{tally.what} {tally.said}" for tally in Facts.of(event).tallies)
    if event.place:
        said.append(f"in {event.place}")
    return ", ".join(said)


def _why(rule: Rule, event: Event, rung: tuple[RungRule, ...]) -> str:
    if rung:
        return f"{summary(event)}: rang, since {'; '.join(rung[0].because)}"
    missing = unmet(rule.match, Facts.of(event))
    return f"{summary(event)}: silent, not met: {', '.join(missing) or 'when'}"
