"""Response rates as they stand now, of everybody, of each area and each stratum."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from weft.fielding.dispositions import dispositions, kind_of
from weft.fielding.models import Case, Fieldwork
from weft.fielding.rates import RATES, Counts, eligible_share
from weft.places.models import Area


@dataclass(frozen=True)
class RatesRow:
    """One group's counts and rates."""

    name: str
    counts: Counts

    @property
    def rates(self) -> dict[str, float | None]:
        return {name: rate(self.counts) for name, rate in RATES.items()}

    @property
    def main(self) -> list[tuple[str, float | None]]:
        """The four a table has room for."""
        found = self.rates
        return [(name, found[name]) for name in ("RR2", "COOP2", "REF1", "CON1")]


@dataclass(frozen=True)
class Standing:
    """How fieldwork stands."""

    whole: RatesRow
    eligible: float | None
    by_area: list[RatesRow]
    by_stratum: list[RatesRow]
    outcomes: list[tuple[str, str, int]]  # code, words, cases


def standing(fieldwork: Fieldwork) -> Standing:
    cases = Case.objects.unscoped("counts of a wave").filter(address__fieldwork=fieldwork)
    found = list(cases.values_list("outcome", "address__area", "address__stratum"))
    whole = RatesRow("", Counts.of(kind_of(outcome) for outcome, _a, _s in found))
    named = dict(Area.objects.filter(ends_on=None).values_list("code", "name"))
    tally = Counter(outcome for outcome, _a, _s in found)
    return Standing(
        whole,
        eligible_share(whole.counts),
        _grouped((named.get(area, area), outcome) for outcome, area, _s in found),
        _grouped((stratum, outcome) for outcome, _a, stratum in found if stratum),
        [(one.code, one.words, tally[one.code]) for one in dispositions().values() if tally[one.code]],
    )


def _grouped(found: Iterable[tuple[str, str]]) -> list[RatesRow]:
    kinds: dict[str, list[str]] = {}
    for name, outcome in found:
        kinds.setdefault(name, []).append(kind_of(outcome))
    return [RatesRow(name, Counts.of(each)) for name, each in sorted(kinds.items())]
