"""How what others annotated is mapped to what we extract. All examples are our own."""

import pytest
from benchmarks.event_scores import Tally
from benchmarks.other_sets import factuality, muc, plover
from benchmarks.other_sets.factuality import Predicate
from benchmarks.other_sets.muc import Incident
from benchmarks.other_sets.true_case import true_case

from tests.builders import an_event
from tocsin.domain.event import EventType, Status
from tocsin.extraction.pipeline import build_pipeline

KEY = """
0.  MESSAGE: ID                     TST1-MUC3-0900
1.  MESSAGE: TEMPLATE               1
4.  INCIDENT: TYPE                  BOMBING / ATTACK
5.  INCIDENT: STAGE OF EXECUTION    ACCOMPLISHED

0.  MESSAGE: ID                     TST1-MUC3-0900
1.  MESSAGE: TEMPLATE               2 (OPTIONAL)
4.  INCIDENT: TYPE                  KIDNAPPING
5.  INCIDENT: STAGE OF EXECUTION    THREATENED

0.  MESSAGE: ID                     TST1-MUC3-0901
1.  MESSAGE: TEMPLATE               *
4.  INCIDENT: TYPE                  *
5.  INCIDENT: STAGE OF EXECUTION    *
"""
REPORTS = """TST1-MUC3-0900

   LIMA, 3 FEB 90 (EXAMPLE) -- [TEXT] A BOMB WENT OFF IN
LIMA.

   NOBODY WAS HURT.

TST1-MUC3-0901

   BOGOTA, 31 FEB 90 -- [EXCERPT] ALL WAS QUIET.
"""


def test_words_become_a_sentence_as_printed_and_grades_keep_their_words() -> None:
    one = factuality.sentence("`` We wo n't strike , '' Alpha 's chief ( 61 ) said .".split(" "), {4: -3.0, 13: 3.0})
    assert one.text == "“We won't strike,” Alpha's chief (61) said."
    assert [one.text[predicate.start : predicate.end] for predicate in one.predicates] == ["strike", "said"]


@pytest.mark.parametrize(("grade", "is_fact"), [(3.0, True), (1.5, True), (1.4, False), (0.0, False), (-3.0, False)])
def test_a_predicate_is_a_fact_where_three_is_the_nearest_grade(grade: float, is_fact: bool) -> None:
    assert Predicate(0, 1, grade).is_fact is is_fact


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("Alpha denied that it had sold the ships.", "sold", Status.DENIED),
        ("Alpha sold the ships.", "sold", Status.HAPPENED),
        ("Alpha will sell the ships on Sunday.", "sell", Status.PLANNED),
    ],
)
def test_a_word_that_is_no_trigger_has_the_status_that_it_would_have_as_one(
    text: str, word: str, status: Status
) -> None:
    start = text.index(word)
    predicate = Predicate(start, start + len(word), 0)
    assert factuality.status_as_trigger(build_pipeline()(text), predicate) is status


def test_predicates_are_judged_inside_triggers_only_or_all() -> None:
    sentences = [factuality.sentence("Rebels did not attack Alpha , he said .".split(" "), {3: -3.0, 7: 3.0})]
    pipeline = build_pipeline()
    assert factuality.by_trigger(pipeline, sentences).predicates == 2
    assert factuality.by_trigger(pipeline, sentences).judged <= 1
    assert factuality.by_status(pipeline, sentences).judged == 2
    assert factuality.by_status(pipeline, sentences).doubtful.told == 1


def test_every_type_has_a_root_or_is_said_to_have_none() -> None:
    assert set(plover.ROOTS) == set(EventType)


@pytest.mark.parametrize(
    ("given", "by_type", "by_status"),
    [
        ({"type": "talks", "status": "happened"}, "CONSULT", "CONSULT"),
        ({"type": "talks", "status": "planned"}, "CONSULT", "AGREE"),
        ({"type": "aid", "status": "denied"}, "AID", "REJECT"),
        ({"type": "release", "status": "possible"}, "COOPERATE", "DEMAND"),
        ({"type": "attack", "status": "planned"}, plover.FORCE, plover.FORCE),
        ({"type": "territory", "subtype": "withdrawn"}, "RETREAT", "RETREAT"),
        ({"type": "territory", "subtype": "captured"}, plover.FORCE, plover.FORCE),
        ({"type": "diplomacy", "trigger": "expelled two diplomats"}, "SANCTION", "SANCTION"),
        ({"type": "diplomacy", "trigger": "restored ties"}, "COOPERATE", "COOPERATE"),
        ({"type": "disaster"}, None, None),
    ],
)
def test_an_event_has_the_root_of_its_type_and_that_of_its_status(
    given: dict[str, str], by_type: str | None, by_status: str | None
) -> None:
    event = an_event(**({"status": "happened"} | given))
    assert plover.root_of(event, by_status=False) == by_type
    assert plover.root_of(event, by_status=True) == by_status


def test_a_found_root_is_wrong_in_a_sentence_whose_root_is_not_modelled() -> None:
    tallies = plover.score(
        {"a": frozenset({"AID"}), "b": frozenset({"AID", "CONSULT"})},
        {"a": "DISAPPROVE", "b": "AID"},
        frozenset({"AID", "CONSULT", "PROTEST"}),
    )
    assert tallies == {"AID": Tally(1, 2, 1), "CONSULT": Tally(0, 1, 0), "PROTEST": Tally()}
    assert plover.macro_f1(tallies) == pytest.approx(2 / 3)


def test_keys_hold_the_first_alternative_and_what_is_optional_and_no_empty_template() -> None:
    assert muc.keys(KEY) == {
        "TST1-MUC3-0900": [Incident("BOMBING", "ACCOMPLISHED"), Incident("KIDNAPPING", "THREATENED", is_optional=True)]
    }


def test_reports_lose_their_dateline_and_get_its_day_and_the_case_of_print() -> None:
    reports = muc.texts(REPORTS)
    assert reports["TST1-MUC3-0900"].body == "A bomb went off in Lima.\n\nNobody was hurt."
    assert str(reports["TST1-MUC3-0900"].day) == "1990-02-03"
    assert reports["TST1-MUC3-0901"].day is None
    assert muc.texts(REPORTS, is_cased=False)["TST1-MUC3-0901"].body == "ALL WAS QUIET."


@pytest.mark.parametrize(
    ("given", "incident"),
    [
        ({"subtype": "bombing", "trigger": "went off"}, Incident("BOMBING", "ACCOMPLISHED")),
        ({"subtype": "other", "trigger": "kidnapped"}, Incident("KIDNAPPING", "ACCOMPLISHED")),
        ({"subtype": "other", "trigger": "set fire to"}, Incident("ARSON", "ACCOMPLISHED")),
        ({"subtype": "shooting", "trigger": "shot", "status": "possible"}, Incident("ATTACK", "THREATENED")),
        ({"subtype": "missile", "counts": [{"what": "shot_down", "n": 1}]}, Incident("ATTACK", "ATTEMPTED")),
        ({"status": "denied"}, None),
        ({"type": "clash"}, None),
    ],
)
def test_attacks_become_incidents_by_their_words_and_status(
    given: dict[str, object], incident: Incident | None
) -> None:
    assert muc.incident_of(an_event(**given)) == incident


def test_an_optional_incident_is_neither_missed_nor_wrong() -> None:
    told = [Incident("ATTACK", "ACCOMPLISHED"), Incident("BOMBING", "ACCOMPLISHED", is_optional=True)]
    for found, expected in (([], Tally(1, 0, 0)), (told, Tally(1, 1, 1))):
        tallies = {"ATTACK": Tally(), "BOMBING": Tally()}
        muc.score(told, found, tallies, what="type")
        assert tallies == {"ATTACK": expected, "BOMBING": Tally()}


def test_a_report_tells_a_type_once_and_needs_it_where_one_template_does() -> None:
    optional, needed = Incident("ATTACK", "ACCOMPLISHED", is_optional=True), Incident("ATTACK", "ACCOMPLISHED")
    assert muc.once_each([needed, optional, needed]) == muc.once_each([optional, needed]) == [needed]


def test_capitals_stay_in_names_initials_and_sentence_beginnings() -> None:
    text = "THE UNION OF ALPHA [UOA] ATTACKED LIMA ON MONDAY. PERUVIAN TROOPS LEFT."
    assert true_case(text) == "The union of alpha [UOA] attacked Lima on Monday. Peruvian troops left."


def test_the_case_of_print_has_the_length_of_the_capitals() -> None:
    text = 'NEW YORK, SAN SALVADOR -- [TEXT] «¡QUÉ!» HE SAID.\n\n("EL ESPECTADOR")'
    assert len(true_case(text)) == len(text)
