"""Sentences with PLOVER event codes -> macro-F1 of the root, for the roots that our types stand for.

Our types follow PLOVER in spirit, and the table below says which root each comes nearest to. Two ways of mapping are
scored: by type alone, and by type and status, since PLOVER has roots of its own for what is promised (AGREE), asked for
(DEMAND) and refused (REJECT), which with us are statuses of the act itself.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.event_scores import Tally, total
from spacy.language import Language

from tocsin.domain.article import ArticleText
from tocsin.domain.event import Event, EventType, Status
from tocsin.extraction.extract import extract

Roots = frozenset[str]

# FIGHT (regular forces) and ASSAULT (all others) are one root here: we make no difference by who attacks.
FORCE = "ASSAULT+FIGHT"
_MERGED = {"ASSAULT": FORCE, "FIGHT": FORCE}

ROOTS: dict[EventType, str | None] = {
    EventType.TALKS: "CONSULT",
    EventType.AGREEMENT: "AGREE",
    EventType.CEASEFIRE: "AGREE",
    EventType.PRISONER_EXCHANGE: "COOPERATE",
    EventType.RELEASE: "COOPERATE",
    EventType.ATTACK: FORCE,
    EventType.CLASH: FORCE,
    EventType.TERRITORY: FORCE,
    EventType.CASUALTIES: None,
    EventType.SANCTIONS: "SANCTION",
    EventType.AID: "AID",
    EventType.DEPLOYMENT: "MOBILIZE",
    EventType.PROTEST: "PROTEST",
    EventType.ARREST: "COERCE",
    EventType.VERDICT: "COERCE",
    EventType.DIPLOMACY: "COOPERATE",
    EventType.THREAT: "THREATEN",
    EventType.DISRUPTION: None,
    EventType.DISASTER: None,
    EventType.LEADERSHIP: None,
}
_BY_SUBTYPE = {
    (EventType.TERRITORY, "withdrawn"): "RETREAT",
    (EventType.CEASEFIRE, "violated"): FORCE,
    (EventType.CEASEFIRE, "ended"): FORCE,
}
_CUTS_TIES = re.compile(r"expel|recall|sever|cut|clos|downgrad|suspend|br(?:eak|oke)", re.IGNORECASE)
# "Reduce relations" has no root of its own in this edition of PLOVER and stands under SANCTION.
_OF_WILL = frozenset({"CONSULT", "AGREE", "COOPERATE", "AID", "RETREAT"})
"""Roots of good will: promised, asked for or refused, they have other roots."""
_BY_STATUS = {Status.PLANNED: "AGREE", Status.POSSIBLE: "DEMAND", Status.DENIED: "REJECT"}

MODELLED_BY_TYPE: Roots = frozenset(root for root in ROOTS.values() if root) | {"RETREAT"}
MODELLED_BY_STATUS: Roots = MODELLED_BY_TYPE | frozenset(_BY_STATUS.values())


def root_of(event: Event, *, by_status: bool) -> str | None:
    """Return the root that an event comes nearest to, None where PLOVER has none for its type."""
    root = _BY_SUBTYPE.get((event.type, event.subtype or ""), ROOTS[event.type])
    if event.type is EventType.DIPLOMACY and _CUTS_TIES.search(event.trigger):
        root = "SANCTION"
    if by_status and root in _OF_WILL:
        return _BY_STATUS.get(event.status, root)
    return root


def read(file: Path) -> dict[str, str]:
    """Return the root of each sentence of a JSON file of records; sentences with several roots are left out."""
    roots: dict[str, set[str]] = defaultdict(set)
    records: list[Mapping[str, Any]] = json.loads(file.read_text(encoding="utf8"))
    for record in records:
        if record.get("text"):
            roots[record["text"]].add(_MERGED.get(record["event"], record["event"]))
    return {text: found.pop() for text, found in roots.items() if len(found) == 1}


def score(found: Mapping[str, Roots], told: Mapping[str, str], modelled: Roots) -> dict[str, Tally]:
    """Return a tally for each modelled root over all sentences, also those whose own root is not modelled."""
    tallies = {root: Tally() for root in sorted(modelled)}
    for text, root in told.items():
        for one, tally in tallies.items():
            tally.add(one == root, one in found[text], one == root and one in found[text])
    return tallies


def macro_f1(tallies: Mapping[str, Tally]) -> float:
    """Return the mean F1 of the roots that occur."""
    occurring = [tally.f1 for tally in tallies.values() if tally.told]
    return sum(occurring) / len(occurring)


def report(folder: Path, pipeline: Language) -> Iterator[str]:
    """Yield two tables in Markdown for the records under ``folder``."""
    told = read(folder / "plover_gsr" / "PLOVER_GSR_CAMEO.txt")
    events = {text: extract(pipeline(text), ArticleText("sentence", None, text, None, "en")) for text in told}
    for by_status, modelled in ((False, MODELLED_BY_TYPE), (True, MODELLED_BY_STATUS)):
        found = {
            text: frozenset(root for event in those if (root := root_of(event, by_status=by_status)) is not None)
            for text, those in events.items()
        }
        tallies = score(found, told, modelled)
        covered = [text for text, root in told.items() if root in modelled]
        silent = sum(not events[text] for text in covered)
        name, both = "type and status" if by_status else "type alone", total(tallies.values())
        yield f"\n{name}: macro-F1 **{macro_f1(tallies):.3f}**, micro-F1 {both.f1:.3f}"
        yield f"({len(covered)} of {len(told)} have a root that we model; in {silent} of those we see no event)\n"
        yield "| root | sentences | found | P | R | F1 |"
        yield "| --- |" + " --- |" * 5
        for root, one in tallies.items():
            yield f"| {root} | {one.told} | {one.found} | {one.precision:.3f} | {one.recall:.3f} | {one.f1:.3f} |"
