"""Amounts with their units: one of them is one, and in Arabic they are Arabic."""

import pytest
from django.utils.translation import override

from weft.programmes.templatetags.amounts import with_unit


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (1, "people", "1 person"),
        (25, "people", "25 people"),
        (1.0, "visits", "1 visit"),
        (0, "pairs", "0 pairs"),
        (2.0, "hours", "2 hours"),
        (2.5, "hours", "2.5 hours"),
        (12000, "pounds", "12,000 pounds"),
        (3, "bags", "3 bags"),  # a blueprint's own unit
    ],
)
def test_an_amount_is_said_with_its_unit(value: float, unit: str, said: str) -> None:
    assert with_unit(value, unit) == said


def test_units_are_in_the_readers_language() -> None:
    with override("ar"):
        assert with_unit(25, "people") == "25 شخصًا"
