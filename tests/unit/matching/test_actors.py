import pytest
from pydantic import TypeAdapter, ValidationError

from tocsin.matching.actors import actor_meant, known_actor, near_actor
from tocsin.matching.groups import actor_groups
from tocsin.matching.values import AnActor

ACTOR: TypeAdapter[str] = TypeAdapter(AnActor)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Hamas", "Hamas"),
        ("hamas", "Hamas"),
        ("Nato", "NATO"),
        ("ukr", "UKR"),
        ("nato MEMBERS", "NATO members"),
        ("gunmen", "gunmen"),
        ("the army", "the army"),
        ("Movement of the Ninth of May", "Movement of the Ninth of May"),
        ("Hama", "Hama"),
    ],
)
def test_a_known_name_is_kept_as_events_have_it_and_a_new_one_as_it_is(written: str, kept: str) -> None:
    assert ACTOR.validate_python(written) == kept


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Hamass", "unknown actor 'Hamass'; did you mean Hamas?"),
        ("hezbolla", "unknown actor 'hezbolla'; did you mean Hezbollah?"),
        ("Hezoblla", None),
        ("Boko Harma", "unknown actor 'Boko Harma'; did you mean Boko Haram?"),
        ("Untied Nations", "unknown actor 'Untied Nations'; did you mean UN?"),
        ("Russsia", "unknown actor 'Russsia'; did you mean RUS (Russia)?"),
        ("United Nations", "events have UN for 'United Nations'; write that"),
        ("ISIL", "events have ISIS for 'ISIL'; write that"),
        ("Russia", "a state, and who acts for it, is written by its code: RUS, not 'Russia'"),
        ("Kremlin", "a state, and who acts for it, is written by its code: RUS, not 'Kremlin'"),
        ("IDF", "a state, and who acts for it, is written by its code: ISR, not 'IDF'"),
    ],
)
def test_a_name_that_no_event_has_is_refused_with_the_one_that_they_have(written: str, said: str | None) -> None:
    if said is None:  # two letters away: a name of its own
        assert ACTOR.validate_python(written) == written
        return
    with pytest.raises(ValidationError) as caught:
        ACTOR.validate_python(written)
    assert caught.value.errors()[0]["msg"] == said


def test_every_member_of_a_group_is_a_known_actor() -> None:
    members = {member for group in actor_groups().values() for member in group.members}
    assert {member for member in members if known_actor(member) != member} == set()


@pytest.mark.parametrize("word", ["police", "rebels", "soldiers", "militants", "protesters", "farmers", "migrants"])
def test_common_words_are_neither_known_nor_near(word: str) -> None:
    assert (known_actor(word), actor_meant(word), near_actor(word)) == (None, None, None)
