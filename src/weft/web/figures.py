"""A figure and everything that must travel with it."""

from dataclasses import dataclass, fields

from weft.web.charts import SCALES, ChartRow, scale_for


class BareFigure(ValueError):
    """A number without its definition, base, period, place or source: it is not shown."""


@dataclass(frozen=True)
class FigureCard:
    """One published figure, complete. Shares are 0-1.

    low, high: the interval, both None only where `uncertainty` says why there is none.
    unit: what the base counts ("residents aged 16 and over").
    definition: id and version as printed ("R1, version 1").
    url, url_text: where the breakdowns are.
    """

    name: str
    theme: str
    share: float
    low: float | None
    high: float | None
    base: int
    unit: str
    place: str
    period: str
    source: str
    definition: str
    meaning: str
    url: str = ""
    url_text: str = ""
    uncertainty: str = ""

    def __post_init__(self) -> None:
        optional = {"url", "url_text", "uncertainty", "low", "high"}
        needed = [field.name for field in fields(self) if field.name not in optional]
        empty = [name for name in needed if getattr(self, name) in ("", None)]
        if (self.low is None or self.high is None) and not self.uncertainty:
            empty.append("low and high (or uncertainty: why there is no interval)")
        if empty:
            raise BareFigure(f"The figure {self.name!r} cannot be shown without: {', '.join(empty)}.")

    @property
    def chart(self) -> ChartRow:
        return ChartRow(self.share, self.low, self.high, self.scale_max)

    @property
    def scale_max(self) -> float:
        """At least 0 to 20 per cent, so that a small figure does not fill the card."""
        return max(SCALES[1], scale_for((self.share, self.high)))
