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


def event_in(reader: Reader, text: str, kind: EventType):
    events = reader.read(ArticleText(id="a", headline=None, body=text, day=date(2026, 2, 6))).events
    return next(event for event in events if event.type is kind)


@pytest.mark.parametrize(
    ("text", "kind", "by", "to"),
    [
        (
            "Cuba's Supreme Court sentences former economy minister Alejandro Gil to life imprisonment.",
            EventType.VERDICT,
            ("CUB",),
            ("Alejandro Gil",),
        ),
        (
            "Businessmen Raúl Gorrín and Alex Sabino are arrested in Caracas, Venezuela.",
            EventType.ARREST,
            ("VEN",),
            ("Raúl Gorrín", "Alex Sabino"),
        ),
        (
            "A court in Bangladesh sentences former minister Abdul Karim and former judge Rafiq Uddin to death.",
            EventType.VERDICT,
            ("BGD",),
            ("Abdul Karim", "Rafiq Uddin"),
        ),
        (
            "Bulgarian police arrest three men over a plot to bomb a market in Beirut, Lebanon.",
            EventType.ARREST,
            ("BGR",),
            (),
        ),
        (
            "Turkish police arrest two French citizens in Ankara on spying charges.",
            EventType.ARREST,
            ("TUR",),
            ("FRA",),
        ),
        (
            "The Honduran court issued a warrant for former president Juan Hernández, whom Donald Trump pardoned.",
            EventType.RELEASE,
            ("USA",),
            ("Juan Hernández",),
        ),
    ],
)
def test_who_is_arrested_tried_or_freed_is_a_person_by_name_or_a_state_in_the_object(rules_alone, text, kind, by, to):
    event = event_in(rules_alone, text, kind)

    assert event.by == by
    assert event.to == to


def test_he_in_the_next_sentence_is_the_person_who_was_arrested(rules_alone):
    text = "British police arrest former minister Peter Hargrove in London. He is later released from police custody."

    assert event_in(rules_alone, text, EventType.RELEASE).to == ("Peter Hargrove",)


@pytest.mark.parametrize(
    ("text", "by", "to"),
    [
        (
            "Twenty Pakistani Taliban insurgents are killed in raids on hideouts in Peshawar, Pakistan.",
            ("PAK",),
            ("TTP",),
        ),
        (
            "Brazilian police kill four Comando Vermelho gang members in a raid in Rio de Janeiro.",
            ("BRA",),
            ("Comando Vermelho",),
        ),
        ("Eleven bandits are killed in an ambush by the Nigerian Army in Sokoto, Nigeria.", ("NGA",), ("bandits",)),
        (
            "Thai jets carry out airstrikes on Cambodian military targets in Preah Vihear, Cambodia.",
            ("THA",),
            ("KHM",),
        ),
        (
            "A drone strike attributed to the Rapid Support Forces kills 16 people in Tine, Chad.",
            ("RSF",),
            ("TCD",),
        ),
        (
            "Police in Peru arrest three people following a bombing at a nightclub in Trujillo, Peru.",
            (),
            ("PER",),
        ),
        ("Six people are killed in a U.S. missile strike on a boat in the Caribbean Sea.", ("USA",), ()),
        (
            "The Bahraini health ministry reports that an Iranian drone strike injured 32 civilians.",
            ("IRN",),
            ("BHR",),
        ),
    ],
)
def test_victims_are_told_from_culprits(rules_alone, text, by, to):
    event = attack_in(rules_alone, text)

    assert event.by == by
    assert event.to == to


@pytest.mark.parametrize(
    ("text", "kind", "parties", "mediators"),
    [
        (
            "Israel and Lebanon will hold direct talks amid the war between Israel and Hezbollah.",
            EventType.TALKS,
            ("ISR", "LBN"),
            (),
        ),
        (
            "The Pakistani minister confirms that talks between Iran and the U.S. are taking place.",
            EventType.TALKS,
            ("IRN", "USA"),
            (),
        ),
        (
            "A ceasefire between Afghanistan and Pakistan, mediated by Qatar and Turkey, came into effect.",
            EventType.CEASEFIRE,
            ("AFG", "PAK"),
            ("QAT", "TUR"),
        ),
        (
            "Six soldiers and two bandits died in clashes between Nigerian troops and armed bandits.",
            EventType.CLASH,
            ("NGA", "bandits"),
            (),
        ),
        (
            "Turkey and Hungary sign an agreement on the transit of Russian natural gas.",
            EventType.AGREEMENT,
            ("TUR", "HUN"),
            (),
        ),
    ],
)
def test_parties_are_those_who_talk_or_fight_and_nobody_else(rules_alone, text, kind, parties, mediators):
    event = event_in(rules_alone, text, kind)

    assert event.with_ == parties
    assert event.via == mediators


@pytest.mark.parametrize(
    ("text", "kind", "by", "to"),
    [
        (
            "Chad closes its border with Sudan after five Chadian soldiers died.",
            EventType.DISRUPTION,
            ("TCD",),
            ("SDN",),
        ),
        (
            "Russian forces capture the village of Karpivka in Donetsk, Ukraine.",
            EventType.TERRITORY,
            ("RUS",),
            ("UKR",),
        ),
        ("US troops withdraw from the base of Al-Asad in Iraq.", EventType.TERRITORY, ("USA",), ()),
        (
            "U.S. officials say that 5,000 marines will deploy to the Persian Gulf.",
            EventType.DEPLOYMENT,
            ("USA",),
            (),
        ),
        (
            "Israel notifies the United Nations that it will not open the Rafah crossing.",
            EventType.DISRUPTION,
            ("ISR",),
            ("PSE",),
        ),
    ],
)
def test_the_place_and_the_main_subject_fill_what_the_words_leave_out(rules_alone, text, kind, by, to):
    event = event_in(rules_alone, text, kind)

    assert event.by == by
    assert event.to == to


@pytest.mark.parametrize(
    ("text", "kind", "by", "to"),
    [
        ("New Zealand closes its embassy in Tehran over security concerns.", EventType.DIPLOMACY, ("NZL",), ("IRN",)),
        (
            "China issues sanctions on South Korean shipbuilding company Hanwha Ocean.",
            EventType.SANCTIONS,
            ("CHN",),
            ("Hanwha Ocean",),
        ),
        ("Cuba reports a nationwide power outage.", EventType.DISRUPTION, (), ()),
    ],
)
def test_what_describes_a_target_is_not_the_target(rules_alone, text, kind, by, to):
    event = event_in(rules_alone, text, kind)

    assert event.by == by
    assert event.to == to


def test_a_coast_tells_where_and_not_whom(rules_alone):
    event = attack_in(rules_alone, "The US Navy conducts an airstrike on a drug boat near the coast of Venezuela.")

    assert event.to == ()


def test_a_ceasefire_without_parties_is_one_between_those_just_told_to_fight(rules_alone):
    text = "Israeli airstrikes on Lebanon killed five people on Friday. The truce was extended by a week."

    assert event_in(rules_alone, text, EventType.CEASEFIRE).with_ == ("ISR", "LBN")
