"""The drawing of one figure, alone or beside another."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from weft.registry.figure import Figure, Interval
from weft.web import charts


@dataclass(frozen=True)
class Beside:
    """What is drawn beside an estimate: the wave before, a benchmark, a join or a break."""

    last: Figure | None = None
    benchmark: float | None = None
    joined: bool = False
    broken: bool = False


def chart_of(figure: Figure, scale_max: float, beside: Beside | None = None) -> SafeString:
    """The drawing of a share; nothing for a hidden value or a mean."""
    beside = beside or Beside()
    if not figure.is_share or not isinstance(figure.value, float):
        return SafeString("")
    lo, hi = (
        (figure.interval.lo, figure.interval.hi) if isinstance(figure.interval, Interval) else (None, None)
    )
    was = beside.last.value if beside.last and isinstance(beside.last.value, float) else None
    return charts.interval_chart(
        charts.ChartRow(
            figure.value, lo, hi, scale_max,
            last=was, benchmark=beside.benchmark, joined=beside.joined and was is not None, broken=beside.broken,
        )
    )  # fmt: skip
