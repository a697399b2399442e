"""Reports on terrorism in capitals, with templates filled by hand -> F1 of incident type and stage.

A template is an incident; its type is ATTACK, BOMBING, KIDNAPPING, ARSON, ROBBERY, HIJACKING or FORCED WORK STOPPAGE,
its stage ACCOMPLISHED, ATTEMPTED or THREATENED. Optional templates are not wrong where they are found, and not missed
where they are not. Incidents of one type in one text are paired as they come: of three told and two found, two are
right.
"""

import re
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from benchmarks.event_scores import Tally, total
from benchmarks.other_sets.true_case import true_case

from tocsin.domain.article import ArticleText
from tocsin.domain.event import Counted, Event, EventType, Status
from tocsin.extraction.reader import Reader

PARTS = {"tst1": ("tst1/tst1-muc3", "tst1/key-tst1.v7"), "tst2": ("tst2/tst2-muc4", "tst2/key-tst2.v4")}

NAMES = {"type": "type", "stage": "stage", "both": "type and stage"}

_HEADER = re.compile(r"^((?:DEV|TST\d)-MUC\d-\d{4})\b.*$", re.MULTILINE)
_HEAD = re.compile(r"\A.*? -- ?(?:\[[^\]]+\]\s*)*", re.DOTALL)
_DATELINE = re.compile(r"\b(\d{1,2} [A-Z]{3} \d{2})\b")
_SLOT = re.compile(r"^(\d+)\.\s+([A-Z ]+): ([A-Z ]+?)\s{2,}(.*)$", re.MULTILINE)

_BY_WORDS = (
    ("KIDNAPPING", re.compile(r"kidnap|abduct|hostage|hijack", re.IGNORECASE)),
    ("ARSON", re.compile(r"arson|fire to|torch|burn", re.IGNORECASE)),
    ("ROBBERY", re.compile(r"robb|loot|stole|steal", re.IGNORECASE)),
    ("BOMBING", re.compile(r"bomb|explo|dynamit|blast|grenade|detonat|blew up|blown up", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Incident:
    """One template, or what an event makes of one."""

    type: str
    stage: str
    is_optional: bool = False


def texts(file: str, *, is_cased: bool = True) -> dict[str, ArticleText]:
    """Return the reports of a file by their identifier, in the case of print unless not ``is_cased``.

    The day is that of the dateline, which itself is left out.
    """
    heads = list(_HEADER.finditer(file))
    ends = [head.start() for head in heads[1:]] + [len(file)]
    return {
        head[1]: _article(head[1], file[head.end() : end], is_cased=is_cased)
        for head, end in zip(heads, ends, strict=True)
    }


def _article(name: str, raw: str, *, is_cased: bool) -> ArticleText:
    dateline = _DATELINE.search(raw)
    day = _day(dateline[1]) if dateline else None
    head, *paragraphs = (" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", raw.strip()))
    body = "\n\n".join(filter(None, (_HEAD.sub("", head), *paragraphs)))
    return ArticleText(name, None, true_case(body) if is_cased else body, day, "en")


def _day(written: str) -> date | None:
    try:
        return datetime.strptime(written, "%d %b %y").date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        return None  # a misprint in the dateline: the report is read as undated


def keys(file: str) -> dict[str, list[Incident]]:
    """Return the incidents of each report; those without any are left out."""
    found: dict[str, list[Incident]] = {}
    slots: dict[str, str] = {}
    for slot in _SLOT.finditer(file):
        name, value = slot[3], slot[4].strip()
        slots[name] = value
        if name == "STAGE OF EXECUTION" and value != "*":
            # Of alternatives ("BOMBING / ATTACK") the first counts.
            kind, stage = (slots[one].split(" / ")[0] for one in ("TYPE", "STAGE OF EXECUTION"))
            found.setdefault(slots["ID"], []).append(Incident(kind, stage, "OPTIONAL" in slots["TEMPLATE"]))
    return found


def incident_of(event: Event) -> Incident | None:
    """Return what an event would be in a template; None for what is no violence or did not happen.

    Only attacks are incidents: fighting between armed forces is none by the rules of the set. The words of the trigger
    say which type it is, since our subtypes tell apart weapons and not crimes.
    """
    if event.type is not EventType.ATTACK or event.status is Status.DENIED:
        return None
    kind = "BOMBING" if event.subtype == "bombing" else "ATTACK"
    kind = next((name for name, words in _BY_WORDS if words.search(event.trigger)), kind)
    if event.status is not Status.HAPPENED:
        return Incident(kind, "THREATENED")
    is_foiled = any(count.what is Counted.SHOT_DOWN for count in event.counts)
    return Incident(kind, "ATTEMPTED" if is_foiled else "ACCOMPLISHED")


def score(told: Iterable[Incident], found: Iterable[Incident], tallies: Mapping[str, Tally], *, what: str) -> None:
    """Add one report to the tally of each value of ``what``: "type", "stage", or "both" as "BOMBING, THREATENED"."""
    told = tuple(told)
    required = Counter(_value(one, what) for one in told if not one.is_optional)
    optional = Counter(_value(one, what) for one in told if one.is_optional)
    given = Counter(_value(one, what) for one in found)
    for value in required.keys() | given.keys():
        right = min(required[value], given[value])
        excused = min(optional[value], given[value] - right)
        tallies[value].add(required[value], given[value] - excused, right)


def _value(one: Incident, what: str) -> str:
    return f"{one.type}, {one.stage}" if what == "both" else str(getattr(one, what))


def once_each(incidents: Iterable[Incident]) -> list[Incident]:
    """Return the incidents with each pair of type and stage once: a report as a whole tells it or does not."""
    return list({(one.type, one.stage): one for one in sorted(incidents, key=lambda one: not one.is_optional)}.values())


def report(folder: Path, reader: Reader, *, is_cased: bool = True) -> Iterator[str]:
    """Yield tables in Markdown for both test parts under ``folder``."""
    with tarfile.open(folder / "muc4" / "dev_tst1_tst2.tar.gz") as archive:
        files = {name: _member(archive, name) for names in PARTS.values() for name in names}
    all_told: dict[str, list[Incident]] = {}
    all_found: dict[str, list[Incident]] = {}
    for part, (text_file, key_file) in PARTS.items():
        told = keys(files[key_file])
        found = {
            name: [one for event in reader.read(text).events if (one := incident_of(event)) is not None]
            for name, text in texts(files[text_file], is_cased=is_cased).items()
        }
        yield from _table(part, told, found, by_value=False)
        all_told |= told
        all_found |= found
    yield from _table("both parts", all_told, all_found, by_value=True)


def _member(archive: tarfile.TarFile, name: str) -> str:
    member = archive.extractfile(name)
    if member is None:
        message = f"{archive.name!s}: {name} is no file"
        raise ValueError(message)
    return member.read().decode("latin-1")


def _table(
    part: str, told: Mapping[str, list[Incident]], found: Mapping[str, list[Incident]], *, by_value: bool
) -> Iterator[str]:
    """Yield a table over the reports of ``found``, with a row for each type and stage where it is told ``by_value``."""
    yield f"\n{part}: {len(found)} reports, {len(told)} of them with incidents\n"
    yield "| | told | found | P | R | F1 |"
    yield "| --- |" + " --- |" * 5
    for unit, of in (("incidents", list[Incident]), ("reports", once_each)):
        for what in ("type", "stage", "both"):
            tallies: dict[str, Tally] = defaultdict(Tally)
            for name, incidents in found.items():
                score(of(told.get(name, ())), of(incidents), tallies, what=what)
            yield _row(f"**{unit}: {NAMES[what]}**", total(tallies.values()))
            if by_value and what != "both":
                yield from (_row(value.lower(), tallies[value]) for value in sorted(tallies))


def _row(name: str, one: Tally) -> str:
    return f"| {name} | {one.told} | {one.found} | {one.precision:.3f} | {one.recall:.3f} | {one.f1:.3f} |"
