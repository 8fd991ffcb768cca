"""The table of each view of the explorer: rows as on every page of Measure, and what is said of each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from weft.measure.models import Estimate
from weft.measure.queries.explore import Choice, Explored, in_every_wave
from weft.measure.queries.figures import difference_words
from weft.measure.queries.indicator import GroupRow
from weft.measure.queries.places import AREA
from weft.measure.views.drawing import Beside
from weft.measure.views.explore_address import address_of
from weft.measure.views.explore_verdicts import Said, said_of_pair, verdicts_since
from weft.measure.views.group_rows import Linked, joined_rows, row_id
from weft.registry.figure import Figure, Interval
from weft.registry.words import Verdict
from weft.web.charts import scale_for


@dataclass(frozen=True)
class Table:
    """Rows on one scale, with the words of the columns that differ from view to view."""

    first: str
    compared: str
    caption: str
    rows: SafeString
    figures: tuple[Figure, ...]
    said: tuple[GroupRow, ...]
    scale_max: float

    @property
    def is_share(self) -> bool:
        return self.figures[0].is_share


def table_of(found: Explored) -> Table:
    """The main table of a view."""
    if found.choice.with_:
        return _pair(found)
    if found.choice.group:
        return _one_group(found)
    if found.before:
        return _since(found, found.before)
    return _split(found) if found.choice.by else waves_table(found)


def _table(found: Explored, rows: Iterable[Linked], *, first: str, compared: str, caption: str) -> Table:
    listed = list(rows)
    figures = tuple(linked.row.figure for linked in listed)
    last = [linked.beside.last for linked in listed if linked.beside and linked.beside.last]
    ends = [end for figure in (*figures, *last) for end in _ends(figure)]
    scale_max = scale_for(ends) if figures[0].is_share else 1.0
    said = tuple(linked.row for linked in listed)
    label = f"{found.wave.indicator.label}, {caption}"
    return Table(first, compared, label, joined_rows(listed, scale_max), figures, said, scale_max)


def _ends(figure: Figure) -> list[float]:
    value = [figure.value] if isinstance(figure.value, float) else []
    return (
        [*value, figure.interval.lo, figure.interval.hi] if isinstance(figure.interval, Interval) else value
    )


def _split(found: Explored) -> Table:
    rows = [
        _everyone(found),
        *(Linked(_row(found, row), anchor(row), _to(found, row)) for row in _ordered(found)),
    ]
    return _table(
        found, rows, first=_first(found), compared=gettext("Against the rest"), caption=split_label(found)
    )


def _one_group(found: Explored) -> Table:
    assert found.group
    rows = [Linked(_row(found, found.group), anchor(found.group)), _everyone(found)]
    return _table(
        found,
        rows,
        first=_first(found),
        compared=gettext("Against the rest"),
        caption=found.group.level_label,
    )


def _pair(found: Explored) -> Table:
    assert found.group and found.other
    verdict, words = said_of_pair(found)
    one = replace(_row(found, found.group), verdict=verdict, words=words)
    other = replace(_row(found, found.other), verdict=None, words="")
    rows = [
        Linked(one, anchor(found.group), _to(found, found.group)),
        Linked(other, anchor(found.other), _to(found, found.other)),
    ]
    compared = gettext("Against %(other)s") % {"other": found.other.level_label}
    return _table(found, rows, first=_first(found), compared=compared, caption=split_label(found))


def _since(found: Explored, before: Explored) -> Table:
    """Every group beside itself in an earlier wave; a line joins the two only where the verdict is clear."""
    verdicts = verdicts_since(found, before)
    listed = [
        _beside(found, before, row, verdicts[row.level]) for row in (found.cells.everyone, *_ordered(found))
    ]
    compared = gettext("Since %(period)s") % {"period": before.wave.shelf.release.period}
    return _table(found, listed, first=_first(found), compared=compared, caption=split_label(found))


def _beside(found: Explored, before: Explored, row: Estimate, said: Said) -> Linked:
    shown = replace(_row(found, row), verdict=said[0], words=said[1])
    was = before.cells.level(row.level)
    drawn = Beside(
        last=before.cells.of(was) if was else None,
        joined=bool(said[0] and said[0].is_clear),
        broken=said[0] is Verdict.NOT_COMPARABLE and was is not None and not before.cells.of(was).is_hidden,
    )
    return Linked(shown, anchor(row), _to(found, row) if row.breakdown else "", drawn)


def waves_table(found: Explored) -> Table:
    """Everyone, or the group chosen, in every wave, each against the wave before."""
    every = in_every_wave(found)
    rows = [
        _wave_row(each, before, i) for i, (each, before) in enumerate(pairwise([*every, None]), 1) if each
    ]
    caption = found.group.level_label if found.group else gettext("everyone, wave by wave")
    return _table(
        found, rows, first=gettext("Wave"), compared=gettext("Since the wave before"), caption=caption
    )


def _wave_row(each: Explored, before: Explored | None, number: int) -> Linked:
    level = each.choice.group
    cell = each.cells.level(level)
    assert cell
    said = verdicts_since(each, before)[level] if before else (None, "")
    row = GroupRow(each.wave.name, each.wave.name, each.cells.of(cell), *said)
    return Linked(row, f"wave-{number}", address_of(each.choice))


def _everyone(found: Explored) -> Linked:
    row = found.cells.everyone
    return Linked(GroupRow("", gettext("Everyone"), found.cells.of(row), None, ""), "everyone")


def _row(found: Explored, row: Estimate) -> GroupRow:
    figure = found.cells.of(row)
    verdict = Verdict(row.verdict) if row.verdict else None
    words = difference_words(row, is_share=figure.is_share) or row.reason
    label = row.level_label if row.breakdown else gettext("Everyone")
    return GroupRow(row.level, label, figure, verdict, words)


def anchor(row: Estimate) -> str:
    if not row.breakdown:
        return "everyone"
    return row_id(row.breakdown, row.level)


def _to(found: Explored, row: Estimate) -> str:
    return address_of(Choice(found.choice.indicator, found.choice.wave, row.breakdown, row.level))


def _ordered(found: Explored) -> list[Estimate]:
    """Groups as the release has them; places by name, whatever their values."""
    if found.choice.by == AREA:
        return sorted(found.cells.rows, key=lambda row: row.level_label)
    return list(found.cells.rows)


def _first(found: Explored) -> str:
    return gettext("Place") if found.choice.by == AREA else gettext("Group")


def split_label(found: Explored) -> str:
    """How people are split, in words."""
    if found.choice.by == AREA:
        return gettext("by place, in the order of names")
    return gettext("by %(split)s") % {"split": _lower(found.splits[found.choice.by])}


def _lower(label: str) -> str:
    """A label inside a sentence; one that starts with capitals keeps them."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
