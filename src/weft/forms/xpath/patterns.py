"""regex(): all ways through the pattern at once, so that no text can make it slow (Thompson, CACM 11(6), 1968)."""

from __future__ import annotations

from functools import lru_cache

from weft.forms.xpath import limits
from weft.forms.xpath.context import Context
from weft.forms.xpath.errors import TooMuchWork
from weft.forms.xpath.pattern_grammar import WORDS, Do, program

_kept = lru_cache(maxsize=64)(program)


def found(pattern: str, text: str, context: Context) -> bool:
    """Whether the pattern is found anywhere in the text."""
    if len(text) > limits.PATTERN_TEXT:
        raise TooMuchWork(f"regex() looks at texts of at most {limits.PATTERN_TEXT:,} characters")
    steps = _kept(pattern)
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
