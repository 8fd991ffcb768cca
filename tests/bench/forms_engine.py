"""Processor time of the form engine: python -m tests.bench.forms_engine [folder]

One form of 50 questions made here, and the WHO verbal autopsy of ODK's recorded scripts (531 nodes) where the shared
data lie beside the project. With a folder, ODK's own JavaScript engine does the same in the same run.
"""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import process_time
from zoneinfo import ZoneInfo

from tests.forms.engine.make import bind, xform
from weft.forms.engine import Clock, Filling, Form, Question

CLOCK = Clock(datetime(2026, 5, 3, 12, tzinfo=UTC), ZoneInfo("Europe/London"))
ROUNDS = 3
Answers = list[tuple[str, str]]


def fifty() -> tuple[str, Answers]:
    """50 questions: each third hangs on the one before, each fifth is worked out."""
    names = [f"q{number}" for number in range(50)]
    model = "".join(
        bind(name, calculate=f"/data/q{n - 1} * 2 + /data/q{n - 2}")
        if n % 5 == 4
        else bind(
            name,
            type="int",
            relevant=f"/data/q{n - 1} &gt; 0" if n % 3 == 2 else "true()",
            constraint=". &lt; 100",
            required="true()",
        )
        for n, name in enumerate(names)
    )
    shown = [name for n, name in enumerate(names) if n % 5 != 4]
    body = "".join(f'<input ref="/data/{name}"><label>{name}</label></input>' for name in shown)
    return xform("".join(f"<{name}/>" for name in names), model=model, body=body), [
        (f"/data/{name}", "7") for name in shown[:12]
    ]


def who() -> tuple[str, Answers] | None:
    for folder in Path(__file__).resolve().parents:
        path = folder / "shared" / "data" / "odk" / "odk_scenarios.jsonl.gz"
        if path.is_file():
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                script = next(one for one in map(json.loads, lines) if one["test"].startswith("WHO VA"))
            return script["form"], [(one["ref"], one["stored"]) for one in script["steps"] if "ref" in one]
    return None


def milliseconds(work: Callable[[], object]) -> float:
    found = []
    for _ in range(ROUNDS):
        began = process_time()
        work()
        found.append((process_time() - began) * 1000)
    return median(found)


def ours(xml: str, answers: Answers) -> dict[str, float]:
    form = Form.parse(xml)
    taken: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        filling = Filling.new(form, CLOCK)
        for ref, value in answers:
            began = process_time()
            filling.set(ref, value)
            taken.setdefault(ref, []).append((process_time() - began) * 1000)
    each = [median(times) for times in taken.values()]
    draft = filling.full_xml()
    page = [place.ref for place in filling.walk() if isinstance(place.element, Question)][:5]

    def save_one_page() -> None:
        again = Filling.load(form, draft, CLOCK)
        for ref, value in answers[:3]:
            again.set(ref, value)
        for ref in page:
            again.state(ref)
        again.full_xml()

    return {
        "parse": milliseconds(lambda: Form.parse(xml)),
        "new": milliseconds(lambda: Filling.new(form, CLOCK)),
        "answer, median": median(each),
        "answer, longest": max(each),
        "load": milliseconds(lambda: Filling.load(form, draft, CLOCK)),
        "load, 3 answers, 5 states, save": milliseconds(save_one_page),
    }


def theirs(folder: str, xml: str, answers: Answers) -> dict[str, float]:
    script = Path(__file__).with_name("forms_engine_odk.mjs").read_text(encoding="utf-8")
    job = json.dumps({"xml": xml, "answers": answers, "rounds": ROUNDS})
    (Path(folder) / "weft-bench.mjs").write_text(script, encoding="utf-8")
    done = subprocess.run(
        ["node", "weft-bench.mjs"], cwd=folder, input=job, capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout))


def main() -> None:
    for name, given in (("50 questions", fifty()), ("WHO verbal autopsy", who())):
        if given is None:
            continue
        mine = ours(*given)
        other = theirs(sys.argv[1], *given) if len(sys.argv) > 1 else {}
        for what, taken in mine.items():
            beside = (
                f"   ODK {other[what]:9.2f} ms   {other[what] / taken:6.0f} times" if what in other else ""
            )
            print(f"{name:20s} {what:32s} {taken:9.2f} ms{beside}")


if __name__ == "__main__":
    main()
