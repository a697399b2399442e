from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin.matching.lint import lint
from tocsin.matching.rule_files import load_rules

NOW = datetime(2026, 2, 6, tzinfo=UTC)
TWO = "[A bomb went off., A mine blew up.]"


def a_file(
    directory: Path, match: str = "{type: attack}", *, name: str = "a", why: str = "Call the desk.", more: str = ""
) -> Path:
    path = directory / f"{name}.yaml"
    examples = "" if "examples" in more else f"examples: {{raises: {TWO}, silent: [Nothing fell., Nobody rang.]}}\n"
    text = f"id: {name}\ntitle: An attack\nseverity: low\nwhy: {why}\nmatch: {match}\n{more}\n{examples}"
    path.write_text(text, encoding="utf-8")
    return path


def found(directory: Path) -> list[str]:
    return [str(fault).removeprefix(f"{directory}/") for fault in lint(load_rules(directory), NOW)]


@pytest.mark.parametrize(
    "match",
    [
        "{type: attack}",
        "{type: [attack, clash], any: [{type: attack, to: UKR}, {type: clash}]}",
        "{type: attack, not: {subtype: drone}}",
        "{type: attack, not: {status: happened, by: RUS}}",
        "{type: attack, any: [{status: planned}, {background: true}]}",
        "{type: attack, keywords: {all: [drones]}, not: {keywords: [drone]}}",
        "{type: attack, countries: UKR, all: {countries: RUS}}",
        "{type: attack, by: [RUS, BLR], not: {by: RUS}}",
        "{type: attack, counts: {what: killed, min: 10}, not: {counts: {what: killed, min: 50}}}",
        "{type: attack, keywords: {all: [drone]}, not: {keywords: {all: [drone], in: article}}}",
        "{type: attack, not: {to: UKR, status: denied}, any: [{to: UKR}, {to: POL}]}",
        "{type: [talks, diplomacy], with: PRK}",
        "{type: talks, all: [{with: ARM}, {with: AZE}]}",
        "{type: attack, all: {keywords: [clinic, St. Mary's hospital]}}",
        "{type: ceasefire, by: RUS}",
    ],
)
def test_a_rule_that_can_ring_is_clean(tmp_path: Path, match: str) -> None:
    a_file(tmp_path, match)
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("match", "said"),
    [
        (
            "{type: attack, keywords: 'hospital, clinic'}",
            "keywords.any.0: 'hospital, clinic' is looked for as it stands",
        ),
        ("{type: attack, keywords: {all: [hospital*]}}", "keywords.all.0: 'hospital*' is looked for as it stands"),
        ("{type: attack, keywords: {not: [a OR b]}}", "keywords.not.0: 'a OR b' is looked for as it stands"),
        ("{type: attack, keywords: [“clinic”]}", "keywords.any.0: '“clinic”' is looked for as it stands"),
        ("{type: talks, all: {with: [ARM, AZE]}}", "for both write [{with: ...}, {with: ...}]"),
        ("{type: talks, all: {actors: [ARM, AZE]}}", "for both write [{actors: ...}, {actors: ...}]"),
    ],
)
def test_what_people_take_for_a_list_of_words_or_for_both_is_told(tmp_path: Path, match: str, said: str) -> None:
    a_file(tmp_path, match)
    [fault] = found(tmp_path)
    assert said in fault


@pytest.mark.parametrize(
    ("match", "where"),
    [
        ("{type: attack, any: [{type: clash}, {to: UKR}]}", "a.yaml:5:36 match.any.0.type"),
        ("{type: talks, all: {subtype: drone}}", "a.yaml:5:37 match.all.0.subtype"),
        ("{all: [{type: talks}, {type: attack}]}", "a.yaml:5:37 match.all.1.type"),
        ("{type: talks, status: denied, any: {status: happened}}", "a.yaml:5:51 match.any.0.status"),
        ("{type: talks, background: true, all: {background: false}}", "a.yaml:5:58 match.all.0.background"),
        ("{type: attack, not: {type: [attack, clash]}}", "a.yaml:5:28 match.not.0"),
        ("{type: [attack, clash], not: [{type: attack}, {type: clash}]}", "a.yaml:5:53 match.not.1"),
        (
            "{type: attack, not: {subtype: drone}, any: [{subtype: drone}, {to: UKR}]}",
            "a.yaml:5:60 match.any.0.subtype",
        ),
        ("{type: attack, not: {to: UKR}, any: [{to: UKR}, {to: POL}]}", "a.yaml:5:45 match.any.0"),
        ("{type: attack, not: {to: NATO members}, any: [{to: Baltic states}, {to: UKR}]}", "a.yaml:5:54 match.any.0"),
        ("{type: attack, keywords: {all: [drone]}, not: {keywords: [drone, UAV]}}", "a.yaml:5:54 match.not.0"),
        ("{type: attack, keywords: {all: [drone strike], not: [drone]}}", "a.yaml:5:33 match.keywords"),
        (
            "{type: attack, keywords: {not: [drone]}, any: [{keywords: [a drone]}, {to: UKR}]}",
            "a.yaml:5:66 match.any.0",
        ),
        ("{type: attack, languages: en, all: {languages: de}}", "a.yaml:5:55 match.all.0.languages"),
        ("{type: attack, sources: Reuters, any: [{sources: AFP}, {to: UKR}]}", "a.yaml:5:57 match.any.0"),
        (
            "{type: attack, counts: {what: killed, min: 9}, not: {counts: {what: killed, min: 5}}}",
            "a.yaml:5:60 match.not.0",
        ),
        ("{type: attack, places: New York, not: {places: York}}", "a.yaml:5:46 match.not.0"),
        ("{type: attack, by: RUS, not: {actors: [RUS, BLR]}}", "a.yaml:5:37 match.not.0"),
    ],
)
def test_a_condition_that_nothing_meets_is_found(tmp_path: Path, match: str, where: str) -> None:
    a_file(tmp_path, match)
    [said] = found(tmp_path)
    assert said.split(":")[0] == where.split(":", maxsplit=1)[0]
    assert where.split(" ")[1] in said
    assert said.startswith("a.yaml:5:")


@pytest.mark.parametrize(
    ("match", "said"),
    [
        (
            "{type: attack, with: RUS}",
            "5:29 match.with: attack has nobody in this role: it has no equal parties; write by and to, or actors",
        ),
        (
            "{any: [{type: [talks, agreement], by: RUS}, {type: attack, by: RUS}]}",
            "5:46 match.any.0.by: agreement or talks has nobody in this role: "
            "its parties are equal; write with, or actors",
        ),
        (
            "{type: disaster, to: JPN}",
            "5:29 match.to: disaster has nobody in this role: it happens by itself; write countries",
        ),
        (
            "{type: attack, via: QAT}",
            "5:28 match.via: attack has nobody in this role: nobody mediates or hosts it; write actors",
        ),
        (
            "{type: talks, counts: {what: killed, min: 3}}",
            "5:37 match.counts.0.what: talks never counts killed",
        ),
        (
            "{type: attack, counts: {what: exchanged, min: 3}}",
            "5:38 match.counts.0.what: attack never counts exchanged",
        ),
        (
            "{type: attack, counts: {what: killed, max: 5}, all: {counts: {what: killed, min: 9}}}",
            "5:69 match.all.0.counts: no number is in these limits and in those of what encloses them; "
            "only two sides meet both",
        ),
    ],
)
def test_what_events_hardly_ever_have_is_found(tmp_path: Path, match: str, said: str) -> None:
    a_file(tmp_path, match)
    assert found(tmp_path) == [f"a.yaml:{said}"]


@pytest.mark.parametrize(
    ("types", "when", "said"),
    [
        ("clash", "event.subtype == 'drone'", "clash never has subtype drone"),
        ("[talks, sanctions]", 'event.counts["killed"] > 3', "sanctions or talks never counts killed"),
        ("disaster", "'JPN' in event.to", "disaster has nobody in the role to"),
    ],
)
def test_a_condition_on_what_the_type_lacks_is_found(tmp_path: Path, types: str, when: str, said: str) -> None:
    a_file(tmp_path, f"{{type: {types}}}", more=f'when: "{when}"' if '"' not in when else f"when: '{when}'")
    assert found(tmp_path) == [f"a.yaml:6:7 when: {said}"]


def test_a_condition_on_what_one_of_the_types_has_is_clean(tmp_path: Path) -> None:
    a_file(tmp_path, "{type: [clash, attack]}", more='when: event.subtype == "drone" && event.by.size() > 0')
    assert found(tmp_path) == []


def test_one_sentence_of_a_kind_is_too_few(tmp_path: Path) -> None:
    a_file(tmp_path, more=f"examples: {{raises: {TWO}, silent: [Nothing happened.]}}")
    [said] = found(tmp_path)
    assert "examples.silent: has 1 of at least 2" in said


def test_a_why_that_repeats_the_title_is_found(tmp_path: Path) -> None:
    a_file(tmp_path, why="An Attack.")
    [said] = found(tmp_path)
    assert said.startswith("a.yaml:4:6 why: repeats the title")


def test_a_why_of_a_word_or_two_is_found(tmp_path: Path) -> None:
    a_file(tmp_path, why="Important.")
    assert found(tmp_path) == ["a.yaml:4:6 why: is too short; say what the desk does when it rings"]


def test_a_sentence_that_stands_twice_is_found(tmp_path: Path) -> None:
    more = "examples: {raises: [A bomb fell., It rang.], silent: [It  rang., Nothing., Nothing.]}"
    a_file(tmp_path, more=more)
    assert found(tmp_path) == [
        "a.yaml:6:55 examples.silent.0: stands in examples.raises.1 already",
        "a.yaml:6:76 examples.silent.2: stands in examples.silent.1 already",
    ]


def test_two_rules_that_ask_for_the_same_in_another_order_are_found(tmp_path: Path) -> None:
    a_file(tmp_path, "{type: [attack, clash], to: UKR}")
    a_file(tmp_path, "{to: [UKR], type: [clash, attack]}", name="b")
    [said] = found(tmp_path)
    assert said.startswith("b.yaml:5:8 match: asks for the same as")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{type: attack, countries: Baltic states}", "{type: attack, countries: [EST, LVA, LTU]}"),
        ("{type: attack, by: courts of The Hague}", "{type: attack, by: [ICJ, ICC]}"),
        (
            "{type: attack, any: [{to: UKR}, {to: Baltic states}]}",
            "{type: attack, any: [{to: [EST, LVA, LTU]}, {to: UKR}]}",
        ),
        ("{type: attack, keywords: [Drone]}", "{type: attack, keywords: {any: drone}}"),
    ],
)
def test_two_rules_that_ask_for_the_same_in_other_words_are_found(tmp_path: Path, one: str, other: str) -> None:
    a_file(tmp_path, one)
    a_file(tmp_path, other, name="b")
    [said] = found(tmp_path)
    assert said.startswith("b.yaml:5:8 match: asks for the same as")


@pytest.mark.parametrize(
    ("match", "where"),
    [
        ("{type: attack, by: [RUS, Ninth of May]}", "a.yaml:5:33 match.by.1: 'Ninth of May'"),
        ("{type: attack, any: [{to: UKR}, {by: Ninth}]}", "a.yaml:5:45 match.any.1.by.0: 'Ninth'"),
        ("{type: attack, counts: {what: killed, of: Ninth}}", "a.yaml:5:50 match.counts.0.of.0: 'Ninth'"),
        ("{type: attack, sources: {claim: Ninth}}", "a.yaml:5:40 match.sources.claim.0: 'Ninth'"),
    ],
)
def test_a_name_that_the_extraction_does_not_know_is_found(tmp_path: Path, match: str, where: str) -> None:
    a_file(tmp_path, match)
    assert found(tmp_path) == [f"{where} is no actor that is known; an event has it only if an article writes it so"]


def test_groups_codes_and_common_words_are_no_unknown_names(tmp_path: Path) -> None:
    a_file(tmp_path, "{type: attack, by: [jihadist groups, gunmen, Hamas], to: [EU members, EU, UKR]}")
    assert found(tmp_path) == []


@pytest.mark.parametrize(("day", "faults"), [("2026-02-05", 1), ("2026-02-06", 0)])
def test_a_rule_has_expired_when_its_last_day_is_over(tmp_path: Path, day: str, faults: int) -> None:
    a_file(tmp_path, more=f"expires: {day}")
    assert len(found(tmp_path)) == faults
