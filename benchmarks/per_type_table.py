"""This repository's annotated texts -> the table of scores per type in docs/extraction.md, and what a test holds.

    python -m benchmarks.per_type_table [--by rules|model] [--page docs/extraction.md] [--print-only]

Renews what stands between the two marks of the page, and tests/golden/own_articles_scores.json. The articles and the
short texts are what the rules were written on and the model is trained on, so their figures say whether something
broke, not how well unseen press is read; the samples were kept out of training.
"""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

from benchmarks.event_scores import Scores, Tally
from benchmarks.own_texts import ROOT, sample_articles, scores_of, training_texts

from tocsin.domain.event import EventType
from tocsin.extraction.reader import Reader

BEGIN, END = "<!-- scores per type: begin -->", "<!-- scores per type: end -->"
PAGE = ROOT / "docs/extraction.md"
COMMITTED = ROOT / "tests/golden/own_articles_scores.json"
_SETS = ("short texts", "articles", "samples")


def table(scores: Mapping[str, Scores]) -> str:
    """Return the table in Markdown: a row for each type, then all of them, the alert questions and the details."""
    head = "| | " + " | ".join(f"{name}: told | P | R | F1" for name in scores) + " |"
    rows = [head, "| --- |" + " --- | --- | --- | --- |" * len(scores)]
    rows += [_row(f"`{one.value}`", [each.types[one.value] for each in scores.values()]) for one in EventType]
    rows.append(_row("**all events**", [one.events for one in scores.values()]))
    rows.append(_row("**alert questions**", [one.alerts for one in scores.values()]))
    rows.append(_row("roles", [one.sets["roles"] for one in scores.values()]))
    rows.append(_row("counts", [one.sets["counts"] for one in scores.values()]))
    for detail in ("status", "background", "country", "subtype"):
        cells = (f"{one.asked[detail]} | | | {one.share(detail):.3f}" for one in scores.values())
        rows.append(f"| {detail} right | {' | '.join(cells)} |")
    return "\n".join(rows)


def _row(name: str, tallies: list[Tally]) -> str:
    return f"| {name} | {' | '.join(map(_cells, tallies))} |"


def _cells(one: Tally) -> str:
    if not one.told and not one.found:
        return "0 | | |"
    return f"{one.told} | {one.precision:.3f} | {one.recall:.3f} | {one.f1:.3f}"


def renewed(page: str, between: str) -> str:
    """Return the page with ``between`` in the place of what stands between its marks.

    Raises ValueError where the page lacks them.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        message = f"the page has no place for the table: it needs the lines {BEGIN!r} and {END!r}"
        raise ValueError(message)
    return f"{before}{BEGIN}\n\n{between}\n\n{END}{after}"


def committed_figures(articles: Scores, samples: Scores) -> dict[str, float]:
    """Return the figures that tests/golden/test_own_articles.py holds the extraction to."""
    return {
        f"{name}: {what} F1": round(tally.f1, 4)
        for name, scores in (("articles", articles), ("samples", samples))
        for what, tally in (("events", scores.events), ("alert questions", scores.alerts))
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--by", choices=("rules", "model"), help="what decides; without it, what `Reader()` takes")
    options.add_argument("--page", type=Path, default=PAGE)
    options.add_argument("--print-only", action="store_true", help="write no file")
    given = options.parse_args()
    reader = Reader() if given.by is None else Reader(judged=given.by == "model")
    texts = (training_texts("short"), training_texts("articles"), sample_articles())
    scores = {name: scores_of(reader, found) for name, found in zip(_SETS, texts, strict=True)}
    shown = table(scores)
    print(shown)
    if given.print_only:
        return
    figures = committed_figures(scores["articles"], scores["samples"])
    COMMITTED.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf8")
    if given.page.exists():
        given.page.write_text(renewed(given.page.read_text(encoding="utf8"), shown), encoding="utf8")
    else:
        print(f"{given.page} is not there yet: only {COMMITTED.name} was written")


if __name__ == "__main__":
    main()
