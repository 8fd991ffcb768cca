"""Regular expressions to a small program, without anything that needs backtracking.

Understood: characters, `.`, classes, \\d \\w \\s and their opposites, \\p{L} and other general categories, groups,
alternatives, * + ? {n} {n,} {n,m} (lazy or not), ^ $ \\b \\B. Refused: looking ahead or behind, and back references,
which cannot be matched in a time that grows with the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, TypeAlias
from unicodedata import category

from weft.forms.xpath import limits
from weft.forms.xpath.errors import XPathEvaluationError

Test: TypeAlias = Callable[[str], bool]
DIGITS, WORDS = "0123456789", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "0": "\0"}
_COUNT = re.compile(r"\{(\d{1,4})(?:(,)(\d{1,4})?)?\}")
_CATEGORY = re.compile(r"\{\^?([A-Z][a-z]?)\}")


class Do(NamedTuple):
    """One instruction: read a character that passes, go on at both places, look at where we are, or be done."""

    what: str  # read, fork, look, done
    test: Test | None = None
    look: str = ""
    to: tuple[int, ...] = ()


Part: TypeAlias = tuple[
    str, object
]  # parsed: ("read", test), ("look", sign), ("all", parts), ("any", parts), ...


def program(pattern: str) -> tuple[Do, ...]:
    """Raises XPathEvaluationError naming what is not understood."""
    if len(pattern) > limits.PATTERN_CHARACTERS:
        raise XPathEvaluationError(
            f"regex(): the pattern is longer than {limits.PATTERN_CHARACTERS:,} characters"
        )
    reader = _Reader(pattern)
    part = reader.alternatives()
    if reader.place < len(pattern):
        raise reader.wrong("has a bracket too many")
    writer = _Writer()
    writer.write(part)
    writer.emit(Do("done"))
    return tuple(writer.done)


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern, self.place, self.depth = pattern, 0, 0

    def wrong(self, why: str) -> XPathEvaluationError:
        return XPathEvaluationError(f"regex(): the pattern {why} (character {self.place + 1})")

    def next(self) -> str:
        return self.pattern[self.place : self.place + 1]

    def take(self) -> str:
        self.place += 1
        if self.place > len(self.pattern):
            raise self.wrong("ends too early")
        return self.pattern[self.place - 1]

    def alternatives(self) -> Part:
        self.depth += 1
        if self.depth > 30:
            raise self.wrong("has too many brackets inside each other")
        found = [self.sequence()]
        while self.next() == "|":
            self.take()
            found.append(self.sequence())
        self.depth -= 1
        return ("any", found) if len(found) > 1 else found[0]

    def sequence(self) -> Part:
        found: list[Part] = []
        while self.next() not in ("", "|", ")"):
            found.append(self.repeated(self.atom()))
        return ("all", found)

    def repeated(self, part: Part) -> Part:
        count = _COUNT.match(self.pattern, self.place)
        if self.next() in ("*", "+", "?") and self.next():
            least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[self.take()]
        elif count is not None:
            self.place = count.end()
            least = int(count[1])
            most = least if not count[2] else int(count[3]) if count[3] else None
        else:
            return part
        if most is not None and most < least:
            raise self.wrong("counts backwards")
        if self.next() in ("?", "+") and self.next():
            self.take()  # lazy or possessive: the same texts are found
        if self.next() in ("*", "+", "?") and self.next():
            raise self.wrong("repeats a repetition")
        return ("repeat", (part, least, most))

    def atom(self) -> Part:
        sign = self.take()
        if sign == "(":
            return self.group()
        if sign == "[":
            return ("read", self.characters())
        if sign == ".":
            return ("read", lambda c: c not in "\n\r\u2028\u2029")
        if sign in "^$":
            return ("look", sign)
        if sign == "\\":
            return ("look", self.take()) if self.next() in ("b", "B") else ("read", self.escape())
        if sign in "*+?":
            raise self.wrong("repeats nothing")
        return ("read", lambda c: c == sign)

    def group(self) -> Part:
        if self.pattern.startswith("?:", self.place):
            self.place += 2
        elif self.next() == "?":
            raise self.wrong("looks ahead or behind, which is not understood: write it as two conditions")
        found = self.alternatives()
        if self.take() != ")":  # pragma: no cover - alternatives() stops at ")" or at the end
            raise self.wrong("lacks a bracket")
        return found

    def escape(self) -> Test:
        sign = self.take()
        if sign in "123456789":
            raise self.wrong("refers back to a group, which is not understood")
        if sign in "pP":
            return self.category(sign == "P")
        known = {"d": DIGITS, "w": WORDS}.get(sign.lower())
        if known is not None:
            return (lambda c: c not in known) if sign.isupper() else (lambda c: c in known)
        if sign in "sS":
            return (lambda c: not c.isspace()) if sign == "S" else str.isspace
        coded = {"x": 2, "u": 4}.get(sign)
        wanted = CONTROLS.get(sign, sign) if coded is None else self.coded(coded)
        return lambda c: c == wanted

    def coded(self, size: int) -> str:
        try:
            return chr(int("".join(self.take() for _ in range(size)), 16))
        except ValueError:
            raise self.wrong("has a code that is no character") from None

    def category(self, is_other: bool) -> Test:
        found = _CATEGORY.match(self.pattern, self.place)
        if found is None:
            raise self.wrong("names characters by a category that is not understood")
        self.place, wanted = found.end(), found[1]
        return lambda c: category(c).startswith(wanted) is not is_other

    def characters(self) -> Test:
        """A class: [a-z], [^...]."""
        is_other = self.next() == "^"
        self.place += is_other
        tests: list[Test] = []
        while not tests or self.next() != "]":
            if self.next() == "]" and not tests:
                break
            tests.append(self.one_or_range())
        self.take()
        return lambda c: any(test(c) for test in tests) is not is_other

    def one_or_range(self) -> Test:
        first = self.take()
        if first == "\\":
            if self.next() == "b":
                raise self.wrong("has \\b among characters")
            start = self.pattern[self.place : self.place + 1]
            test = self.escape()
            if start.isalnum() or self.next() != "-" or self.pattern[self.place + 1 : self.place + 2] == "]":
                return test
            first = start
        if self.next() != "-" or self.pattern[self.place + 1 : self.place + 2] in ("]", ""):
            return lambda c: c == first
        self.take()
        last = self.take()
        last = self.take() if last == "\\" else last
        if last < first:
            raise self.wrong("has a range that runs backwards")
        return lambda c: first <= c <= last


class _Writer:
    """Parsed parts to instructions (Thompson, CACM 11(6), 1968)."""

    def __init__(self) -> None:
        self.done: list[Do] = []

    def emit(self, do: Do) -> int:
        if len(self.done) >= limits.PATTERN_STATES:
            raise XPathEvaluationError("regex(): the pattern repeats too much")
        self.done.append(do)
        return len(self.done) - 1

    def write(self, part: Part) -> None:
        kind, inside = part
        if kind == "read":
            self.emit(Do("read", test=inside))  # type: ignore[arg-type]
        elif kind == "look":
            self.emit(Do("look", look=str(inside)))
        elif kind == "all":
            for one in inside:  # type: ignore[attr-defined]
                self.write(one)
        elif kind == "any":
            self.either(list(inside))  # type: ignore[call-overload]
        else:
            self.repeat(*inside)  # type: ignore[misc]

    def either(self, parts: list[Part]) -> None:
        ends = []
        for one in parts[:-1]:
            fork = self.emit(Do("fork"))
            self.write(one)
            ends.append(self.emit(Do("fork")))
            self.done[fork] = Do("fork", to=(fork + 1, len(self.done)))
        self.write(parts[-1])
        for end in ends:
            self.done[end] = Do("fork", to=(len(self.done),))

    def repeat(self, part: Part, least: int, most: int | None) -> None:
        for _ in range(least):
            self.write(part)
        if most is None:
            start = self.emit(Do("fork"))
            self.write(part)
            self.emit(Do("fork", to=(start,)))
            self.done[start] = Do("fork", to=(start + 1, len(self.done)))
            return
        forks = []
        for _ in range(most - least):
            forks.append(self.emit(Do("fork")))
            self.write(part)
        for fork in forks:
            self.done[fork] = Do("fork", to=(fork + 1, len(self.done)))
