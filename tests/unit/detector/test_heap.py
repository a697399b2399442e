import gc

import pytest

from tocsin.detector.heap import long_lived


def test_nothing_is_collected_while_values_that_stay_are_made_and_they_are_left_alone_afterwards() -> None:
    before = gc.get_freeze_count()
    with long_lived():
        assert not gc.isenabled()
        made = [[number] for number in range(1_000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= before + len(made)


def test_collections_go_on_after_a_failure() -> None:
    with pytest.raises(ZeroDivisionError), long_lived():
        raise ZeroDivisionError
    assert gc.isenabled()
