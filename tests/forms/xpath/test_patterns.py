"""regex(): which texts a pattern finds, beside Python's own regular expressions."""

from __future__ import annotations

import random
import re

import pytest

from tests.forms.xpath.make import ask, world
from weft.forms.xpath import Context, TooMuchWork, XPathEvaluationError
from weft.forms.xpath.patterns import found

PATTERNS = (
    r"^[0-9]{10}$", r"^\d{3}-\d{4}$", r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$",
    r"a|b", r"(ab)*c", r"^(a|b){2,3}$",
    r"^(?:x+x+)+y", r"[^a-c]", r"\bab\b", r"\Bb", r"^$",
    r"[\]a]", r"a{2}", r"a??b", r"[a\-z]", r"^[\w\s]+$", r"\.", r"[.]",
    r"(a*)*b",
    r"(|a)+b", r"^a.b$", r"\D\W\S", r"a{2,}", r"x{0}y",
    r"[-a]", r"[a-]", r"\x61\u0062", r"\t|z", r"^a+b",
    r"a{,2}", r"[\d.]x", r"^[^0-9]*$",
    r"[\--\.]", r"a{1,2}?z", r"a++b",
)  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_finds_what_python_finds(pattern: str) -> None:
    chance, at = random.Random(pattern), world()
    known = re.compile(pattern.replace("$", r"\Z").replace("{,", r"\{,"), re.ASCII)
    for _ in range(150):
        text = "".join(chance.choice("abcxyz019@.-_ ]{,2}\t\n") for _ in range(chance.randrange(12)))
        assert found(pattern, text, Context(at.root, at)) == (known.search(text) is not None), text


@pytest.mark.parametrize(
    ("pattern", "text", "is_found"),
    [
        (r"^\p{L}+$", "Žofie", True), (r"^\p{Lu}", "žofie", False), (r"^\P{N}+$", "abc", True),
        (r"^\P{N}+$", "ab1", False),
        (r"^\d+$", "१२", False), (r"^[0-9]+$", "12\n", False), (r"", "x", True), (r"^\S+$", "a b", False),
    ],
)  # fmt: skip
def test_finds_letters_of_any_script(pattern: str, text: str, is_found: bool) -> None:
    at = world()
    assert found(pattern, text, Context(at.root, at)) is is_found


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(a", "ends too early"), ("a)", "has a bracket too many"), ("[a", "ends too early"),
        ("*a", "repeats nothing"),
        ("a**", "repeats a repetition"), ("a{3,2}", "counts backwards"), ("[z-a]", "has a range that runs backwards"),
        (r"(a)\1", "refers back"), (r"(?=a)", "looks ahead or behind"), (r"\p{Greek}", "category"),
        (r"\xzz", "no character"),
        (r"[\b]", "among characters"), ("a" * 2_001, "longer than 2,000"), ("a\\", "ends too early"),
    ],
)  # fmt: skip
def test_pattern_that_cannot_be_read_says_why(pattern: str, why: str) -> None:
    with pytest.raises(XPathEvaluationError, match=why):
        ask(f"regex('a', \"{pattern}\")")


def test_text_longer_than_any_answer_is_not_looked_at() -> None:
    at = world()
    with pytest.raises(TooMuchWork):
        found("a", "b" * 20_001, Context(at.root, at))
