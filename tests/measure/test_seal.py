"""The seal of a release does not depend on the order a database gives its figures in."""

from weft.measure.cube.seal import FACTS, FIGURES, content_with, seal_of
from weft.measure.models import Release


def row(level: str, position: int = 7, est: float = 0.5) -> list[object]:
    said = {"indicator": "R1@1", "position": position, "breakdown": "area", "level": level, "est": est}
    return [said.get(name) for name in FIGURES]


def sealed(*rows: list[object]) -> str:
    return seal_of(content_with(Release(**dict.fromkeys(FACTS, "")), rows))


def test_figures_at_the_same_position_are_sealed_alike_in_any_order() -> None:
    assert sealed(row("hackney"), row("camden")) == sealed(row("camden"), row("hackney"))


def test_control_a_figure_that_changed_or_moved_breaks_the_seal() -> None:
    kept = sealed(row("hackney"), row("camden"))
    assert kept != sealed(row("hackney", est=0.51), row("camden"))
    assert kept != sealed(row("hackney", position=8), row("camden"))
