"""Evidence without its people: merged from slices, or saved and read again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn, cast

from weft.stats.errors import DesignError
from weft.stats.evidence import Breakdown, Evidence

if TYPE_CHECKING:
    from weft.stats.design import Design
    from weft.stats.items import Item


@dataclass(frozen=True, eq=False)
class DetachedEvidence(Evidence):
    """Evidence whose design and people are not at hand: every figure is there, a new comparison is not.

    Args:
        words: the watermark it has to carry.
    """

    words: str = ""

    @classmethod
    def of(
        cls, items: tuple[Item, ...], methods: tuple[str, ...], breakdowns: tuple[Breakdown, ...], words: str
    ) -> DetachedEvidence:
        """Evidence from its figures alone."""
        return cls(cast("Design", None), items, methods, breakdowns, words=words)

    @property
    def watermark(self) -> str:
        """What every figure has to carry; empty when the design was weighted."""
        return self.words

    def gap(self, item: Item | str, by: str, level: str) -> NoReturn:  # noqa: ARG002 - as Evidence
        """Refused: a gap needs the covariance between groups, and so the people. Raises DesignError."""
        raise DesignError("gap", "these figures came without their people", "Ask evidence from a Design.")
