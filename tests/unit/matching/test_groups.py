from tocsin.matching.countries import country_names
from tocsin.matching.groups import actor_groups, country_groups, expanded


def test_every_member_of_a_group_of_states_is_a_state_and_stands_once() -> None:
    for name, group in country_groups().items():
        assert set(group.members) <= set(country_names()), name
        assert len(set(group.members)) == len(group.members), name


def test_no_group_has_the_name_of_a_state() -> None:
    assert not set(country_names()) & {*country_groups(), *actor_groups()}


def test_what_is_no_group_stays_and_nothing_stands_twice() -> None:
    assert expanded(("POL", "Baltic states", "EST"), country_groups()) == ("POL", "EST", "LVA", "LTU")
