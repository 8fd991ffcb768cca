"""The ring of the landing page: a closed braid of three strands, five nodes for five verbs."""

from functools import cache
from math import cos, pi, sin

from django.utils.safestring import SafeString, mark_safe

CENTRE, RADIUS, AMPLITUDE, WAVES, STEPS = 200.0, 158.0, 15.0, 10, 240
STRANDS = ("madder", "weld", "woad")
NODES = 5


def _phase(strand: int, step: int) -> float:
    return 2 * pi * (WAVES * step / STEPS + strand / len(STRANDS))


def _point(strand: int, step: int) -> str:
    turn = 2 * pi * step / STEPS - pi / 2
    reach = RADIUS + AMPLITUDE * sin(_phase(strand, step))
    return f"{CENTRE + reach * cos(turn):.0f} {CENTRE + reach * sin(turn):.0f}"


def _pieces(strand: int, over: bool) -> str:
    """The stretches where a strand lies over (or under) the others, as path data."""
    data, drawing = [], False
    for step in range(STEPS):
        lies_over = sin(2 * (_phase(strand, step) + pi / (STEPS / WAVES))) > 0
        if lies_over == over:
            data.append(("L" if drawing else "M" + _point(strand, step) + "L") + _point(strand, step + 1))
        drawing = lies_over == over
    return "".join(data)


@cache
def ring() -> SafeString:
    """The braid as SVG without text; the ordered list beside it is the content."""
    paths = [f'<path class="{name}" d="{_pieces(k, False)}"/>' for k, name in enumerate(STRANDS)]
    paths += [f'<path class="casing" d="{_pieces(k, True)}"/>' for k in range(len(STRANDS))]
    paths += [f'<path class="{name}" d="{_pieces(k, True)}"/>' for k, name in enumerate(STRANDS)]
    for node in range(NODES):
        turn = 2 * pi * node / NODES - pi / 2
        x, y = CENTRE + RADIUS * cos(turn), CENTRE + RADIUS * sin(turn)
        paths.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="30"/>')
    drawn = "".join(paths)
    return mark_safe(f'<svg viewBox="0 0 400 400" focusable="false">{drawn}</svg>')  # noqa: S308 (numbers only)
