"""The examples of rules -> what rang and what stayed silent, and for what reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tocsin.backtest.reading import Reads
from tocsin.domain.article import ArticleText
from tocsin.domain.detection import RungRule
from tocsin.domain.event import Event
from tocsin.matching.facts import Facts, Page
from tocsin.matching.findings import findings
from tocsin.matching.pages import page_of
from tocsin.matching.rule import Rule
from tocsin.matching.rulebook import RuleBook
from tocsin.matching.tallies import tallies

EXAMPLE_DAY = date(2026, 2, 6)  # a Friday; "on Thursday" in an example is the day before


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
    for number, (must_ring, sentence) in enumerate(rule.trials):
        article = ArticleText(id=f"{rule.id}-{number}", headline=None, body=sentence, day=EXAMPLE_DAY)
        page = page_of(article)
        asked = [(event, book.rung_by(event, page)) for event in reader.read(article).events]
        yield Trial(
            rule=rule,
            sentence=sentence,
            must_ring=must_ring,
            rang=any(rung for _, rung in asked),
            reasons=tuple(_why(rule, event, page, rung) for event, rung in asked) or ("no event was found",),
        )


def summary(event: Event) -> str:
    """Return an event in one line: ``attack/drone, happened, by RUS, to UKR, drones 183``."""
    said = [event.type + (f"/{event.subtype}" if event.subtype else ""), event.status]
    if event.background:
        said.append("background")
    roles = (("by", event.by), ("to", event.to), ("with", event.with_), ("via", event.via))
    said.extend(f"{role} {' and '.join(actors)}" for role, actors in roles if actors)
    said.extend(f"{tally.what} {tally.said}" for tally in tallies(event))
    if event.place:
        said.append(f"in {event.place}")
    return ", ".join(said)


def _why(rule: Rule, event: Event, page: Page, rung: tuple[RungRule, ...]) -> str:
    if rung:
        return f"{summary(event)}: rang, since {'; '.join(rung[0].because)}"
    lacking = [part.said for one in findings(rule.match, Facts.of(event, page)) for part in one.unmet()]
    return f"{summary(event)}: silent, since {'; '.join(lacking) or 'when is not met'}"
