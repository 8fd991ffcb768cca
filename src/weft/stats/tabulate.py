"""Figures of items in crossings: swept together where the design allows, planned one by one elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from weft.stats._types import Floats, Ints
from weft.stats.blocks import chunks_of, make_block, pack_items
from weft.stats.figures import Figures, Shape, figures_of, ratio_of
from weft.stats.layout import Layout, lay_out
from weft.stats.levers import Levers, levers_of
from weft.stats.membership import Levels, levels_of_codes
from weft.stats.moments import Moments, Sweep
from weft.stats.moments_pack import Pack
from weft.stats.replicates import ReplicateSampling

if TYPE_CHECKING:
    from weft.stats.design import Design
    from weft.stats.items import Item

Crossing = tuple[str, ...]
MOST_LEVELS = 200  # of one breakdown in a sweep: membership is a dense matrix


def tabulate(
    design: Design, items: tuple[Item, ...], crossings: Sequence[Crossing], area: str | None
) -> dict[Crossing, Figures]:
    """Figures of every item in every cell of every crossing.

    Args:
        design: the design.
        items: k items.
        crossings: columns crossed; those of the form (..., area) are swept area by area.
        area: the column of areas.

    Returns: by crossing, figures with arrays (cells, k).
    """
    swept = [c for c in crossings if _can_sweep(design, c, area)]
    planned = [c for c in crossings if c not in swept]
    chunks = chunks_of(items, design.table.rows)
    parts: dict[Crossing, list[Figures]] = {c: [] for c in crossings}
    for chunk in chunks:
        listed = [items[i] for i in chunk]
        found = _sweep(design, listed, swept, area) | _plan(design, listed, planned)
        for crossing, figures in found.items():
            parts[crossing].append(figures)
    order = np.argsort([i for chunk in chunks for i in chunk])
    return {c: _side_by_side(found, order) for c, found in parts.items()}


def base_of(crossing: Crossing, area: str | None) -> tuple[Crossing, bool]:
    """The breakdown a crossing consists of, and whether it is then split by area."""
    in_areas = area is not None and crossing[-1:] == (area,)
    return (crossing[:-1], True) if in_areas else (crossing, False)


def _can_sweep(design: Design, crossing: Crossing, area: str | None) -> bool:
    sampling = design.sampling
    if isinstance(sampling, ReplicateSampling) or not sampling.is_one_stage:
        return False
    base, _ = base_of(crossing, area)
    return int(np.prod([len(design.table.codes(name)) for name in base])) <= MOST_LEVELS


def _plan(design: Design, items: list[Item], crossings: list[Crossing]) -> dict[Crossing, Figures]:
    """One plan a crossing."""
    if not crossings:
        return {}
    block, found = make_block(design, items), {}
    for crossing in crossings:
        codes, cells = design.table.cross(crossing)
        found[crossing] = design.sampling.plan(codes, len(cells)).estimate(block)
    return found


def _sweep(
    design: Design, items: list[Item], crossings: list[Crossing], area: str | None
) -> dict[Crossing, Figures]:
    """All crossings from one sweep; from two when PSUs or strata reach across areas."""
    split = [c for c in crossings if base_of(c, area)[1]]
    whole = [c for c in crossings if c not in split]
    if split and layout_of(design, area).is_nested:
        return _one_sweep(design, items, crossings, area)
    found = _one_sweep(design, items, split, area) if split else {}
    return found | (_one_sweep(design, items, whole, None) if whole else {})


def _one_sweep(
    design: Design, items: list[Item], crossings: list[Crossing], area: str | None
) -> dict[Crossing, Figures]:
    layout = layout_of(design, area)
    bases = list(dict.fromkeys(base_of(c, area)[0] for c in crossings))
    levels = levels_of(design, bases, area)
    pack, shape = pack_of(design, items, area)
    table = swept_figures(design, layout, pack, shape, levels)
    ends = np.cumsum(levels.sizes)
    place = {base: slice(end - size, end) for base, end, size in zip(bases, ends, levels.sizes, strict=True)}
    return {c: _cut(table, place[base_of(c, area)[0]], base_of(c, area)[1]) for c in crossings}


def swept_figures(design: Design, layout: Layout, pack: Pack, shape: Shape, levels: Levels) -> Figures:
    """Figures of every group and then of everyone, (groups + 1, levels, k)."""
    table = Figures.nobody((layout.groups + 1, levels.count, pack.k))
    levers = levers_of(design.sampling, layout.order)
    everyone = Moments.zero(pack, levels.count)
    levered = 0.0 if levers is None else np.zeros((2 * pack.k, levels.count, levers.rows.shape[1]))
    for group, moments in Sweep(layout, design.sampling.weights[layout.order], pack, levels).groups():
        sums = None if levers is None else levers.sums(pack, levels, layout.rows_of(group))
        table.put(group, figures_of(moments, shape, _change(moments, shape, levers, sums)))
        everyone.add(moments)
        levered = levered if sums is None else levered + sums
    change = _change(everyone, shape, levers, None if levers is None else np.asarray(levered))
    table.put(layout.groups, figures_of(everyone, shape, change))
    return table


def _change(moments: Moments, shape: Shape, levers: Levers | None, sums: Floats | None) -> Floats | None:
    """What calibration adds to each variance, (k, levels)."""
    if levers is None or sums is None:
        return None
    slope = np.where(shape.is_total, 0.0, ratio_of(moments, shape).r)
    k = len(slope)
    return levers.change(sums[:k] - slope[:, :, None] * sums[k:])


def _cut(table: Figures, levels: slice, in_areas: bool) -> Figures:
    """One crossing's figures as (cells, k) out of (groups + 1, levels, k); the last two groups are no areas."""
    groups = slice(0, -2) if in_areas else slice(-1, None)
    cut = {name: getattr(table, name)[groups, levels] for name in Figures.__dataclass_fields__}
    return Figures(**{name: x.swapaxes(0, 1).reshape(-1, x.shape[2]) for name, x in cut.items()})


def layout_of(design: Design, area: str | None) -> Layout:
    """The design's rows in the order of a sweep by area; people without an area form a group of their own."""
    layouts = design.sampling.layouts
    if area not in layouts:
        stage = design.sampling.stages[0]
        codes: Ints = np.zeros(design.table.rows, dtype=np.int64)
        groups = 1
        if area is not None:
            coded = design.table.codes(area)
            groups = len(coded) + 1
            codes = np.where(coded.codes >= 0, coded.codes, len(coded))
        layouts[area] = lay_out(stage, codes, groups)
    return layouts[area]


def pack_of(design: Design, items: list[Item], area: str | None) -> tuple[Pack, Shape]:
    """Items of one shape in the order of a sweep by area."""

    def make() -> tuple[Pack, Shape]:
        return pack_items(design, items, layout_of(design, area).order)

    return design.sampling.packs.get((area, *items), make)


def levels_of(design: Design, bases: list[Crossing], area: str | None) -> Levels:
    """The breakdowns side by side, in the order of a sweep by area."""

    def make() -> Levels:
        sizes = [prod(len(design.table.codes(name)) for name in base) for base in bases]
        columns = (design.table.cross(base)[0] for base in bases)
        return levels_of_codes(columns, sizes, layout_of(design, area).order)

    return design.sampling.levels.get((area, *bases), make)


def _side_by_side(found: list[Figures], order: Ints) -> Figures:
    """Join blocks of figures and bring the items back into their own order."""
    if len(found) == 1 and np.array_equal(order, np.arange(len(order))):
        return found[0]
    fields = Figures.__dataclass_fields__
    return Figures(**{name: np.hstack([getattr(f, name) for f in found])[:, order] for name in fields})
