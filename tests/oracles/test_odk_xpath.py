"""2,000 generated expressions, worked out by weft.forms.xpath and by @getodk/xpath.

WEFT_ORACLES names a folder whose node_modules holds @getodk/xpath, temporal-polyfill, crypto-js and jsdom; see
docs/forms-conformance.md for how to fill it.
"""

from __future__ import annotations

import json
import math
import os
import random
import re
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path
from shutil import which
from typing import Any, TypeAlias

import pytest

from tests.forms.xpath.make import NOW
from weft.forms.xpath import Context, World, XPathError, compile_expression, parse_xml

Asked: TypeAlias = dict[str, str]
COUNT, SEED = 2_000, 20_181
PROGRAM = Path(__file__).with_name("odk_xpath.mjs")
DOCUMENT = """<top><data>
<age>36</age><half>2.5</half><minus>-7</minus><zero>0</zero><blank/><word>yes</word><text>Ada Lovelace</text>
<day>2026-03-01</day><time>2026-03-01T10:20:30.000+00:00</time><list>apple pear fig</list>
<child><years>4</years></child><child><years>9</years></child><child><years/></child>
</data></top>"""
LEAVES = ("age", "half", "minus", "zero", "blank", "word", "text", "day", "time", "list", "missing")


class Maker:
    """Expressions of each kind, nested to a small depth."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def pick(self, *of: str) -> str:
        return self.chance.choice(of)

    def path(self) -> str:
        return self.pick(
            *(f"/top/data/{leaf}" for leaf in LEAVES), "/top/data/child/years", "//years",
            "/top/data/child[2]/years", "/top/data/child[years > 5]/years",
            "/top/data/child[position() = 3]/years", "/top/data/child[last()]/years",
            "/top/data/*[. = 'yes']", "/top/data/child[1]/following-sibling::child/years", "//child[years]/years",
        )  # fmt: skip

    def filled(self, deep: int, *of: str) -> str:
        """One of the shapes, its {n}umbers, {s}trings, {t}ruths, {p}aths and {c}omparisons made up."""
        makers = {
            "n": lambda: self.number(deep - 1),
            "s": lambda: self.text(deep - 1),
            "t": lambda: self.truth(deep - 1),
            "p": self.path,
            "c": lambda: self.pick("=", "!=", "<", "<=", ">", ">="),
        }
        return re.sub(r"\{([nstpc])\}", lambda match: makers[match[1]](), self.pick(*of))

    def number(self, deep: int) -> str:
        if deep == 0:
            return self.pick("0", "1", "2.5", "-3", "10", self.path())
        return self.filled(
            deep,
            "{n} + {n}", "{n} - {n}", "({n}) * ({n})", "({n}) div ({n})", "({n}) mod ({n})",
            "round({n})", "round({n}, 1)", "floor({n})", "ceiling({n})", "int({n})", "abs({n})",
            "number({s})", "string-length({s})", "count({p})", "sum({p})",
            "max({p})", "min({n}, {n})", "count-selected({s})", "-({n})", "pow({n}, 2)",
            "if({t}, {n}, {n})", "count-non-empty({p})",
            "decimal-date-time('2026-01-02')", "decimal-date-time('2026-01-02T03:04:05Z')",
        )  # fmt: skip

    def text(self, deep: int) -> str:
        if deep == 0:
            return self.pick("''", "'yes'", "'a b'", "'apple'", "'3'", "'2026-03-01'", self.path())
        return self.filled(
            deep,
            "concat({s}, {s})", "string({n})", "string({s})", "substr({s}, 1, 4)",
            "normalize-space({s})",
            "substring-before({s}, 'a')", "substring-after({s}, 'a')", "translate({s}, 'abc', 'AB')",
            "coalesce({s}, {s})", "join('-', {p})", "selected-at({s}, 1)", "substring({s}, 2, 3)",
            "if({t}, {s}, {s})", "digest({s}, 'MD5', 'hex')",
            "format-date(/top/data/day, '%Y %b %e')", "format-date('2026-12-31', '%d/%m/%y')",
        )  # fmt: skip

    def truth(self, deep: int) -> str:
        if deep == 0:
            return self.pick("true()", "false()", f"boolean({self.path()})")
        return self.filled(
            deep,
            "{n} {c} {n}", "{s} = {s}", "{p} {c} {n}", "{p} != {s}",
            "({t}) and ({t})", "({t}) or ({t})", "not({t})", "selected({s}, {s})",
            "contains({s}, {s})", "starts-with({s}, 'a')", "ends-with({s}, 's')", "boolean({n})",
            "regex({s}, '^[a-z]+$')", "boolean-from-string({s})", "{p} {c} {p}",
            "date('2026-03-01') {c} /top/data/day", "date('2026-03-01') {c} '2026-03-02'",
            "checklist(1, 2, {t}, {t}, {t})",
        )  # fmt: skip

    def asked(self) -> Asked:
        kind = self.pick("number", "string", "boolean")
        make = {"number": self.number, "string": self.text, "boolean": self.truth}[kind]
        return {"expression": make(self.chance.randint(1, 3)), "kind": kind}


@cache
def expressions() -> list[Asked]:
    maker, found = Maker(SEED), dict[str, Asked]()
    while len(found) < COUNT:
        one = maker.asked()
        found[one["expression"]] = one
    return list(found.values())


def ours(asked: Asked) -> Any:
    whole = parse_xml(DOCUMENT)
    context = Context(whole, World(whole, NOW))
    one = compile_expression(asked["expression"])
    return {"number": one.number, "string": one.string, "boolean": one.boolean}[asked["kind"]](context)


@pytest.fixture(scope="module")
def theirs() -> list[dict[str, Any]]:
    folder = os.environ.get("WEFT_ORACLES", "")
    if which("node") is None or not (Path(folder) / "node_modules/@getodk/xpath").exists() or not folder:
        pytest.skip("WEFT_ORACLES names no folder with @getodk/xpath")
    question = {"xml": DOCUMENT, "zone": "Europe/London", "cases": expressions()}
    done = subprocess.run(
        ["node", str(PROGRAM), folder], input=json.dumps(question), capture_output=True, text=True, check=True
    )
    return list(json.loads(done.stdout))


def differs(asked: Asked, other: dict[str, Any]) -> bool:
    try:
        found = ours(asked)
    except XPathError:
        return "error" not in other
    if "error" in other:
        return True
    if asked["kind"] == "number":
        wanted = float(other["value"])
        return not (
            wanted == found or (math.isnan(wanted) and math.isnan(found)) or math.isclose(wanted, found)
        )
    return bool(found != other["value"])


@pytest.mark.slow
def test_generated_expressions_give_what_odk_web_forms_gives(theirs: list[dict[str, Any]]) -> None:
    odd = [one["expression"] for one, other in zip(expressions(), theirs, strict=True) if differs(one, other)]
    assert odd == []


def test_a_difference_is_noticed() -> None:
    """The control: an answer that is not ours, of each kind, and an error on one side only."""
    asked = {"number": "1 + 1", "string": "'a'", "boolean": "true()"}
    same = {"number": "2", "string": "a", "boolean": True}
    for kind, expression in asked.items():
        one = {"kind": kind, "expression": expression}
        assert not differs(one, {"value": same[kind]})
        assert differs(one, {"value": "3"}) and differs(one, {"error": "no"})
    assert differs({"kind": "string", "expression": "1 +"}, {"value": ""})


def test_generated_expressions_are_of_every_kind_and_can_be_read() -> None:
    """Always run: the expressions compile here, and are as many of each kind as chance makes them."""
    few = expressions()[:200]
    assert all(compile_expression(one["expression"]) for one in few)
    assert min(Counter(one["kind"] for one in few).values()) > 40
