"""Tests of ``tocsin extract``, in this process and as a user starts it."""

import json
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from tocsin.cli.main import app

STRIKE = '{"id": "a-1", "date": "2026-02-06", "text": "A Russian missile strike killed 12 people in Kharkiv."}'


def test_lines_come_out_in_the_order_they_went_in() -> None:
    told = "\n".join((STRIKE, STRIKE.replace("a-1", "a-2")))
    result = CliRunner().invoke(app, ["extract"], input=told)
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert (result.exit_code, [line["id"] for line in lines]) == (0, ["a-1", "a-2"])
    assert [event["type"] for event in lines[0]["events"]] == ["attack"]


def test_a_line_that_is_no_article_is_told_in_its_place_and_the_rest_is_read() -> None:
    result = CliRunner().invoke(app, ["extract"], input=f"not json\n{STRIKE}\n")
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert (result.exit_code, first["id"], "no JSON" in first["error"]) == (1, "stdin:1", True)
    assert second["events"]


def test_a_plain_text_file_is_one_article(tmp_path: Path) -> None:
    file = tmp_path / "strike.txt"
    file.write_text("A Russian missile strike killed 12 people in Kharkiv.", encoding="utf8")
    result = CliRunner().invoke(app, ["extract", str(file)])
    assert json.loads(result.stdout)["id"] == "strike"


def test_the_program_reads_a_stream_as_a_process_of_its_own() -> None:
    code = "from tocsin.cli.main import main; main()"
    command = [sys.executable, "-c", code, "extract"]
    done = subprocess.run(command, input=f"{STRIKE}\n{{}}\n", capture_output=True, text=True, timeout=120, check=False)
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert (done.returncode, first["id"], "error" in second, done.stderr) == (1, "a-1", True, "")


def test_explain_says_the_trigger_and_what_became_of_each_candidate() -> None:
    result = CliRunner().invoke(app, ["extract", "--explain"], input=STRIKE)
    assert result.exit_code == 0
    assert "“missile strike” attack, missile: opens event 1" in result.stdout
    assert "Russian actor RUS: by" in result.stdout
    assert "\x1b" not in result.stdout  # nobody looks, so no colours


def test_an_explanation_as_json_holds_the_events_that_extract_writes() -> None:
    (plain,) = (json.loads(CliRunner().invoke(app, ["extract"], input=STRIKE).stdout),)
    told = json.loads(CliRunner().invoke(app, ["extract", "--explain", "--json"], input=STRIKE).stdout)
    assert told["events"] == plain["events"]
    assert told["sentences"][0]["triggers"][0]["opens"]


def test_the_page_holds_every_article_and_what_is_none_is_said(tmp_path: Path) -> None:
    page = tmp_path / "why.html"
    told = "\n".join((STRIKE, "not json", STRIKE.replace("a-1", "a-2")))
    result = CliRunner().invoke(app, ["extract", "--explain", "--html", str(page)], input=told)
    assert (result.exit_code, result.stdout, "stdin:2: is no JSON" in result.stderr) == (1, "", True)
    written = page.read_text(encoding="utf-8")
    assert [f"<h2>{article}</h2>" in written for article in ("a-1", "a-2")] == [True, True]
    assert written.rstrip().endswith("</html>")


def test_forms_of_an_explanation_without_explain_are_refused(tmp_path: Path) -> None:
    for options in (["--json"], ["--html", str(tmp_path / "why.html")]):
        result = CliRunner().invoke(app, ["extract", *options], input=STRIKE)
        assert (result.exit_code, "--explain" in result.stderr) == (2, True)


def test_a_page_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    page = tmp_path / "none" / "why.html"
    result = CliRunner().invoke(app, ["extract", "--explain", "--html", str(page)], input=STRIKE)
    assert (result.exit_code, "cannot be written" in result.stderr) == (2, True)
