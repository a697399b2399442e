"""Sentence -> names in it that no list of actors or places knows: parties, firms, gangs, persons on trial."""

from collections.abc import Iterator

from tocsin.extraction.facts import Sentence

_INSIDE = frozenset("of de la al el bin von van for and the – -".split())
_NO_NAMES = frozenset(
    "the a an in on at after before while as two three four five six seven eight nine ten several dozens hundreds "
    "thousands "
    "president prime minister former police at least monday tuesday wednesday thursday friday saturday sunday january "
    "february march april may june july august september october november december it he she they this these his her "
    "its their more over about nearly around officials authorities".split()
)
_LONGEST = 7  # words


def unlisted_names(sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    """Yield ``(first word, last word + 1, name)`` of each run of capitalised words outside known actors and places."""
    if sentence.is_title_case:
        return
    at = 0
    while at < len(sentence.row):
        if not _begins(sentence, at):
            at += 1
            continue
        last = at + 1
        while last < len(sentence.row) and last - at < _LONGEST:
            if _begins(sentence, last):
                last += 1
            elif sentence.row[last] in _INSIDE and last + 1 < len(sentence.row) and _begins(sentence, last + 1):
                last += 2
            else:
                break
        if at > 0 or last > 1 or not sentence.row[0].endswith(("s", "men")):  # "Gunmen attack ..." opens with no name
            yield (
                at,
                last,
                sentence.text[sentence.starts[at] - sentence.start : sentence.ends[last - 1] - sentence.start],
            )
        at = last


def _begins(sentence: Sentence, at: int) -> bool:
    word, kinds = sentence.row[at], sentence.kinds[at]
    return (
        sentence.is_capitalised(at)
        and len(word) > 1
        and word.lower() not in _NO_NAMES
        and "<actor>" not in kinds
        and "<place>" not in kinds
        and "<number>" not in kinds
    )
