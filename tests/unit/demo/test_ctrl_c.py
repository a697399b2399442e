import os
import signal
from contextlib import suppress

import pytest

from tocsin.demo.ctrl_c import CtrlC


def test_a_ctrl_c_that_somebody_swallowed_is_raised_at_the_next_check():
    with CtrlC() as ctrl_c:
        ctrl_c.check()
        with suppress(BaseException):  # as the event loop of kafka-python does
            os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            ctrl_c.check()


def test_a_second_ctrl_c_does_not_disturb_the_end_that_the_first_began():
    with CtrlC():
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)


def test_afterwards_ctrl_c_is_what_it_was_before():
    before = signal.getsignal(signal.SIGINT)
    with CtrlC():
        pass

    assert signal.getsignal(signal.SIGINT) is before
