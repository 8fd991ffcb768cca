"""What stands in public of a programme's mixing, and since when. Looked up, never counted when a page is asked for."""

from dataclasses import dataclass
from datetime import datetime

from weft.programmes.models import Programme, PublishedMixing
from weft.programmes.queries.mixing.kinds import Against, WhyNot
from weft.programmes.queries.mixing.rooms import asked_of
from weft.programmes.queries.mixing.words import AGAINST, WHY_NOT
from weft.programmes.rules import has_rested
from weft.stats.mixing import Verdict
from weft.web.charts import ChartRow


@dataclass(frozen=True)
class InPublic:
    """One trait as everybody reads it. row: what stands; None before the first figure."""

    key: str
    title: str
    row: PublishedMixing | None

    @property
    def why_not(self) -> WhyNot | None:
        if self.row is None:
            return WhyNot.NOT_YET
        return WhyNot(self.row.why_not) if self.row.why_not else None

    @property
    def why(self) -> str:
        return str(WHY_NOT[self.why_not]) if self.why_not else ""

    @property
    def drawn_from(self) -> str:
        return str(AGAINST[Against.PROGRAMME])

    @property
    def step(self) -> float | None:
        """A share: what the figures are rounded to."""
        return self.row.step / 100 if self.row and self.row.step else None

    @property
    def verdict(self) -> Verdict | None:
        """Said from the rounded figures, which keep their order: never more than the exact ones would say."""
        row = self.row
        if row is None or row.value is None or row.low is None or row.high is None:
            return None
        if row.value < row.low:
            return Verdict.LESS
        return Verdict.MORE if row.value > row.high else Verdict.WITHIN

    @property
    def chart(self) -> ChartRow | None:
        """The range chance allows, what was found as a dot, and the area as a tick."""
        row = self.row
        if row is None or row.value is None or row.low is None or row.high is None:
            return None
        area = None if row.area is None else row.area / 100
        return ChartRow(row.value / 100, row.low / 100, row.high / 100, 1.0, benchmark=area)


def mixing_in_public(programme: Programme) -> list[InPublic]:
    """For everybody: what was published last, trait by trait."""
    stands = standing(programme)
    return [InPublic(each.key, each.title, stands.get(each.key)) for each in asked_of(programme)]


def standing(programme: Programme) -> dict[str, PublishedMixing]:
    """The newest by trait."""
    rows = programme.published_mixing.order_by("held_until", "pk")
    return {row.key: row for row in rows}


def may_follow(row: PublishedMixing | None, now: datetime) -> bool:
    """Whether what stands, if anything, has stood long enough."""
    return row is None or has_rested(row.published_at, now)
