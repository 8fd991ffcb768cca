"""The colours can be told apart: contrasts computed from the one file a city replaces."""

import re
from pathlib import Path

import pytest

DYES = Path(__file__).resolve().parents[2] / "src/weft/web/styles/_dyes.scss"
GROUNDS = ("white", "linen", "flax")
TEXT = ("ink", "ink-soft", "madder", "madder-deep", "weld", "woad", "woad-deep")
PAIRS = [(text, ground) for text in TEXT for ground in GROUNDS]
PAIRS += [("madder-deep", "madder-tint"), ("weld", "weld-tint"), ("woad-deep", "woad-tint"), ("ink", "flax")]
PAIRS += [
    ("ink", "weld-tint"),
    ("ink", "weld-bright"),
    ("linen", "ink"),
    ("linen", "ink-lift"),
    ("white", "madder"),
    ("white", "madder-deep"),
]
PAIRS += [("white", theme) for theme in ("madder", "weld", "woad", "ink")]
PAIRS += [("ink", tint) for tint in ("madder-tint", "weld-tint", "woad-tint")]


def dyes(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", text))


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


CLOTH = dyes(DYES.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(text: str, ground: str) -> None:
    assert contrast(CLOTH[text], CLOTH[ground]) >= 4.5


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("mark", ["edge", "ink-soft", "madder", "weld", "woad", "ink"])
def test_marks_and_borders_can_be_seen(mark: str, ground: str) -> None:
    assert contrast(CLOTH[mark], CLOTH[ground]) >= 3


def test_known_contrasts_are_computed() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


def test_control_a_colour_too_pale_is_caught() -> None:
    assert contrast(CLOTH["weld-bright"], CLOTH["white"]) < 3
    assert contrast(CLOTH["thread"], CLOTH["white"]) < 3


def test_no_style_sheet_names_a_colour_of_its_own() -> None:
    """So that replacing the dyes replaces every colour."""
    for path in DYES.parent.glob("_*.scss"):
        if path.name != DYES.name:
            assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?!\{)", path.read_text(encoding="utf-8")) == [], path.name
