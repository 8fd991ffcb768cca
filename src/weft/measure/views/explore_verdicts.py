"""What the explorer says of a comparison a reader chose: a group against another, a wave against another."""

from django.utils.translation import gettext

from weft.measure import released
from weft.measure.queries.explore import Explored
from weft.measure.queries.figures import difference_words, size_words
from weft.measure.tables.gaps import Gap
from weft.registry.words import Verdict

Said = tuple[Verdict | None, str]  # the verdict, and its size or why there is none


def verdicts_since(found: Explored, before: Explored) -> dict[str, Said]:
    """Since an earlier wave, by group ("" is everyone): what was released, or what the published intervals allow.

    The groups of a split are one family of looks, so that every page says the same of a group.
    """
    rows = [found.cells.everyone, *found.cells.rows]
    if why := found.wave.why_not_after(before.wave):
        return {row.level: (Verdict.NOT_COMPARABLE, why) for row in rows}
    said: dict[str, Said] = {"": _everyone_since(found, before)}
    groups = [(row, was) for row in found.cells.rows if (was := before.cells.level(row.level))]
    gaps = released.side_by_side([(found.cells.of(row), before.cells.of(was)) for row, was in groups])
    for (row, _), gap in zip(groups, gaps, strict=True):
        said[row.level] = _said_of(found, gap)
    missing = Verdict.NOT_COMPARABLE, gettext("not a group of that wave")
    return {row.level: said.get(row.level, missing) for row in rows}


def _everyone_since(found: Explored, before: Explored) -> Said:
    """What the release itself says about everyone since that wave, where it does."""
    change = found.change
    figure, was = found.cells.of(found.cells.everyone), before.cells.of(before.cells.everyone)
    if change is not None and change.earlier_id == before.wave.shelf.release.pk:
        words = change.reason or difference_words(change, is_share=figure.is_share)
        return Verdict(change.verdict), words
    return _said_of(found, released.side_by_side([(figure, was)])[0])


def said_of_pair(found: Explored) -> Said:
    """One group against another of the same split, weighed with every other pair of it."""
    assert found.group and found.other
    one, other = found.cells.of(found.group), found.cells.of(found.other)
    if why := released.why_not(one, other):
        return Verdict.NOT_COMPARABLE, why
    every = [found.cells.of(row) for row in found.cells.rows]
    return _said_of(found, released.pair_among(every, one, other))


def _said_of(found: Explored, gap: Gap | str) -> Said:
    if isinstance(gap, str):
        return Verdict.NOT_COMPARABLE, gap
    if not gap.verdict.is_clear:
        return gap.verdict, ""
    is_share = found.cells.of(found.cells.everyone).is_share
    return gap.verdict, size_words(gap.est, (gap.lo, gap.hi), is_share=is_share)
