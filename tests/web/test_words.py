"""Numbers and verdicts as words, in two languages."""

import pytest
from django.utils.translation import override

from weft.web.figures import BareFigure, FigureCard
from weft.web.words import NotAVerdict, count, percent, span, span_percent, verdict, whole

COMPLETE = {
    "name": "Sample",
    "theme": "relationships",
    "share": 0.08,
    "low": 0.07,
    "high": 0.09,
    "base": 6601,
    "unit": "residents",
    "place": "Sample city",
    "period": "2018-19",
    "source": "Sample survey",
    "definition": "S1, version 1",
    "meaning": "What was counted, out of whom.",
}


@pytest.mark.parametrize(
    ("share", "shown"), [(0, 0), (0.125, 13), (0.285, 29), (0.0849, 8), (1, 100), (-0.125, -13), (0.295, 30)]
)
def test_whole_per_cents_round_halves_away_from_zero(share: float, shown: int) -> None:
    assert whole(share) == shown


@pytest.mark.parametrize("wrong", ["0.5", None, True, float("nan")])
def test_what_is_not_a_share_is_refused(wrong: object) -> None:
    with pytest.raises(TypeError, match="A share is a number"):
        percent(wrong)  # type: ignore[arg-type]


def test_a_per_cent_given_as_a_share_is_refused() -> None:
    with pytest.raises(ValueError, match="Divide per cents by 100"):
        percent(8)


def test_numbers_in_english() -> None:
    assert percent(0.08) == "8%"
    assert count(6601) == "6,601"
    assert span(0.07, 0.09) == "<bdi>7 to 9</bdi>"
    assert span_percent(0.07, 0.09) == "<bdi>7% to 9%</bdi>"


def test_numbers_in_arabic() -> None:
    with override("ar"):
        assert percent(0.08) == "8%"
        assert span(0.07, 0.09) == "<bdi>7 إلى 9</bdi>"


def test_only_the_fixed_verdicts_are_said() -> None:
    assert verdict("no clear difference") == "No clear difference"
    assert verdict("not comparable: the question <changed>") == "Not comparable: the question &lt;changed&gt;"
    assert verdict("clearly lower").endswith("Clearly lower</span>")
    with pytest.raises(NotAVerdict, match="'better' is no verdict"):
        verdict("better")


@pytest.mark.parametrize("missing", ["definition", "source", "period", "place", "unit", "meaning", "base"])
def test_a_figure_without_what_must_travel_with_it_is_not_made(missing: str) -> None:
    empty = None if missing == "base" else ""
    with pytest.raises(BareFigure, match=f"cannot be shown without: {missing}"):
        FigureCard(**{**COMPLETE, missing: empty})  # type: ignore[arg-type]


def test_a_figure_without_interval_must_say_why() -> None:
    with pytest.raises(BareFigure, match="why there is no interval"):
        FigureCard(**{**COMPLETE, "low": None})  # type: ignore[arg-type]
    card = FigureCard(**{**COMPLETE, "low": None, "high": None, "uncertainty": "None: self-selected"})  # type: ignore[arg-type]
    assert card.scale_max == 0.2
