from datetime import date

import pytest

from tocsin.domain.article import ArticleText
from tocsin.domain.event import EventType
from tocsin.extraction.reader import Reader


@pytest.fixture(scope="module")
def rules_alone() -> Reader:
    return Reader(judged=False)


def attack_in(reader: Reader, text: str):
    events = reader.read(ArticleText(id="a", headline=None, body=text, day=date(2026, 2, 6))).events
    return next(event for event in events if event.type is EventType.ATTACK)


def test_who_claims_responsibility_did_it_and_suffered_nothing(rules_alone):
    event = attack_in(
        rules_alone, "Bomb at Peshawar station kills at least 23, Pakistani Taliban claim responsibility."
    )

    assert event.by == ("TTP",)
    assert "TTP" not in event.to


def test_where_nobody_claims_responsibility_nobody_is_named(rules_alone):
    text = "A bomb killed 12 people in Kabul; no group, not even the Taliban's rivals of ISIS, claimed responsibility."

    assert "ISIS" not in attack_in(rules_alone, text).by
