"""regex(): all ways through the pattern at once, so that no text can make it slow (Thompson, CACM 11(6), 1968)."""

from __future__ import annotations

import re
from functools import lru_cache

from weft.forms.xpath import limits
from weft.forms.xpath.context import Context
from weft.forms.xpath.errors import TooMuchWork
from weft.forms.xpath.pattern_grammar import WORDS, Do, program

# one character after another from the start of the text, at most one of them repeated without a count: for these the
# library's backtracking takes no more than a walk through the text for each character of the pattern
_SIMPLE = re.compile(
    r"\^(?:(?:[A-Za-z0-9 _@,:;/-]|\\[dw.+-]|\[\^?(?:[A-Za-z0-9 _@.,%+]|-(?!-)|\\[dw.+-])+\])"
    r"(?:\{\d{1,3}\}|[+*?])?)*\$?"
)
_VARIES = re.compile(r"[+*?](?![^\[]*\])")


@lru_cache(maxsize=64)
def _kept(pattern: str) -> tuple[tuple[Do, ...], re.Pattern[str] | None]:
    """The program, and the library's pattern when it is safe and the same."""
    steps = program(pattern)
    if not _SIMPLE.fullmatch(pattern) or len(_VARIES.findall(pattern.replace("\\+", ""))) > 1:
        return steps, None
    return steps, re.compile(pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern, re.ASCII)


def found(pattern: str, text: str, context: Context) -> bool:
    """Whether the pattern is found anywhere in the text."""
    if len(text) > limits.PATTERN_TEXT:
        raise TooMuchWork(f"regex() looks at texts of at most {limits.PATTERN_TEXT:,} characters")
    steps, quick = _kept(pattern)
    if quick is not None:
        context.charge(len(text) >> limits.CHARACTERS_A_STEP)
        return quick.match(text) is not None
    is_anchored = steps[0].look == "^"
    here: list[int] = []
    for place in range(len(text) + 1):
        if place == 0 or not is_anchored:
            here.append(0)
        reads = _reached(steps, here, text, place)
        context.charge(len(reads or ()) + 2)
        if reads is None:
            return True
        if (not reads and is_anchored) or place == len(text):
            return False
        character = text[place]
        here = [at + 1 for at in reads if steps[at].test(character)]  # type: ignore[misc]
    return False  # pragma: no cover - the last turn always returns


def _reached(steps: tuple[Do, ...], start: list[int], text: str, place: int) -> list[int] | None:
    """The reading instructions reached without a character; None when the end of the program is."""
    waiting, seen, reads = start[::-1], set(start), []
    while waiting:
        at = waiting.pop()
        do = steps[at]
        if do.what == "done":
            return None
        if do.what == "read":
            reads.append(at)
            continue
        onward = do.to if do.what == "fork" else (at + 1,) if _stands(do.look, text, place) else ()
        for one in onward:
            if one not in seen:
                seen.add(one)
                waiting.append(one)
    return reads


def _stands(look: str, text: str, place: int) -> bool:
    if look == "^":
        return place == 0
    if look == "$":
        return place == len(text)
    before = place > 0 and text[place - 1] in WORDS
    after = place < len(text) and text[place] in WORDS
    return (before != after) is (look == "b")
