"""The table per type and the judged headlines."""

import gzip
import json
from pathlib import Path

import pytest
from benchmarks.event_scores import Scores, Tally
from benchmarks.headlines import JUDGEMENTS, Headline, Ringing, drawn, false_alarms, read_judgements
from benchmarks.headlines import table as headline_table
from benchmarks.per_type_table import BEGIN, END, committed_figures, renewed, table

from tocsin.domain.article import ArticleText
from tocsin.domain.event import EventType

ALPHA = ArticleText("headline-4", None, "Raiders strike Alpha", None, "en")


def a_rung(question: str, line: int = 4) -> Ringing:
    return Ringing(Headline(line, ALPHA), question, "strike")


def test_the_table_replaces_what_stood_between_the_marks_and_nothing_else() -> None:
    page = f"before\n{BEGIN}\n\nold\n\n{END}\nafter\n"
    assert renewed(page, "new") == f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"
    assert renewed(renewed(page, "new"), "new") == renewed(page, "new")


@pytest.mark.parametrize("page", ["no marks", BEGIN, END, f"{END}\n{BEGIN}"])
def test_a_page_without_marks_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match="no place for the table"):
        renewed(page, "new")


def test_every_type_has_a_row_of_as_many_cells_as_the_head() -> None:
    scores = Scores()
    scores.types["attack"] = Tally(2, 1, 1)
    lines = table({"samples": scores, "articles": Scores()}).splitlines()
    assert {line.count("|") for line in lines} == {lines[0].count("|")}
    assert all(any(line.startswith(f"| `{one.value}` |") for line in lines) for one in EventType)
    assert "| `attack` | 2 | 1.000 | 0.500 | 0.667 | 0 | | | |" in lines


def test_the_figures_of_the_test_are_events_and_questions_of_both_kinds() -> None:
    scores = Scores()
    scores.types["attack"] = Tally(3, 3, 2)
    figures = committed_figures(scores, Scores())
    assert len(figures) == 4
    assert figures["articles: events F1"] == 0.6667


def test_the_same_seed_draws_the_same_headlines(tmp_path: Path) -> None:
    rows = [json.dumps({"title": f"Headline {number}", "timestamp": 1657513103}) for number in range(1, 51)]
    (tmp_path / "headlines.jsonl.gz").write_bytes(gzip.compress("\n".join(rows).encode()))
    first, again, other = (drawn(tmp_path, 10, seed) for seed in (7, 7, 8))
    assert first == again != other
    assert all(one.text.body == f"Headline {one.number}" for one in first)
    assert len({one.number for one in first}) == 10


def test_a_line_is_one_false_alarm_however_many_questions_it_rings() -> None:
    rung = [a_rung("attack"), a_rung("large attack"), a_rung("new talks", line=9)]
    judgements = {(4, "attack"): False, (4, "large attack"): False, (9, "new talks"): True}
    assert false_alarms(rung, judgements, "attack", "large attack", "new talks") == [4]


def test_what_nobody_read_is_neither_true_nor_false() -> None:
    row = next(line for line in headline_table([a_rung("attack")], {}).splitlines() if line.startswith("| attack"))
    assert row == "| attack | 1 | 0 | 0 | 1 |  |"


def test_the_committed_judgements_can_be_read() -> None:
    assert set(read_judgements(JUDGEMENTS).values()) == {True, False}
