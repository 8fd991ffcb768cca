"""What every page must pass, as functions: `axe_clean`, `fits`, `strict_html`, `screenshot`."""

import re
from pathlib import Path
from typing import Any

import html5lib
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (320, 375, 1200)
AXE_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# What html5lib (of 2020) calls an error although the standard of today allows it. None is needed so far.
ALLOWED: frozenset[str] = frozenset()
WIDEST = """() => {
    const over = [...document.querySelectorAll("main *, header *, footer *")]
        .filter(part => !part.closest("thead") && part.getBoundingClientRect().right > window.innerWidth + 1)
        .map(part => part.outerHTML.slice(0, 90));
    return [document.documentElement.scrollWidth - window.innerWidth, over.slice(0, 4).join(' ')];
}"""
FORBIDDEN = {
    "a style attribute (the policy blocks it; use a class)": r"<[^>]+\sstyle\s*=",
    "a script": r"<script\b(?! src=\"/static/forms/[a-z]+\.js\" defer></script>)",  # our own file, which may be missing
    "an inline handler": r"<[^>]+\son[a-z]+\s*=",
    "a style element": r"<style\b",
    "something from another host": r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""",
}


def strict_html(response: Any) -> None:
    """A page parses as strict HTML5 and holds nothing the content policy would block."""
    text = response if isinstance(response, str) else response.content.decode()
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(text)
    found = [
        f"line {where[0]}: {code} {details}" for where, code, details in parser.errors if code not in ALLOWED
    ]
    assert not found, "Not strict HTML5:\n" + "\n".join(found)
    for what, pattern in FORBIDDEN.items():
        match = re.search(pattern, text, re.IGNORECASE)
        assert match is None, f"The page holds {what}: {match.group(0)[:120] if match else ''}"


def axe_clean(page: Page) -> None:
    """No accessibility rule of axe-core is broken on the page as it stands."""
    page.wait_for_load_state()  # a page without its style sheet is another page
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("rules => axe.run(document, rules)", AXE_RULES)
    found = [
        f"{rule['id']} ({rule['impact']}): {rule['help']}\n    "
        + "\n    ".join(n["html"][:160] for n in rule["nodes"])
        for rule in result["violations"]
    ]
    assert not found, "Axe found:\n" + "\n".join(found)


def fits(page: Page, width: int, text: int = 100) -> None:
    """Nothing is wider than the screen, also with text at 200 per cent (`text=200`)."""
    page.wait_for_load_state()
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("size => { document.documentElement.style.fontSize = size + '%' }", text)
    wide, widest = page.evaluate(WIDEST)
    page.evaluate("() => { document.documentElement.style.fontSize = '' }")
    assert wide <= 0, (
        f"The page is {wide} pixels wider than a screen of {width} with text at {text}%: {widest}"
    )


def fits_everywhere(page: Page) -> None:
    for width in WIDTHS:
        fits(page, width)
    fits(page, 375, text=200)
    fits(page, 1200, text=200)


def screenshot(page: Page, name: str, width: int = 1200) -> Path:
    """A picture of the whole page in .weft/screenshots, for a person to look at."""
    folder = ROOT / ".weft" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    page.set_viewport_size({"width": width, "height": 900})
    path = folder / f"{name}-{width}.png"
    page.screenshot(path=path, full_page=True)
    return path


def looked_at(page: Page, name: str) -> None:
    """Accessible, not wider than any screen, and a picture of it wide and narrow; the screen is wide again after."""
    axe_clean(page)
    fits_everywhere(page)
    for width in (320, 1200):
        screenshot(page, name, width)
