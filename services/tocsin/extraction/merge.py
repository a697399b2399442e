"""Drafts -> drafts, one for each thing that happened."""

from collections.abc import Sequence
from dataclasses import replace

from tocsin.domain.event import Count
from tocsin.extraction.drafts import Draft
from tocsin.extraction.facts import Sentence
from tocsin.extraction.roles import Who
from tocsin.extraction.when_where import Dated, Where


def merge(drafts: Sequence[Draft], sentences: Sequence[Sentence]) -> tuple[Draft, ...]:
    """Return one draft for each thing, with the evidence of all sentences that tell it, in the order of telling."""
    kept: list[Draft] = []
    for one in drafts:
        at = next((index for index, other in enumerate(kept) if _same(other, one)), None)
        if at is None:
            kept.append(one)
        else:
            kept[at] = joined(kept[at], one)
    return tuple(kept)


def _same(first: Draft, second: Draft) -> bool:
    """Whether two drafts tell the same thing."""
    if first.type is not second.type:
        return False
    if first.sentence.number == second.sentence.number:
        return (first.status, first.background) == (second.status, second.background)
    return (
        (first.status, first.background) == (second.status, second.background)
        and _compatible(first.who.all, second.who.all)
        and not _differ(first.where.place, second.where.place)
        and not _differ(first.where.country, second.where.country)
        and not _differ(first.when.first, second.when.first)
    )


def _compatible(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    return not first or not second or bool(set(first) & set(second))


def _differ(first: object, second: object) -> bool:
    return first is not None and second is not None and first != second


def joined(first: Draft, second: Draft) -> Draft:
    """Return one draft with what either says; the first decides where both say something."""
    return replace(
        first,
        subtype=first.subtype or second.subtype,
        who=_who(first.who, second.who),
        counts=_counts(first.counts, second.counts),
        where=Where(first.where.place or second.where.place, first.where.country or second.where.country),
        when=first.when if first.when.first else Dated(second.when.first, second.when.last, first.background),
        source=first.source or second.source,
        names=tuple(dict.fromkeys((*first.names, *second.names))),
        sentences=tuple(dict.fromkeys((*first.sentences, *second.sentences))),
    )


def _who(first: Who, second: Who) -> Who:
    with_ = tuple(dict.fromkeys((*first.with_, *second.with_))) if len(first.with_) < 2 else first.with_
    return Who(first.by or second.by, first.to or second.to, with_, first.via or second.via)


def _counts(first: tuple[Count, ...], second: tuple[Count, ...]) -> tuple[Count, ...]:
    known = {count.what for count in first}
    return first + tuple(count for count in second if count.what not in known)
