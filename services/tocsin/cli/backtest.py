"""History -> what a terminal shows of it."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from tocsin.backtest.comparison import Comparison
from tocsin.backtest.history import History, Ring, RuleHistory, spread
from tocsin.backtest.plot import bins
from tocsin.backtest.report import a_day, percent
from tocsin.cli.terminal import printable

_BLOCKS = " ▁▂▃▄▅▆▇█"
_LINE_WIDTH = 28  # characters
_MOST_PAIRS = 10


def shown(history: History, *, samples: int) -> Group:
    """Return the table (by day for one rule, otherwise by rule), the total, and samples of each rule's rings."""
    parts: list[RenderableType] = []
    if len(history.rules) == 1:
        parts.append(_by_day(history.rules[0], history))
    else:
        parts.append(_by_rule(history))
        parts.extend(_remarks(history))
    parts.append(Text(_total(history)))
    for one in history.rules:
        shown_rings = spread(one.rings, samples)
        if shown_rings and len(history.rules) > 1:
            parts.append(Text(f"\n{one.rule.id}", style="bold"))
        parts.extend(_sample(ring) for ring in shown_rings)
    return Group(*parts)


def shown_changes(comparison: Comparison, *, samples: int) -> Group:
    """Return what each rule gains and loses, with so many samples of both."""
    return Group(*_changes(comparison, samples))


def _by_day(one: RuleHistory, history: History) -> Table:
    rung_on = one.articles_by_day
    table = Table("day", "articles", "that rang", box=None, pad_edge=False, header_style="bold")
    for day in (*([None] if history.articles_on[None] else []), *history.days):
        table.add_row(day.isoformat() if day else "undated", f"{history.articles_on[day]:,}", f"{rung_on[day]:,}")
    return table


def _by_rule(history: History) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("rule")
    for name in ("rings", "a day", "articles", "of all"):
        table.add_column(name, justify="right")
    table.add_column("over time", no_wrap=True)
    for one in sorted(history.rules, key=lambda one: (-len(one.rings), one.rule.id)):
        if one.rings:
            share = percent(one.articles, history.articles)
            numbers = (f"{len(one.rings):,}", a_day(one, history), f"{one.articles:,}", share)
            table.add_row(one.rule.id, *numbers, Text(_line(one, history), style="dim"))
    return table


def _line(one: RuleHistory, history: History) -> str:
    """Bars of the height of a letter, from the first day to the last."""
    if not history.days:
        return ""
    many = [one.many for one in bins(one.by_day, (history.days[0], history.days[-1]), _LINE_WIDTH)]
    most = max(many)
    return "".join(_BLOCKS[-(-count * (len(_BLOCKS) - 1) // most)] if most else " " for count in many)


def _remarks(history: History) -> Iterator[Text]:
    if history.never:
        yield Text(f"\nnever rang ({len(history.never)}): {', '.join(one.rule.id for one in history.never)}")
    if history.always:
        loud = ", ".join(f"{one.rule_id} ({one.why})" for one in history.always)
        yield Text(f"\nalways ring ({len(history.always)}): {loud}")
    if history.pairs:
        pairs = [f"    {one.likeness:4.0%} {one.one} and {one.other} ({one.shared:,})" for one in history.pairs]
        more = [f"    and {len(pairs) - _MOST_PAIRS} pairs less alike"] if len(pairs) > _MOST_PAIRS else []
        yield Text("\n".join(("\nring together:", *pairs[:_MOST_PAIRS], *more)))
    yield Text()


def _total(history: History) -> str:
    unread = f", {len(history.not_read):,} could not be read" if history.not_read else ""
    other = history.other_languages.total()
    foreign = f", {other:,} not in English" if other else ""
    return f"{history.articles_rung:,} of {history.articles:,} articles would have rung{unread}{foreign}"


def _changes(comparison: Comparison, samples: int) -> Iterator[Text]:
    changed = [change for change in comparison.changes if not change.is_none]
    total = f"gained {comparison.gained:,}, lost {comparison.lost:,}"
    yield Text(f"\nrings of rules on both sides: {total}", style="bold")
    for change in changed:
        figures = f"{len(change.gained):,} gained, {len(change.lost):,} lost, {change.unchanged:,} unchanged"
        yield Text(f"{change.rule.id}: {figures}")
        for sign, style, rings in (("+", "green", change.gained), ("-", "red", change.lost)):
            for ring in spread(rings, samples):
                said = f"  {sign} {printable(ring.article_id)}: {printable('; '.join(ring.because))}"
                yield Text(said, style=style)
                yield _evidence(ring)
    for name, only in (("new", comparison.only_new), ("old", comparison.only_old)):
        if only:
            yield Text(f"only in the {name} rules: {', '.join(one.rule.id for one in only)}")


def _sample(ring: Ring) -> Text:
    said = Text(f"\n{printable(ring.article_id)}: {printable('; '.join(ring.because))}")
    return Text("\n").join((said, _evidence(ring)))


def _evidence(ring: Ring) -> Text:
    return Text("    " + printable(ring.event.evidence[0]), style="dim")
