"""Press articles -> how many the extraction reads a second on one core.

    python benchmarks/extraction_speed.py FOLDER [--rounds 3]

FOLDER holds .jsonl or .jsonl.gz files of articles with ``text`` (or ``headline`` and ``body``). All are read once to
warm up; the best of the rounds counts, since others may use the machine as well.
"""

import argparse
import gzip
import json
import resource
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from tocsin.domain.article import ArticleText
from tocsin.extraction.reader import Reader


def articles_in(folder: Path) -> Iterator[ArticleText]:
    for file in sorted(folder.glob("*.jsonl*")):
        raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        for number, line in enumerate(raw.decode().splitlines()):
            yield text_of(f"{file.stem}-{number}", json.loads(line))


def text_of(article_id: str, row: dict[str, Any]) -> ArticleText:
    headline = None if "text" in row else row.get("headline") or row.get("title")
    body = row.get("text") or row.get("body") or ""
    return ArticleText(article_id, headline, body, date(2023, 1, 1), "en")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    articles = list(articles_in(given.folder))
    characters = sum(len(article.whole) for article in articles)
    began = time.perf_counter()
    reader = Reader()
    built = time.perf_counter() - began
    events = sum(len(reader.read(article).events) for article in articles)
    best = min(seconds(reader, articles) for _ in range(given.rounds))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(articles)} articles of {characters / max(1, len(articles)):,.0f} characters, {events:,} events")
    speed = f"{len(articles) / best:,.0f} articles/s, {characters / best:,.0f} characters/s"
    print(f"built in {built:.2f} s; {speed}; {memory:,.0f} MiB")


def seconds(reader: Reader, articles: list[ArticleText]) -> float:
    began = time.process_time()
    for article in articles:
        reader.read(article)
    return time.process_time() - began


if __name__ == "__main__":
    main()
