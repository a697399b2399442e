"""Random rules and events -> how long matching takes, against reading every rule.

    python -m benchmarks.matching_speed [--rules 1000 10000 100000] [--events 200]

Rules ask for one to four of type, country, actor, keyword and threshold, all drawn by Zipf's law: a few values are in
very many rules, as with real subscriptions. Both ways must name the same rules for every event, or the run stops.
Compare the ratios: the microseconds depend on the machine.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Sequence

from tocsin.domain.detection import ArticleReference
from tocsin.domain.event import Counted, Event, EventType
from tocsin.matching.countries import country_names
from tocsin.matching.facts import Facts, Page
from tocsin.matching.findings import reasons
from tocsin.matching.rule import Rule
from tocsin.matching.rulebook import RuleBook

_REFERENCE = ArticleReference.model_validate(
    {"id": "a", "url": "", "headline": "", "published": "2026-02-06T00:00:00Z", "fetched": "2026-02-06T00:00:00Z"}
)
PAGE = Page(_REFERENCE, _REFERENCE.fetched)
TYPES = [kind.value for kind in EventType]
COUNTED = [Counted.KILLED.value, Counted.INJURED.value, Counted.DRONES.value, Counted.MISSILES.value]
GROUPS = [f"Group {number}" for number in range(2_000)]
WORDS = [f"word{number}" for number in range(5_000)]


def zipf(dice: random.Random, values: Sequence[str]) -> str:
    """Draw a value, the n-th with a probability of about 1/n."""
    return values[min(int(len(values) ** dice.random()) - 1, len(values) - 1)]


def a_rule(dice: random.Random, number: int, states: Sequence[str], *, when: bool) -> Rule:
    match: dict[str, object] = {"type": zipf(dice, TYPES)}
    if dice.random() < 0.5:
        match["countries"] = [zipf(dice, states) for _ in range(dice.randint(1, 3))]
    if dice.random() < 0.3:
        match["actors"] = [zipf(dice, GROUPS)]
    if dice.random() < 0.3:
        match["keywords"] = [zipf(dice, WORDS) for _ in range(dice.randint(1, 3))]
    if dice.random() < 0.3 or len(match) == 1:
        match["counts"] = {"what": zipf(dice, COUNTED), "min": dice.choice([1, 5, 10, 20, 50, 100, 500])}
    values = {"id": f"rule-{number}", "title": "T", "severity": "low", "why": "W", "match": match}
    if when:
        values["when"] = 'event.status == "happened" && event.place != "Nowhere"'
    return Rule.model_validate(values | {"examples": {"raises": ["A."], "silent": ["B."]}})


def an_event(dice: random.Random, number: int, states: Sequence[str]) -> Event:
    words = " ".join(zipf(dice, WORDS) for _ in range(40))
    counts = [
        {"what": what, "n": int(1000 ** dice.random())}
        for what in dice.sample(COUNTED, dice.randint(0, len(COUNTED) - 1))
    ]
    return Event.model_validate(
        {
            "id": f"evt_{number}",
            "article_id": "a",
            "type": zipf(dice, TYPES),
            "status": "happened",
            "background": False,
            "by": [zipf(dice, states), zipf(dice, GROUPS)],
            "to": [zipf(dice, states)],
            "counts": counts,
            "place": "Kyiv",
            "country": zipf(dice, states),
            "trigger": "word1",
            "trigger_span": {"start": 0, "end": 5},
            "evidence": [words],
        }
    )


def brute_force(rules: Sequence[Rule], event: Event) -> list[str]:
    """Read every rule: what the index must agree with."""
    facts = Facts.of(event, PAGE)
    return [rule.id for rule in rules if reasons(rule.match, facts) is not None]


def microseconds(work: Callable[[Event], object], events: Sequence[Event]) -> list[float]:
    taken = []
    for event in events:
        start = time.perf_counter()
        work(event)
        taken.append((time.perf_counter() - start) * 1e6)
    return sorted(taken)


def measure(size: int, event_count: int, *, share_with_when: float) -> None:
    dice = random.Random(size)
    states = sorted(country_names())
    dice.shuffle(states)
    rules = [a_rule(dice, number, states, when=dice.random() < share_with_when) for number in range(size)]
    events = [an_event(dice, number, states) for number in range(event_count)]
    start = time.perf_counter()
    book = RuleBook.from_rules(rules)
    built = time.perf_counter() - start
    few = events[: max(3, min(event_count, 300_000 // size))]  # reading all rules takes long
    for event in few:
        if sorted(brute_force(rules, event)) != [rung.id for rung in book.rung_by(event, PAGE)]:
            raise SystemExit(f"index and plain reading disagree on {event.id} among {size} rules")
    hits = statistics.mean(len(book.rung_by(event, PAGE)) for event in events)
    index = microseconds(lambda event: book.ids_rung_by(event, PAGE), events)
    whole = microseconds(lambda event: book.rung_by(event, PAGE), events)
    plain = microseconds(lambda event: brute_force(rules, event), few)
    found, rung, read = (statistics.median(times) for times in (index, whole, plain))
    print(
        f"{size:>9,} {built:>8.2f} {hits:>8.1f} {found:>9.0f} {index[int(len(index) * 0.95)]:>9.0f}"
        f" {rung:>11.0f} {read:>12.0f} {read / found:>8.0f}x {read / rung:>8.0f}x"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--rules", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    options.add_argument("--events", type=int, default=200)
    options.add_argument("--share-with-when", type=float, default=0.0, help="share of rules with a condition in CEL")
    given = options.parse_args()
    print(
        "                                  index, µs per event   with reasons    every rule      ratio: every rule to"
    )
    print("    rules  build s  rang by     p50       p95           p50           p50       index   with reasons")
    for size in given.rules:
        measure(size, given.events, share_with_when=given.share_with_when)


if __name__ == "__main__":
    main()
