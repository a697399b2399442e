import pickle
from pathlib import Path
from typing import Any

import pytest

from tests.builders import a_page, an_event
from tocsin.domain.detection import Severity
from tocsin.domain.errors import DeclarationError
from tocsin.domain.event import Event
from tocsin.matching.rule import Rule
from tocsin.matching.rule_files import load_rulebook
from tocsin.matching.rulebook import MOST_UNSELECTIVE, RuleBook

PAGE = a_page()


def a_rule(**given: Any) -> Rule:
    """A rule for every attack; ``id``, ``match``, ``when`` and the rest can be given."""
    values: dict[str, Any] = {
        "id": "any-attack",
        "title": "Any attack",
        "severity": "high",
        "why": "Somebody is shooting.",
        "match": {"type": "attack"},
        "examples": {"raises": ["A bomb went off."], "silent": ["Nothing happened."]},
    }
    return Rule.model_validate(values | given)


def rung(match: dict[str, Any], event: Event, when: str = "") -> tuple[str, ...] | None:
    """Why the one rule rings, or None."""
    rule = a_rule(match=match, when=when) if when else a_rule(match=match)
    found = RuleBook.from_rules([rule]).rung_by(event, PAGE)
    return found[0].because if found else None


def write(directory: Path, name: str, **given: str) -> Path:
    keys = {"id": Path(name).stem, "title": "T", "severity": "low", "why": "W", "match": "{type: attack}"} | given
    text = "".join(f"{key}: {value}\n" for key, value in keys.items())
    path = directory / name
    path.write_text(text + "examples: {raises: [A bomb went off.], silent: [Nothing did.]}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("match", "reason"),
    [
        ({"type": "attack"}, "type is attack"),
        ({"subtype": ["drone", "missile"]}, "subtype is missile"),
        ({"type": "attack", "status": ["happened", "planned"]}, "status is happened"),
        ({"countries": ["UKR"]}, "country is Ukraine"),
        ({"countries": ["RUS"]}, "Russia is involved"),
        ({"actors": ["USA", "RUS"]}, "involved is RUS"),
        ({"by": "RUS"}, "done by RUS"),
        ({"to": "UKR"}, "done to UKR"),
        ({"places": ["kharkiv"]}, "place is Kharkiv"),
        ({"keywords": ["Missile  Strike"]}, 'the article says "Missile  Strike"'),
        ({"counts": {"what": "killed", "min": 10}}, "killed 12 is at least 10"),
        ({"counts": {"what": "killed", "max": 50}}, "killed 12 is at most 50"),
        ({"counts": {"what": "killed", "min": 10, "max": 50}}, "killed 12 is between 10 and 50"),
        ({"counts": {"what": "killed"}}, "killed 12 is given"),
    ],
)
def test_each_condition_is_given_with_the_value_that_met_it(match: dict[str, Any], reason: str) -> None:
    because = rung(match, an_event())
    assert because is not None
    assert reason in because


@pytest.mark.parametrize(
    "match",
    [
        {"type": "clash"},
        {"subtype": "drone"},
        {"type": "attack", "status": "denied"},
        {"countries": ["POL"]},
        {"actors": ["USA"]},
        {"by": "UKR"},
        {"to": "RUS"},
        {"with": "RUS"},
        {"via": "RUS"},
        {"places": ["Kyiv", "kiv"]},
        {"keywords": ["missiles"]},
        {"counts": {"what": "killed", "min": 13}},
        {"counts": {"what": "killed", "max": 11}},
        {"counts": {"what": "drones"}},
        {"counts": {"what": "amount", "unit": "USD"}},
    ],
)
def test_a_condition_that_is_not_met_keeps_the_rule_silent(match: dict[str, Any]) -> None:
    assert rung(match, an_event()) is None


@pytest.mark.parametrize(
    ("status", "rings"), [("happened", True), ("planned", False), ("possible", False), ("denied", False)]
)
def test_by_default_only_what_happened_rings(status: str, rings: bool) -> None:
    assert (rung({"type": "attack"}, an_event(status=status)) is not None) == rings


def test_background_rings_only_if_the_rule_asks_for_it() -> None:
    recalled = an_event(background=True)
    assert rung({"type": "attack"}, recalled) is None
    assert rung({"type": "attack", "background": True}, recalled) == ("type is attack", "recalled from earlier")
    assert rung({"type": "attack", "background": True}, an_event()) is None
    assert rung({"type": "attack", "background": "any"}, recalled) == ("type is attack",)
    assert rung({"type": "attack", "background": "any"}, an_event()) == ("type is attack",)


@pytest.mark.parametrize(
    ("n", "at_least_100"),
    [
        (100, True),
        (99, False),
        ([100, None], True),
        ([101, None], True),
        ([None, 150], False),
        ([90, 100], False),
        ([100, 120], True),
    ],
)
def test_a_minimum_is_tested_against_what_the_text_vouches_for(n: object, at_least_100: bool) -> None:
    event = an_event(counts=[{"what": "drones", "n": n}])
    assert (rung({"counts": {"what": "drones", "min": 100}}, event) is not None) == at_least_100


@pytest.mark.parametrize(
    ("n", "at_most_50"), [(50, True), (51, False), ([20, None], False), ([None, 50], True), ([20, 60], False)]
)
def test_a_maximum_is_tested_against_the_highest_that_the_text_allows(n: object, at_most_50: bool) -> None:
    event = an_event(counts=[{"what": "drones", "n": n}])
    assert (rung({"counts": {"what": "drones", "max": 50}}, event) is not None) == at_most_50


def test_any_of_several_thresholds_is_enough() -> None:
    either = {"counts": [{"what": ["drones", "missiles"], "min": 100}, {"what": "killed", "min": 10}]}
    assert rung(either, an_event(counts=[{"what": "missiles", "n": 100}])) == ("missiles 100 is at least 100",)
    assert rung(either, an_event(counts=[{"what": "killed", "n": 10}])) == ("killed 10 is at least 10",)
    assert rung(either, an_event(counts=[{"what": "drones", "n": 60}, {"what": "missiles", "n": 60}])) is None


def test_an_amount_counts_only_in_its_unit() -> None:
    billion = {"counts": {"what": "amount", "unit": "EUR", "min": 1_000_000_000}}
    assert rung(billion, an_event(counts=[{"what": "amount", "n": 2_000_000_000, "unit": "EUR"}])) is not None
    assert rung(billion, an_event(counts=[{"what": "amount", "n": 2_000_000_000, "unit": "RUB"}])) is None


def test_a_when_narrows_a_match_and_is_among_the_reasons() -> None:
    because = rung({"type": "attack"}, an_event(), when='event.place == "Kharkiv"')
    assert because == ("type is attack", 'event.place == "Kharkiv" holds')
    assert rung({"type": "attack"}, an_event(), when='event.place == "Kyiv"') is None


def test_a_when_that_fails_on_an_event_keeps_only_its_own_rule_silent() -> None:
    book = RuleBook.from_rules([a_rule(id="fails", when='event.counts["drones"] > 1'), a_rule(id="rings")])
    assert [rule.id for rule in book.rung_by(an_event(), PAGE)] == ["rings"]
    assert book.failures == 1
    book.remove("fails")
    assert book.failures == 1


def test_a_long_when_is_not_shown_to_whoever_reads_the_alert() -> None:
    because = rung({"type": "attack"}, an_event(), when=" || ".join(['event.place == "Kharkiv"'] * 20))
    assert because == ("type is attack", "the rule's further condition holds")


def test_rules_ring_in_the_order_of_their_ids_with_title_and_severity() -> None:
    book = RuleBook.from_rules([a_rule(id="b", severity="low"), a_rule(id="a", title="First")])
    first, second = book.rung_by(an_event(), PAGE)
    assert (first.id, first.title, second.id, second.severity) == ("a", "First", "b", Severity.LOW)


def test_a_rulebook_travels_to_another_process() -> None:
    book = RuleBook.from_rules([a_rule(when="!event.background"), a_rule(id="drones", match={"subtype": "drone"})])
    arrived = pickle.loads(pickle.dumps(book))
    assert arrived.rules == book.rules
    assert arrived.rung_by(an_event(), PAGE) == book.rung_by(an_event(), PAGE)


def test_many_different_thresholds_are_told_apart() -> None:
    rules = [a_rule(id=f"from-{n}", match={"counts": {"what": "killed", "min": n}}) for n in range(1, 1000)]
    rang = RuleBook.from_rules(rules).rung_by(an_event(counts=[{"what": "killed", "n": 500}]), PAGE)
    assert {rule.id for rule in rang} == {f"from-{n}" for n in range(1, 501)}


def test_two_rules_with_one_id_are_refused() -> None:
    with pytest.raises(DeclarationError, match="any-attack: stands twice"):
        RuleBook.from_rules([a_rule(), a_rule(severity="low")])


def test_rules_that_give_nothing_to_look_up_are_counted_and_capped() -> None:
    book = RuleBook.from_rules(
        a_rule(id=f"all-but-{number}", match={"keywords": {"not": ["exercise"]}}) for number in range(MOST_UNSELECTIVE)
    )
    assert book.unselective == MOST_UNSELECTIVE
    one_more = a_rule(id="one-more", match={"keywords": {"not": ["drill"]}})
    with pytest.raises(DeclarationError, match="one-more: is one of more than 1,000 rules"):
        book.add(one_more)
    assert "one-more" not in book
    book.add(a_rule(id="another", match={"type": "attack", "keywords": {"not": ["drill"]}}))
    book.remove("all-but-7")
    book.add(one_more)
    assert book.unselective == MOST_UNSELECTIVE


@pytest.mark.parametrize("more", [{"languages": "en"}, {"status": "happened"}, {"background": "any"}])
def test_a_rule_that_asks_for_what_every_event_has_gives_nothing_to_look_up(more: dict[str, str]) -> None:
    book = RuleBook.from_rules([a_rule(match={"not": {"type": "attack"}, **more})])
    assert book.unselective == 1


def test_a_rule_that_cannot_be_added_leaves_the_book_as_it_was() -> None:
    book = RuleBook.from_rules([a_rule()])
    for bad in (a_rule(severity="low"), a_rule(id="bad", when="event.tpye == 'attack'")):
        with pytest.raises(DeclarationError):
            book.add(bad)
    assert [rule.id for rule in book.rung_by(an_event(), PAGE)] == ["any-attack"]
    assert book.rules == (a_rule(),)


def test_a_rule_with_several_conjunctions_rings_once() -> None:
    book = RuleBook.from_rules([a_rule(match={"any": [{"by": "RUS"}, {"to": "UKR"}, {"type": "attack"}]})])
    assert book.ids_rung_by(an_event(), PAGE) == ["any-attack"]
    assert len(book.rung_by(an_event(), PAGE)) == 1


def test_a_rule_that_is_gone_rings_no_more() -> None:
    book = RuleBook.from_rules([a_rule(), a_rule(id="when", when="!event.background"), a_rule(id="old")])
    book.remove("when")
    book.remove("old")
    assert [rule.id for rule in book.rung_by(an_event(), PAGE)] == ["any-attack"]
    with pytest.raises(KeyError):
        book.remove("old")


def test_rules_are_read_from_a_folder(tmp_path: Path) -> None:
    write(tmp_path, "b.yaml")
    write(tmp_path, "a.yaml")
    (tmp_path / "README.md").write_text("not a rule", encoding="utf-8")
    assert [rule.id for rule in load_rulebook(tmp_path).rules] == ["a", "b"]


def test_every_fault_of_every_file_is_reported_at_once(tmp_path: Path) -> None:
    a = write(tmp_path, "a.yaml", severity="loud", match="{type: atack}")
    b = write(tmp_path, "b.yaml", when="event.typ == 'attack'")
    c = write(tmp_path, "c.yml")
    write(tmp_path, "d.yaml")
    with pytest.raises(DeclarationError) as caught:
        load_rulebook(tmp_path)
    places = [(fault.path, fault.line, fault.column) for fault in caught.value.faults]
    assert places == [(str(a), 3, 11), (str(a), 5, 15), (str(b), 6, 12), (str(c), 0, 0)]


def test_folders_of_desks_are_read_and_hidden_ones_are_not(tmp_path: Path) -> None:
    for folder in ("economy", "..data"):
        (tmp_path / folder).mkdir()
    write(tmp_path, "flat.yaml")
    write(tmp_path / "economy", "in-folder.yaml")
    write(tmp_path / "..data", "flat.yaml")
    assert [rule.id for rule in load_rulebook(tmp_path).rules] == ["flat", "in-folder"]


def test_an_id_in_two_folders_is_a_fault_at_both_places(tmp_path: Path) -> None:
    paths = []
    for folder in ("conflict", "economy"):
        (tmp_path / folder).mkdir()
        paths.append(write(tmp_path / folder, "same.yaml"))
    with pytest.raises(DeclarationError) as caught:
        load_rulebook(tmp_path)
    assert [(fault.path, fault.line) for fault in caught.value.faults] == [(str(path), 1) for path in paths]
    assert all(str(other) in fault.message for fault, other in zip(caught.value.faults, reversed(paths), strict=True))


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_a_folder_without_rules_is_a_fault(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(DeclarationError):
        load_rulebook(tmp_path / name)
