"""Expressions and documents made to hurt: each is refused, or ends, within two seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator

import pytest

from tests.forms.xpath.make import NOW, ask, world
from weft.forms.xpath import (
    Context,
    TooLong,
    TooMuchWork,
    World,
    XMLRefused,
    XPathError,
    XPathSyntaxError,
    compile_expression,
    limits,
    parse_xml,
)

SECONDS = 20.0 if sys.gettrace() else 2.0  # counting which lines run costs ten times the time
MANY = World(parse_xml("<data>" + "<a><b>1</b><c>x</c></a>" * 20_000 + "</data>"), NOW)
LONG = World(parse_xml(f"<data><t>{'ab ' * 330_000}</t><n>{'9' * 1_000_000}</n></data>"), NOW)


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    start = time.process_time()
    yield
    assert time.process_time() - start < SECONDS


def stopped(source: str, at: World) -> str:
    """How an expression ends: its value's type, or the name of the refusal."""
    try:
        found = compile_expression(source).evaluate(Context(at.root, at))
    except XPathError as refused:
        return type(refused).__name__
    return type(found).__name__


@pytest.mark.parametrize(
    "source",
    [
        "count(//*//*//*//*)",
        "count(//a[count(//a) > 0])",
        "count(//*[following::*[preceding::*]])",
        "count(//a[//b = //c])",
        "count(//a[string(/) = ''])",
        "count(//a[position(.) > 0])",
        "count(//b/ancestor::*/descendant::*/ancestor::*)",
        "count(/data/a/following-sibling::a)",
        "count(//a[id('x')])",
        "count(//a[randomize(//b, 3)])",
        "count(//a[sum(//b) = 1])",
        "count(//a[indexed-repeat(//b, /data/a, 1) = 1])",
        "string-length(join(join('x', //*), //*))",
        "count(//a[join('x', //*) = 1])",
        "count(//a[checklist(1, -1, //b, //c)])",
        "count(//a | //b | //c)" + " + count(//a | //b | //c)" * 40,
    ],
)
def test_walking_too_far_stops(source: str) -> None:
    assert stopped(source, MANY) == "TooMuchWork"


@pytest.mark.parametrize(
    "source",
    [
        "concat(" + ", ".join(["/data/t"] * 200) + ")",
        "join(/data/t, /data/t, /data/t, /data/t)",
        "translate(concat(/data/t, /data/t, /data/t), 'a', 'b')",
        "string-length(uuid(10000000))",
        "regex(/data/t, '(a|ab)*c')",
        "count(//t[contains(/data/t, 'zz')])" + " + string-length(/data/t)" * 60,
    ],
)
def test_texts_that_grow_stop(source: str) -> None:
    assert stopped(source, LONG) in ("TooMuchWork", "XPathEvaluationError")


@pytest.mark.parametrize(
    ("source", "gives"),
    [
        ("number(/data/n)", "float"),
        ("string(number(/data/n))", "str"),
        ("count-selected(/data/t)", "float"),
        ("normalize-space(/data/t)", "str"),
        ("date(/data/t)", "Moment"),
        ("area(/data/t)", "float"),
        ("base64-decode(/data/n)", "str"),
        ("digest(/data/t, 'SHA-256')", "str"),
        ("selected(/data/t, 'ab')", "bool"),
        ("pow(10, 308) * pow(10, 308)", "float"),
        ("round(1.5, 100000)", "float"),
        ("date(1e300)", "Moment"),
        ("1" + "+1" * 20_000, "float"),
        ("true()" + " and true()" * 4_000, "bool"),
        ("'" + "x" * 40_000 + "'", "str"),
    ],
)
def test_a_megabyte_of_text_is_worked_through(source: str, gives: str) -> None:
    # 1e300 is two names to XPath 1.0, so its literal is written with pow()
    assert stopped(source.replace("1e300", "pow(10, 300)"), LONG) == gives


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "(" * n + "1" + ")" * n,
        lambda n: "not(" * n + "true()" + ")" * n,
        lambda n: "a[" * n + "1" + "]" * n,
        lambda n: "1 or 1 and 1 = 1 < 1 + 1 * (" * n + "1" + ")" * n,
        lambda n: "1" + " = 1" * n,
        lambda n: "if(true(), " * n + "1" + ", 2)" * n,
    ],
)
def test_depth_is_refused(make: Callable[[int], str]) -> None:
    assert compile_expression(make(20))
    with pytest.raises(TooLong):
        compile_expression(make(1_500))


def test_long_run_of_minus_signs_is_one_sign() -> None:
    assert ask("-" * 9_999 + "1") == -1.0
    assert ask("-" * 10_000 + "1") == 1.0


def test_expression_of_a_megabyte_is_refused() -> None:
    with pytest.raises(TooLong, match="longer than 50,000 characters"):
        compile_expression("1" * 1_000_000)


def test_deep_evaluation_is_stopped_and_not_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = compile_expression("1")
    deep.run = lambda context: deep.run(context)
    at = world()
    with pytest.raises(TooMuchWork, match="too deep"):
        deep.evaluate(Context(at.root, at))


@pytest.mark.parametrize(
    "pattern",
    [r"(a+)+$", r"(a|a)*$", r"^(([a-z])+.)+[A-Z]([a-z])+$", r"(.*)*x", r"a*a*a*a*a*a*b", r"(?:x?){50}x{50}"],
)
def test_patterns_that_ruin_others_do_not_ruin_us(pattern: str) -> None:
    at = World(parse_xml(f"<t>{'a' * 3_000}!</t>"), NOW)
    answer = stopped(f"regex(/t, '{pattern}')", at)
    assert answer in ("bool", "TooMuchWork")


@pytest.mark.parametrize(
    "pattern",
    ["(a{900}){900}", "a" * 3_000, "(" * 100 + ")" * 100, "(?=a)b", r"(a)\1", "(?<!a)b", "(?P<x>a)"],
)
def test_patterns_that_cannot_be_bounded_are_refused(pattern: str) -> None:
    assert stopped(f"regex('a', '{pattern}')", world()) == "XPathEvaluationError"


BILLION = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "text",
    [
        BILLION + "]><x>&i;</x>",
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
        "<!DOCTYPE x SYSTEM 'http://example.org/x.dtd'><x/>",
        "<!DOCTYPE x [<!ENTITY % p SYSTEM 'http://example.org/'> %p;]><x/>",
        "<!DOCTYPE x><x/>",
        "<x>&undeclared;</x>",
        "<x><y></x>",
        "<x>\ud800</x>",
        "<a:x/>",
        "",
        "<x/><y/>",
        "<x a='1' a='2'/>",
    ],
)
def test_documents_that_reach_out_or_are_no_xml_are_refused(text: str) -> None:
    with pytest.raises(XMLRefused):
        parse_xml(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<a>" * 5_000 + "</a>" * 5_000, "elements deep"),
        ("<a>" + "<b/>" * 500_000 + "</a>", "parts"),
        ("<a " + " ".join(f"x{i}='1'" for i in range(450_000)) + "/>", "parts"),
        ("<a " + " ".join(f"xmlns:p{i}='u'" for i in range(200)) + "/>", "prefixes"),
        ("<a>" + "x" * 20_000_001 + "</a>", "characters"),
    ],
)
def test_documents_too_large_are_refused(text: str, why: str) -> None:
    with pytest.raises(XMLRefused, match=why):
        parse_xml(text)


def test_document_of_a_megabyte_is_read() -> None:
    whole = parse_xml("<a>" + "<b>text</b>" * 90_000 + "</a>")
    assert len(whole.children[0].children) == 90_000


def test_element_of_many_attributes_is_read() -> None:
    whole = parse_xml("<a " + " ".join(f"x{i}='1'" for i in range(100_000)) + "/>")
    assert len(whole.children[0].attributes) == 100_000


def test_control_without_bounds_the_same_expression_runs_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound stops it, not something else: with a larger one it ends."""
    at = World(parse_xml("<data>" + "<a/>" * 600 + "</data>"), NOW)
    asked = "count(//a[count(//a) > 0])"
    assert stopped(asked, at) == "TooMuchWork"
    monkeypatch.setattr(limits, "EVALUATION_STEPS", 10_000_000)
    assert stopped(asked, at) == "float"


def test_unreadable_expressions_say_where() -> None:
    with pytest.raises(XPathSyntaxError, match=r"'#' cannot stand here \(character 5\)"):
        compile_expression("1 + # 2")
