"""The 2,573 cases recorded from ODK Web Forms' own tests, and which of them are in scope."""

from __future__ import annotations

import gzip
import json
import math
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from weft.forms.xpath import Context, Node, World, XPathError, compile_expression, parse_xml

Case: TypeAlias = dict[str, Any]
ROOT = Path(__file__).resolve().parents[3]
FILES = [p / "shared/data/odk/odk_xpath_cases.json.gz" for p in ROOT.parents]
FILE = next((p for p in FILES if p.exists()), None)
UTC = ZoneInfo("UTC")


@cache
def cases() -> tuple[Case, ...]:
    assert FILE is not None
    return tuple(json.loads(gzip.decompress(FILE.read_bytes())))


def left_out(case: Case) -> str:
    """Why a case is out of scope (shared/data/PROVENANCE.md), or nothing."""
    asked, wanted = case["expr"], case.get("kind")
    if "namespace::" in asked:
        return "namespace axis"
    if "jr:itext" in asked and wanted in ("nodes", None):
        return "itext as node"
    if re.search(r"explode|substring\(\)|\bfn\(", asked):
        return "error on an unreachable bad call"
    if re.search(r"random\(|uuid\(|^now\(", asked) or (
        asked.startswith("randomize(") and "," not in asked and wanted == "nodes"
    ):
        return "chance and clock"
    is_plain = "CDATA" not in case["xml"] and not case["ns"]
    if is_plain and re.search(r"count\(p\)|child::html|ancestor::div", asked):
        return "default-namespace name test"
    return "CDATA and doctype nodes" if "CDATA" in case["xml"] else ""


@cache
def document(xml: str) -> Node:
    return parse_xml(re.sub(r"<!DOCTYPE[^>\[]*>", "", xml))


def place(root: Node, path: str) -> Node:
    if path == "/":
        return root
    return compile_expression(path).nodes(Context(root, World(root, datetime.now(UTC))))[0]


def holds(case: Case, *, strict: bool = True) -> bool:
    """Whether we give what was recorded."""
    try:
        found = answer(case, strict)
    except XPathError:
        return bool(case.get("throws"))
    if case.get("throws"):
        return False
    if case["kind"] == "nodes":
        return same_nodes(case, found)
    if case["kind"] == "number":
        return same_number(float(case["value"]), found)
    return bool(found == case["value"])


def answer(case: Case, strict: bool) -> Any:
    whole = document(case["xml"])
    at = World(
        place(whole, case["root"]),
        datetime.fromisoformat(case["now"]).astimezone(ZoneInfo(case["tz"])),
        instances={n.get("id") or "": n for n in whole.walk() if n.local == "instance" and n.get("id")},
        itext=lambda _, key: translated(whole, case["lang"], key),
    )
    namespaces = {prefix: uri for prefix, uri in case["ns"].items() if uri}
    asked = compile_expression(case["expr"], namespaces, strict=strict)
    context = Context(place(whole, case["context"]), at)
    wanted = case.get("kind") or "string"
    return {"boolean": asked.boolean, "number": asked.number, "string": asked.string, "nodes": asked.nodes}[
        wanted
    ](context)


def translated(whole: Node, language: str, key: str) -> str:
    for one in whole.walk():
        if one.local == "translation" and one.get("lang") == language:
            for text in one.elements():
                value = text.first("value")
                if text.get("id") == key and value is not None:
                    return value.string_value()
    return ""


def same_nodes(case: Case, found: list[Node]) -> bool:
    try:
        wanted = [id(place(document(case["xml"]), path)) for path in case["nodes"] if path]
    except IndexError:
        return False
    ours = [id(one) for one in found]
    if case["resultType"] == 4:
        return set(ours) == set(wanted)
    return ours[:1] == wanted[:1] if case["resultType"] in (8, 9) else ours == wanted


def same_number(wanted: float, found: float) -> bool:
    """To the last bit but three: libraries of mathematics differ in the last."""
    if math.isnan(wanted) or math.isnan(found):
        return math.isnan(wanted) and math.isnan(found)
    return wanted == found or abs(wanted - found) <= 8 * 2**-53 * abs(wanted)
