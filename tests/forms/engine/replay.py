"""Replaying what ODK's own engine did: each script says what changed after each step."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from weft.forms.engine import Clock, EngineError, Filling, Form
from weft.forms.engine.cells import Cell
from weft.forms.xpath import Node, parse_xml

UUID = re.compile(r"uuid:[0-9a-f-]{36}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(?:Z|[+-]\d\d:\d\d)")
Said = dict[str, Any]


def scripts(path: Path) -> list[Said]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def needs_files(script: Said) -> bool:
    """Whether a script needs files the record does not hold: lists outside the form, or uploads."""
    return 'src="jr://' in script["form"] or "/instance-attachments/" in script["file"]


KEPT = re.compile(
    r"'restore'|when restoring|when editing|Instance edit|deserialized$|loading form for editing"
)


def starts_kept(script: Said) -> bool:
    """Whether a script starts from an instance kept before; the record holds it only as it stood after opening."""
    return KEPT.search(script["test"]) is not None


@dataclass
class Replay:
    """One script replayed; what came out otherwise than recorded."""

    script: Said
    expected: dict[str, Said] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    states: int = 0
    wrong_states: int = 0

    def run(self) -> "Replay":
        try:
            self.filling = self._open()
        except EngineError as refused:
            self.wrong.append(f"init: {type(refused).__name__}: {refused}")
            for step in self.script["steps"]:
                self.states += len(step.get("changed", {}))
                self.wrong_states += len(step.get("changed", {}))
            return self
        for number, step in enumerate(self.script["steps"]):
            self._step(number, step)
        return self

    def _open(self) -> Filling:
        first = self.script["steps"][0]
        now = datetime.fromisoformat(self.script["now"])
        clock = Clock(now, ZoneInfo(self.script["tz"]))
        self.form = Form.parse(self.script["form"], strict=False)
        if starts_kept(self.script):
            return Filling.load(self.form, first["instance"], clock)
        named = next((s["v"] for r, s in first["changed"].items() if r.endswith("instanceID")), None)
        return Filling.new(self.form, clock, instance_id=named, chance=self._chance())

    def _chance(self) -> Callable[[], float]:
        """The random numbers of the one script that uses them: they show in what was recorded."""
        shown = [
            int(said["v"]) / 2
            for step in self.script["steps"]
            for ref, said in step.get("changed", {}).items()
            if ref.endswith("/calc") and step["op"] == "createNewRepeat"
        ]
        numbers = iter(shown)
        return lambda: next(numbers, 0.0)

    def _step(self, number: int, step: Said) -> None:
        try:
            self._act(step)
        except EngineError as refused:
            if "throws" not in step:
                self.wrong.append(
                    f"{number} {step['op']} {step.get('args')}: {type(refused).__name__}: {refused}"
                )
        for ref in step.get("gone", ()):
            self.expected.pop(ref, None)
        self.expected.update(step.get("changed", {}))
        self._compare(number, step)

    def _act(self, step: Said) -> None:
        match step["op"]:
            case "answer" if "ref" in step:
                self.filling.set(step["ref"], self._typed(step))
            case "answer" if len(step["args"]) == 2:
                self.filling.set(*step["args"])
            case "createNewRepeat":
                given = step["args"][0]
                self.filling.add(given["assertCurrentReference"] if isinstance(given, dict) else given)
            case "removeRepeat":
                repeat, index = re.fullmatch(r"(.*)\[(\d+)\]", step["args"][0]).groups()
                self.filling.remove(repeat, int(index))
            case "setLanguage":
                self.filling.language = step["args"][0]

    def _typed(self, step: Said) -> str:
        values = step["args"][1:] if step["args"][0] == step["ref"] else step["args"]
        if len(values) != 1 or not isinstance(values[0], str | int | float) or isinstance(values[0], bool):
            return str(step["stored"])
        return str(values[0])

    def _compare(self, number: int, step: Said) -> None:
        here = {cell.ref: cell for cell in self.filling.root.walk() if cell.node.kind == "element"}
        wanted = {ref for ref in self.expected if not self.expected[ref]["t"].startswith("repeat-range")}
        for ref in sorted(set(here) ^ wanted):
            self.wrong.append(f"{number} {step['op']}: {'extra' if ref in here else 'missing'} {ref}")
        changed = set(step.get("changed", {}))
        for ref in wanted & set(here):
            differing = self._differs(here[ref], self.expected[ref])
            if differing:
                self.wrong.append(f"{number} {step['op']} {ref}: {differing}")
            if ref in changed:
                self.wrong_states += bool(differing)
        self.wrong_states += len((changed & wanted) - set(here))
        self.states += len(changed)
        if "instance" in step:
            self._compare_xml(number, step)

    def _differs(self, cell: Cell, said: Said) -> str:
        state = self.filling.state(cell.ref)
        ours: Said = {"rel": state.relevant, "ro": state.readonly, "req": state.required}
        if "v" in said:
            ours["v"] = state.value
        if "valid" in said:
            ours["valid"] = [state.constraint_ok, state.required_ok]
        if "label" in said or state.label:
            ours["label"] = state.label
        if "hint" in said or state.hint:
            ours["hint"] = state.hint
        if "opts" in said:
            ours["opts"] = [[one.value, one.label] for one in state.choices]
        found = []
        for key, value in ours.items():
            if self._plain(str(value)).strip() != self._plain(str(said.get(key))).strip():
                found.append(f"{key}={str(value)[:150]!r} not {str(said.get(key))[:150]!r}")
        return "; ".join(found)

    def _plain(self, text: str) -> str:
        """Without names and moments made up while recording."""
        return MOMENT.sub(lambda found: self._moment(found[0]), UUID.sub("uuid:", text))

    def _moment(self, text: str) -> str:
        distance = datetime.fromisoformat(text) - datetime.fromisoformat(self.script["now"])
        return "now" if abs(distance) < timedelta(minutes=1) else text

    def _compare_xml(self, number: int, step: Said) -> None:
        ours, theirs = (shape(parse_xml(self._plain(one))) for one in (self.filling.xml(), step["instance"]))
        if ours != theirs:
            self.wrong.append(
                f"{number} {step['op']} xml: {self.filling.xml()[:600]} NOT {step['instance'][:600]}"
            )


def shape(node: Node) -> list[Any]:
    """A document without the spellings that mean nothing."""
    attributes = sorted((one.name, one.text) for one in node.attributes.values())
    text = "".join(one.text for one in node.children if one.kind == "text")
    inside = [shape(one) for one in node.elements()]
    return [node.name, attributes, text if not inside else "", inside]


def replay_all(path: Path) -> Iterator[Replay]:
    for script in scripts(path):
        yield Replay(script).run()
