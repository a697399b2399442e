"""Which rules and events are made, and which of the rules ring."""

import argparse
import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest
from benchmarks.matching import drawn, lucene, reference, synthetic
from benchmarks.matching.chance import Zipf, dice_for, made_up_word
from benchmarks.matching.workload import read_events, read_rules, write

from benchmarks import matching_speed
from tests.builders import an_event
from tocsin.domain.event import Counted, Event, EventType, Status
from tocsin.matching.countries import country_names
from tocsin.matching.rulebook import RuleBook

FILES = ("rules.jsonl", "rules_when.jsonl", "events.jsonl")
KEYS = {"type", "status", "background", "by", "to", "with", "actors", "countries", "places", "keywords", "counts"}
ANNOTATED = {
    "id": "text-1",
    "text": "Rebels of the Blue Front killed at least 12 soldiers in Goma, Congo said.",
    "events": [
        {
            "type": "attack",
            "status": "happened",
            "background": False,
            "by": ["Blue Front"],
            "to": ["COD"],
            "counts": [{"what": "killed", "n": [12, None], "of": "COD"}],
            "place": "Goma",
            "country": "COD",
            "date": ["2026-01-01", None],
            "trigger": "killed",
            "evidence": ["Rebels of the Blue Front killed at least 12 soldiers in Goma, Congo said."],
        }
    ],
}


@pytest.fixture
def annotated(tmp_path: Path) -> Path:
    path = tmp_path / "texts.jsonl"
    path.write_text(json.dumps(ANNOTATED) + "\n", encoding="utf-8")
    return path


def written(folder: Path, **given: Any) -> dict[str, bytes]:
    write(folder, **{"rules": 300, "events": 40, "seed": 7} | given)
    return {name: (folder / name).read_bytes() for name in FILES}


def fault_in(match: dict[str, Any]) -> str | None:
    values = {key: value for key, value in match.items() if key != "background"}
    if not match.keys() <= KEYS or not all(isinstance(value, list) and value for value in values.values()):
        return "keys"
    if not set(match.get("type", [])) <= set(EventType) or not set(match.get("status", [])) <= set(Status):
        return "type or status"
    if not set(match.get("countries", [])) <= country_names().keys():
        return "countries"
    for count in match.get("counts", []):
        if count["what"] not in set(Counted) - {Counted.AMOUNT} or not 1 <= count["min"] <= count.get("max", 10**9):
            return "counts"
    # Only words: so a phrase is in a text exactly if its tokens follow one another.
    return next((word for word in match.get("keywords", []) if not re.fullmatch(r"[^\W_]+( [^\W_]+)*", word)), None)


def test_a_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    first, again, other = (written(tmp_path / str(number), seed=seed) for number, seed in enumerate((7, 7, 8)))
    assert first == again
    assert all(first[name] != other[name] for name in FILES)


def test_a_larger_set_begins_with_the_smaller_one(tmp_path: Path) -> None:
    few, many = written(tmp_path / "few"), written(tmp_path / "many", rules=600, events=80)
    assert all(many[name].startswith(few[name]) for name in FILES)


def test_every_made_up_rule_is_written_as_rules_are() -> None:
    assert {fault_in(match) for match in itertools.islice(synthetic.matches(7), 2_000)} == {None}


def test_every_drawn_rule_is_written_as_rules_are(annotated: Path) -> None:
    events = drawn.read_annotated([annotated])
    assert {fault_in(match) for match in itertools.islice(drawn.matches(events, 7), 2_000)} == {None}


def test_rules_drawn_from_one_event_ring_for_it_unless_their_threshold_is_too_high(annotated: Path) -> None:
    events = drawn.read_annotated([annotated])
    known = reference.facts(events[0])
    without_counts = [match for match in itertools.islice(drawn.matches(events, 7), 200) if "counts" not in match]
    assert without_counts
    assert all(reference.compiled(match)(known) for match in without_counts)


def test_events_of_texts_keep_their_fields_and_get_ids_and_spans(annotated: Path) -> None:
    (event,) = drawn.read_annotated([annotated])
    span = event.trigger_span
    assert ANNOTATED["text"][span.start : span.end] == "killed"
    assert (event.article_id, event.by, event.country) == ("text-1", ("Blue Front",), "COD")


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    written(tmp_path)
    assert list(read_events(tmp_path / "events.jsonl")) == list(itertools.islice(synthetic.events(7), 40))
    plain, conditioned = (list(read_rules(tmp_path / name)) for name in FILES[:2])
    assert [rule["match"] for rule in plain] == [rule["match"] for rule in conditioned]
    assert 10 < sum("when" in rule for rule in conditioned) < 60


def test_the_commonest_value_is_drawn_about_twice_as_often_as_the_second() -> None:
    dice, values = dice_for(7, "test"), Zipf("abcdefgh")
    drawn_values = [values.draw(dice) for _ in range(10_000)]
    assert 1.8 < drawn_values.count("a") / drawn_values.count("b") < 2.2


def test_made_up_words_are_all_different() -> None:
    assert len({made_up_word(number) for number in range(320_000)}) == 320_000


def killed(*numbers: tuple[Any, str | None]) -> Event:
    return an_event(counts=[{"what": "killed", "n": n, "of": of} for n, of in numbers])


@pytest.mark.parametrize(
    ("event", "threshold", "rings"),
    [
        (killed((10, None)), {"min": 10}, True),
        (killed(((None, 20), None)), {"min": 10}, False),
        (killed(((10, None), None)), {"min": 5, "max": 50}, False),
        (killed((4, "COL"), (7, "ELN")), {"min": 10}, True),
        (killed((4, None), (7, None)), {"min": 10}, False),
        (killed((2, None), (90, None)), {"min": 5, "max": 50}, False),
    ],
)
def test_a_threshold_is_met_by_one_count_or_the_sum_of_sides(
    event: Event, threshold: dict[str, int], rings: bool
) -> None:
    check = reference.compiled({"counts": [{"what": "killed"} | threshold], "background": "any"})
    assert check(reference.facts(event)) is rings


def test_phrases_are_whole_words_of_one_sentence() -> None:
    known = reference.facts(an_event(evidence=["Pro-Iran groups met.", "Drones came."]))

    def rings(phrase: str) -> bool:
        return reference.compiled({"keywords": [phrase]})(known)

    assert rings("iran GROUPS")
    assert not rings("drone")
    assert not rings("met drones")


def test_without_status_and_background_only_news_that_happened_rings() -> None:
    check = reference.compiled({"type": ["attack"]})
    told = {"type": "attack", "subtype": None}
    assert check(reference.facts(an_event(**told)))
    assert not check(reference.facts(an_event(**told, status="planned")))
    assert not check(reference.facts(an_event(**told, background=True)))


def test_a_rule_is_handed_to_java_with_its_defaults_and_each_alternative() -> None:
    match = {"keywords": ["Drone attack", "shelling"], "counts": [{"what": "killed", "min": 5}]}
    assert lucene.rule_line("rule-1", match).split("\t") == [
        "rule-1",
        "status=happened",
        "keywords=drone attack\x1fshelling",
        "counts=killed:5:",
        "background=False",
    ]


@pytest.mark.parametrize("conditions", [False, True])
def test_the_speed_of_matching_is_measured_on_rules_that_both_ways_agree_on(
    tmp_path: Path, annotated: Path, conditions: bool
) -> None:
    made, told = tmp_path / "made", tmp_path / "told"
    write(made, rules=300, events=40, seed=7)
    write(told, rules=300, events=40, seed=7, annotated=[annotated])
    given = argparse.Namespace(conditions=conditions, events=30, check=10, rounds=1)
    for folder in (made, told):
        figures = matching_speed.measure(folder, given)
        assert tuple(figures) == matching_speed.COLUMNS
        assert figures["rules"] == "300"


def test_a_difference_between_the_two_ways_of_matching_ends_the_run(tmp_path: Path) -> None:
    write(tmp_path, rules=50, events=20, seed=7)
    events = list(read_events(tmp_path / "events.jsonl"))
    lines = list(read_rules(tmp_path / "rules.jsonl"))
    closures = [(line["id"], reference.compiled(line["match"])) for line in lines]
    rung = next(name for event in events for name in reference.ringing(closures, event))
    book = RuleBook.from_rules(matching_speed.as_rule(line) for line in lines if line["id"] != rung)
    with pytest.raises(SystemExit, match=f"lacks \\['{rung}'\\]"):
        matching_speed.agree(book, closures, events)
