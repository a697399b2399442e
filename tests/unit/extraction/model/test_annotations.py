import pytest
from training.annotations import restored, stripped

TEXT = "Israel and Hamas agree to a truce. The truce begins on Sunday, Qatar says."
ROW = {
    "id": "a-1",
    "date": "2026-01-02",
    "text": TEXT,
    "events": [
        {
            "type": "ceasefire",
            "trigger": "agree to a truce",
            "place": None,
            "names": ["Hamas", "a name that the text lacks"],
            "evidence": ["Israel and Hamas agree to a truce."],
            "with": ["ISR", "Hamas"],
        }
    ],
}


def test_what_was_stripped_comes_back_whole() -> None:
    assert restored(stripped(ROW), TEXT) == ROW


def test_stripped_annotations_hold_no_sentence_of_the_text() -> None:
    bare = stripped(ROW)
    assert "text" not in bare
    assert bare["events"][0]["evidence"] == [[0, 34]]
    assert bare["events"][0]["trigger"] == [17, 33]


def test_another_text_under_the_same_id_is_refused() -> None:
    with pytest.raises(ValueError, match="a-1"):
        restored(stripped(ROW), TEXT + " ")
