"""Microseconds of one expression of a form, beside elementpath and @getodk/xpath, in one run.

    OMP_NUM_THREADS=1 PYTHONPATH=src:. python -m tests.bench.forms_xpath

Set PEERS_PYTHON to the interpreter of an environment with elementpath, and WEFT_ORACLES to a folder whose
node_modules holds @getodk/xpath and jsdom; a peer that is absent is left out. Every expression is compiled once where
the peer can do so (@getodk/xpath parses it each time, but keeps the syntax tree), then asked 2,000 times of a form of
120 questions; the figure is the best of five such runs, divided by 2,000.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from statistics import median

from tests.forms.xpath.make import NOW
from weft.forms.xpath import Context, World, compile_expression, parse_xml

REPEAT, RUNS = 2_000, 5
ORACLE = Path(__file__).parents[1] / "oracles" / "odk_xpath.mjs"
QUESTIONS = "".join(f"<q{i}>{i}</q{i}>" for i in range(100))
REPEATS = "".join(f"<child><first>N{i}</first><years>{i}</years></child>" for i in range(8))
XML = f"""<top><data><about><age>36</age><sex>female</sex><born>1990-05-17</born><email>ada@example.org</email>
<phone>07700900123</phone><needs>bus lift childcare</needs><income>21500</income><consent>yes</consent><blank/></about>
<many>{QUESTIONS}</many>{REPEATS}</data></top>"""
A = "/top/data/about"
TYPICAL = (
    f"{A}/consent = 'yes'",
    f"{A}/age >= 18",
    f"{A}/age >= 18 and {A}/age < 65",
    f"selected({A}/needs, 'childcare')",
    f"not(selected({A}/needs, 'none'))",
    f"{A}/sex = 'female' and {A}/age > 15 and selected({A}/needs, 'lift')",
    f"{A}/blank != ''",
    f"string-length({A}/phone) = 11",
    f"regex({A}/phone, '^[0-9]{{11}}$')",
    f"if({A}/age < 16, 'child', 'adult')",
    f"coalesce({A}/blank, {A}/email)",
    f"round({A}/income div 12, 2)",
    f"int((today() - date({A}/born)) div 365.25)",
    f"{A}/born <= today()",
    "count(/top/data/child) > 2",
    "count(/top/data/child[years < 5])",
    "sum(/top/data/child/years)",
    "/top/data/many/q73 = 73 or /top/data/many/q12 = 0",
    f"concat({A}/email, ' ', {A}/phone)",
    f"count-selected({A}/needs) <= 3",
)
ELEMENTPATH = """
import json, sys, time
import elementpath, xml.etree.ElementTree as tree
asked = json.load(sys.stdin)
root = tree.ElementTree(tree.fromstring(asked["xml"]))
found = []
for one in asked["cases"]:
    try:
        token = elementpath.XPath1Parser().parse(one["expression"])
        context = elementpath.XPathContext(root)
        token.get_results(context)
        best = 1e9
        for _ in range(5):
            start = time.perf_counter()
            for _ in range(asked["repeat"]):
                token.get_results(elementpath.XPathContext(root=context.root))
            best = min(best, time.perf_counter() - start)
        found.append({"microseconds": best / asked["repeat"] * 1e6})
    except Exception as wrong:
        found.append({"error": str(wrong)})
print(json.dumps(found))
"""


def ours() -> list[float | None]:
    whole = parse_xml(XML)
    world, found = World(whole, NOW), list[float | None]()
    for source in TYPICAL:
        expression = compile_expression(source)
        best = float("inf")
        for _ in range(RUNS):
            start = time.perf_counter()
            for _ in range(REPEAT):
                expression.evaluate(Context(whole, world))
            best = min(best, time.perf_counter() - start)
        found.append(best / REPEAT * 1e6)
    return found


def peer(command: list[str]) -> list[float | None]:
    if not command[0] or shutil.which(command[0]) is None:
        return [None] * len(TYPICAL)
    cases = [{"expression": one, "kind": "string"} for one in TYPICAL]
    question = json.dumps({"xml": XML, "zone": "Europe/London", "cases": cases, "repeat": REPEAT})
    done = subprocess.run(command, input=question, capture_output=True, text=True, check=True)
    return [one.get("microseconds") for one in json.loads(done.stdout)]


def at_share(figures: list[float], share: float) -> float:
    return sorted(figures)[min(int(len(figures) * share), len(figures) - 1)]


def main() -> None:
    folder = os.environ.get("WEFT_ORACLES", "")
    columns = {
        "weft": ours(),
        "elementpath": peer([os.environ.get("PEERS_PYTHON", ""), "-c", ELEMENTPATH]),
        "@getodk/xpath": peer(["node" if folder else "", str(ORACLE), folder]),
    }
    print(f"{'expression':72}" + "".join(f"{name:>15}" for name in columns) + "   (microseconds)")
    for place, source in enumerate(TYPICAL):
        figures = [column[place] for column in columns.values()]
        print(f"{source:72}" + "".join(f"{'-' if one is None else f'{one:.1f}':>15}" for one in figures))
    for name, share in (("median", 0.5), ("p95", 0.95)):
        known = [[one for one in column if one is not None] for column in columns.values()]
        wanted = [
            (median(some) if share == 0.5 else at_share(some, share)) if some else None for some in known
        ]
        print(f"{name:72}" + "".join(f"{'-' if one is None else f'{one:.1f}':>15}" for one in wanted))


if __name__ == "__main__":
    main()
