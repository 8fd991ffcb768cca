"""The figure card: one Figure with its drawing and the way to its breakdowns."""

from dataclasses import dataclass

from weft.registry.figure import Figure, Interval
from weft.web.charts import SCALES, ChartRow, scale_for
from weft.web.showing import only_a_figure


@dataclass(frozen=True)
class FigureCard:
    """One published share as a card. Refuses anything that is not a Figure.

    url, url_text: where the breakdowns are.
    """

    figure: Figure
    url: str = ""
    url_text: str = ""

    def __post_init__(self) -> None:
        only_a_figure(self.figure)

    @property
    def chart(self) -> ChartRow:
        value = self.figure.value if isinstance(self.figure.value, float) else None
        return ChartRow(value, *self._ends, self.scale_max)

    @property
    def scale_max(self) -> float:
        """At least 0 to 20 per cent, so that a small figure does not fill the card."""
        value = self.figure.value if isinstance(self.figure.value, float) else None
        return max(SCALES[1], scale_for((value, self._ends[1])))

    @property
    def _ends(self) -> tuple[float | None, float | None]:
        interval = self.figure.interval
        return (interval.lo, interval.hi) if isinstance(interval, Interval) else (None, None)
