"""The drawings in table rows: where the marks stand, what is refused, and how fast."""

import re
import time

import pytest
from django.template import engines

from weft.web.charts import (
    ChartRow,
    DifferenceRow,
    OffTheScale,
    Tile,
    TileState,
    difference_chart,
    interval_chart,
    scale_for,
    tile_map,
)

FRAME = (
    '<svg class="chart" viewBox="0 0 320 26" aria-hidden="true" focusable="false">'
    '<path class="grid" d="M6 0v26M83 0v26M160 0v26M237 0v26M314 0v26M6 13h308"/>'
)


def test_an_estimate_stands_between_its_ends() -> None:
    assert interval_chart(ChartRow(0.5, 0.25, 0.75, 1)) == (
        FRAME + '<rect class="ci" x="83.0" y="5" width="154.0" height="16" rx="3"/>'
        '<circle class="dot" cx="160.0" cy="13" r="4.5"/></svg>'
    )


def test_a_hidden_figure_draws_nothing() -> None:
    assert interval_chart(ChartRow(None, None, None, 1)) == ""
    assert difference_chart(DifferenceRow(None, None, None)) == ""


def test_a_figure_without_interval_is_a_dot_alone() -> None:
    assert 'class="ci"' not in interval_chart(ChartRow(0.5, None, None, 1))


def test_last_wave_is_joined_only_when_asked() -> None:
    apart = interval_chart(ChartRow(0.5, 0.4, 0.6, 1, last=0.45))
    joined = interval_chart(ChartRow(0.5, 0.4, 0.6, 1, last=0.45, joined=True))
    assert 'class="last"' in apart and 'class="join"' not in apart
    assert '<path class="join" d="M144.6 27L160.0 11"/>' in joined


def test_benchmark_and_break_are_drawn() -> None:
    drawn = interval_chart(ChartRow(0.5, 0.4, 0.6, 1, benchmark=0.25, broken=True))
    assert '<path class="bench" d="M83.0 1v20"/>' in drawn
    assert 'class="break"' in drawn


def test_a_value_beyond_the_scale_is_refused() -> None:
    with pytest.raises(OffTheScale, match="Choose the scale with scale_for"):
        ChartRow(0.5, 0.4, 0.6, 0.5)
    with pytest.raises(OffTheScale):
        DifferenceRow(0.3, 0.2, 0.4)
    with pytest.raises(OffTheScale):
        Tile("A", "Area", 13, 1, TileState.SAME, "no clear difference")


def test_no_difference_stands_on_the_ink_line() -> None:
    drawn = difference_chart(DifferenceRow(0.0, -0.1, 0.1))
    assert '<path class="zero" d="M160 0v26"/>' in drawn
    assert '<rect class="ci" x="83.0" y="5" width="154.0"' in drawn
    assert '<circle class="dot" cx="160.0"' in drawn


@pytest.mark.parametrize(
    ("highest", "scale"), [(0.08, 0.1), (0.1, 0.1), (0.11, 0.2), (0.35, 0.4), (0.9, 1.0)]
)
def test_one_scale_holds_the_whole_table(highest: float, scale: float) -> None:
    assert scale_for([0.01, None, highest]) == scale


def test_drawings_hold_no_text_no_style_and_no_script() -> None:
    drawn = interval_chart(ChartRow(0.5, 0.4, 0.6, 1, last=0.4, benchmark=0.3, joined=True, broken=True))
    assert "style=" not in drawn and "<text" not in drawn
    assert re.sub(r"<[^>]+>", "", drawn) == ""


def test_tiles_stand_by_name_with_every_word_escaped() -> None:
    tiles = [
        Tile("Z", "Zed <b>", 2, 1, TileState.HIGHER, "clearly higher"),
        Tile("A", "Ay", 1, 1, TileState.HIDDEN, "hidden", '/a"'),
    ]
    assert tile_map(tiles, "Areas & names") == (
        '<div class="tiles-room"><ul class="tiles" aria-label="Areas &amp; names">'
        '<li class="x1 y1 hidden"><a href="/a&quot;"><span>A</span>'
        '<span class="hidden-words">, Ay: hidden</span></a></li>'
        '<li class="x2 y1 higher"><span class="tile"><span>Z</span>'
        '<span class="hidden-words">, Zed &lt;b&gt;: clearly higher</span></span></li></ul></div>'
    )


def test_a_table_of_130_rows_draws_within_ten_milliseconds() -> None:
    row = ChartRow(0.5, 0.4, 0.6, 1, last=0.45, benchmark=0.3, joined=True)
    template = engines["django"].from_string("{% for row in rows %}{% interval_chart row %}{% endfor %}")
    template.render({"rows": [row] * 130})
    best = min(_seconds(lambda: template.render({"rows": [row] * 130})) for _ in range(5))
    assert best < 0.010


def _seconds(work: object) -> float:
    began = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - began
