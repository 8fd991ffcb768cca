"""Rates by hand, and the order the standard says they stand in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weft.fielding.dispositions import dispositions, kind_of, of_the_office
from weft.fielding.rates import RATES, Counts, eligible_share

HAND = Counts(I=100, P=20, R=40, NC=30, O=10, UH=60, UO=40, NE=50)
# e = 200 / 250 = 0.8; known eligible 200; with all unknown 300; with e of them 280
EXPECTED = {
    "RR1": 100 / 300, "RR2": 120 / 300, "RR3": 100 / 280, "RR4": 120 / 280, "RR5": 100 / 200, "RR6": 120 / 200,
    "COOP1": 100 / 170, "COOP2": 120 / 170, "COOP3": 100 / 160, "COOP4": 120 / 160,
    "REF1": 40 / 300, "REF2": 40 / 280, "REF3": 40 / 200,
    "CON1": 170 / 300, "CON2": 170 / 280, "CON3": 170 / 200,
}  # fmt: skip


def test_the_share_of_unknown_cases_taken_to_be_eligible() -> None:
    assert eligible_share(HAND) == 0.8
    assert eligible_share(Counts(UH=5)) is None


@pytest.mark.parametrize("name", RATES)
def test_every_rate_as_worked_out_by_hand(name: str) -> None:
    assert RATES[name](HAND) == pytest.approx(EXPECTED[name], abs=1e-15)


@pytest.mark.parametrize("name", RATES)
def test_nobody_asked_is_no_rate(name: str) -> None:
    assert RATES[name](Counts()) is None


counts = st.builds(Counts, **dict.fromkeys(("I", "P", "R", "NC", "O", "UH", "UO", "NE"), st.integers(0, 500)))


@given(counts)
def test_rates_are_shares_and_stand_in_the_order_the_standard_says(n: Counts) -> None:
    found = {name: rate(n) for name, rate in RATES.items()}
    assert all(share is None or 0 <= share <= 1 for share in found.values())
    for low, middle, high in (("RR1", "RR3", "RR5"), ("RR2", "RR4", "RR6")):
        if all(found[name] is not None for name in (low, middle, high)):
            assert found[low] <= found[middle] <= found[high]  # type: ignore[operator]


def test_every_disposition_has_a_kind_the_formulas_know() -> None:
    fields = set(Counts.__dataclass_fields__)
    assert {one.kind for one in dispositions().values()} == fields - {"O"} | {"O"}
    assert kind_of("1.1") == "I"
    assert {"1.1", "1.2"}.isdisjoint(one.code for one in of_the_office())


def test_counts_of_kinds() -> None:
    assert Counts.of(["I", "I", "R", "UH"]) == Counts(I=2, R=1, UH=1)
