from datetime import date

import numpy as np

from tests.unit.extraction.model.proposals import drafts_in, proposals_in
from tocsin.domain.event import EventType
from tocsin.extraction.model.candidates import PER_CODE, PER_QUANTITY, code_candidates, quantity_candidates, rule_role
from tocsin.extraction.model.features import (
    PER_EVENT,
    PER_TYPE,
    PER_WORD,
    TYPE_AT,
    event_features,
    type_features,
    word_features,
)
from tocsin.extraction.model.labels import ROLES, TYPES
from tocsin.extraction.model.spans import trigger_for

STRIKE = "Russian missiles struck Kharkiv on Thursday, killing 12 people."


def test_words_of_a_trigger_carry_its_type() -> None:
    ((sentence, proposal),) = proposals_in(STRIKE)
    rows = word_features(sentence, proposal)
    assert rows.shape == (len(sentence.row), PER_WORD)
    assert rows[sentence.row.index("struck"), TYPE_AT[EventType.ATTACK]] == 1
    assert not rows[sentence.row.index("thursday")].any()


def test_types_tell_what_the_rules_take() -> None:
    ((_, proposal),) = proposals_in(STRIKE)
    rows = type_features(proposal)
    assert rows.shape == (len(TYPES), PER_TYPE)
    assert rows[TYPE_AT[EventType.ATTACK], 0] == 1
    assert not rows[TYPE_AT[EventType.AID]].any()


def test_each_code_of_a_sentence_is_one_candidate() -> None:
    (one,) = drafts_in(STRIKE)
    candidates = code_candidates(one)
    assert [candidate.code for candidate in candidates] == ["RUS", "UKR"]
    assert all(candidate.features.shape == (PER_CODE,) for candidate in candidates)
    assert [ROLES[rule_role(one, candidate.code)] for candidate in candidates] == ["by", "to"]


def test_each_number_that_is_no_ordinal_is_a_candidate() -> None:
    (one,) = drafts_in(STRIKE)
    (candidate,) = quantity_candidates(one)
    assert candidate.quantity.n == 12
    assert candidate.features.shape == (PER_QUANTITY,)


def test_features_of_an_event_have_their_length_with_and_without_a_day() -> None:
    (one,) = drafts_in(STRIKE)
    for day in (None, date(2026, 2, 6)):
        row = event_features(one, day)
        assert row.shape == (PER_EVENT,)
        assert np.isfinite(row).all()


def test_a_type_that_no_phrase_names_is_triggered_by_the_given_words() -> None:
    ((sentence, proposal),) = proposals_in(STRIKE)
    trigger = trigger_for(EventType.TALKS, sentence, proposal, range(2, 4))
    assert trigger is not None
    assert (trigger.first, trigger.last, trigger.entry.type) == (2, 4, EventType.TALKS)
    assert trigger_for(EventType.TALKS, sentence, proposal, ()) is None
