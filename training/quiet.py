"""Treebank -> sentences of genres that tell no news, though they hold words that could: what is no event."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from tokenizers import Tokenizer
from training.examples import Example, examples_of

_QUIET = re.compile(
    r"^# sent_id = (?:answers|reviews|email|"
    r"GUM_(?:academic|fiction|vlog|whow|textbook|conversation|reddit|voyage|letter|essay|podcast))"
)
_TEXT = "# text = "
_LONGEST = 400  # characters


def quiet_sentences(folder: Path, tokenizer: Tokenizer, *, most: int) -> list[Example]:
    """Return at most ``most`` sentences in which the lexicon sees something; none of them tells an event."""
    found: list[Example] = []
    rows = [{"id": f"quiet-{at}", "text": text, "events": []} for at, text in enumerate(_sentences(folder))]
    for text in examples_of(rows, tokenizer):
        hinted = [one for one in text if one.type_features.any()]
        taken = [one for one in hinted if one.type_features[:, :2].any()]
        found.extend(taken or hinted[: len(found) % 2])
        if len(found) >= most:
            break
    return found[:most]


def _sentences(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*train.conllu.gz"), reverse=True):
        quiet = False
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("# sent_id"):
                    quiet = bool(_QUIET.match(line))
                elif quiet and line.startswith(_TEXT) and 30 < len(line) < _LONGEST:
                    yield line[len(_TEXT) :].strip()
