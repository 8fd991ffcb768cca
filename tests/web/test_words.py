"""Numbers and verdicts as words, in two languages."""

import pytest
from django.template import TemplateSyntaxError, engines
from django.utils.translation import override

from tests.web.samples import CARD
from weft.web.figures import FigureCard
from weft.web.showing import BareFigure
from weft.web.words import NotAVerdict, count, percent, span, span_percent, verdict, whole


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


@pytest.mark.parametrize("bare", [0.08, "8%", None, {"est": 0.08}])
def test_no_tag_shows_a_bare_number(bare: object) -> None:
    for tag in ("value", "interval", "base", "reason"):
        page = engines["django"].from_string(f"{{% {tag} bare %}}")
        with pytest.raises(BareFigure, match="is not a Figure"):
            page.render({"bare": bare})


def test_no_filter_turns_a_share_into_a_per_cent() -> None:
    with pytest.raises(TemplateSyntaxError, match="Invalid filter: 'percent'"):
        engines["django"].from_string("{{ 0.08|percent }}")


def test_a_card_is_made_of_a_figure_only() -> None:
    with pytest.raises(BareFigure, match="is not a Figure"):
        FigureCard(0.08)  # type: ignore[arg-type]


def test_the_same_tags_show_a_figure() -> None:
    page = engines["django"].from_string("{% value f %}, {% interval f unit=True %}, {% base f %}")
    assert page.render({"f": CARD.figure}) == '8%, <bdi>7% to 9%</bdi>, <bdi class="number">6,600</bdi>'
