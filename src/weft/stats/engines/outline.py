"""What is asked of a survey, and how it was drawn, before there are any people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from weft.stats.design import names, unique_items
from weft.stats.errors import DesignError, UnknownName
from weft.stats.evidence import By, _crossings, _method
from weft.stats.intervals import METHODS
from weft.stats.items import Item
from weft.stats.stages import LONELY, Lonely

if TYPE_CHECKING:
    from weft.stats.engines.moments import Moments
    from weft.stats.evidence import Evidence

ROWS_A_SLICE = 100_000


@dataclass(frozen=True)
class Drawn:
    """How a sample was drawn: the column names of a one-stage design.

    Args:
        weights: the weight column, as it stands; None leaves the figures unweighted and watermarked.
        strata, psu, fpc, lonely: as Design, one column each.

    Raises:
        DesignError: more than one stage.
        UnknownName: an unknown lonely-PSU rule.
    """

    weights: str | None = None
    strata: str | None = None
    psu: str | None = None
    fpc: str | None = None
    lonely: Lonely = "adjust"

    def __post_init__(self) -> None:
        if self.lonely not in LONELY:
            raise UnknownName("rule for lonely PSUs", str(self.lonely), LONELY)
        for column in (self.strata, self.psu, self.fpc):
            if not isinstance(column, str | None):
                raise DesignError("drawn", "more than one stage", "Slices know one stage; use Design.")

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns named."""
        return tuple(c for c in (self.weights, self.strata, self.psu, self.fpc) if c is not None)

    @property
    def unit(self) -> tuple[str, ...]:
        """The columns that together tell PSUs apart; empty when every row is its own PSU."""
        return () if self.psu is None else tuple(c for c in (self.strata, self.psu) if c is not None)


@dataclass(frozen=True)
class Outline:
    """An evidence table without its people: the same for every slice.

    Args:
        items: what to estimate.
        by: columns, or tuples of columns to cross.
        area: the column of areas.
        ci: interval of shares; as Design.evidence.
        drawn: how the sample was drawn.

    Raises: DesignError: no items, an item twice, a column crossed with itself.
    """

    items: Item | Sequence[Item]
    by: Sequence[By] = ()
    area: str | None = None
    ci: str | None = None
    drawn: Drawn = Drawn()

    def __post_init__(self) -> None:
        if self.ci is not None and self.ci not in METHODS:
            raise UnknownName("interval method", self.ci, METHODS)
        object.__setattr__(self, "items", unique_items(self.items))
        listed = (self.by,) if isinstance(self.by, str) else self.by
        object.__setattr__(self, "by", tuple(names(b) for b in listed))
        assert self.crossings  # says at once what is wrong with `by`

    @cached_property
    def listed(self) -> tuple[Item, ...]:
        """The items as a tuple."""
        return unique_items(self.items)

    @cached_property
    def crossings(self) -> list[tuple[str, ...]]:
        """The columns of every breakdown, everyone first."""
        return _crossings(self.by, self.area)

    @property
    def methods(self) -> tuple[str, ...]:
        """The interval method of each item."""
        return tuple(_method(item, self.ci) for item in self.listed)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that has to be read, each once."""
        asked = [c for item in self.listed for c in item.columns]
        crossed = [c for crossing in self.crossings for c in crossing]
        return tuple(dict.fromkeys([*self.drawn.columns, *crossed, *asked]))

    def moments(self, frame: object) -> Moments:
        """The sums of one slice of people. Slices add up with +; no PSU may be in two of them.

        Args:
            frame: the rows of the slice; anything Design takes.

        Returns: Moments.

        Raises: UnknownName, DesignError, ItemError: as Design and its evidence; row numbers count from 1 in the slice.

        Source: ENGINES section 1; a stratum's sums of PSU totals and of their squares and products are additive.
        """
        from weft.stats.engines.slicing import moments_of

        return moments_of(self, frame)

    def evidence(self, source: object, *, rows: int = ROWS_A_SLICE, in_order: bool = False) -> Evidence:
        """Evidence from a data set of any size, a slice of people at a time.

        Args:
            source: a DuckDB relation, a polars LazyFrame, a Spark data frame, any data frame or Arrow object,
                or an iterable of data frames or Arrow batches (which split no PSU, or are `in_order`).
            rows: about how many people to hold in memory at a time.
            in_order: the rows of every PSU (within its stratum) follow one another, so that nothing is sorted.

        Returns: Evidence that has no people behind it: no `gap`; all else as from a Design.

        Raises: as `moments`; DesignError: a PSU in two slices, or an object no engine knows.
        """
        from weft.stats.engines.moments import added
        from weft.stats.engines.sources import slices

        return added(slices(self, source, rows, in_order)).evidence()
