"""fixture.yaml as a flat list of steps.

    steps:
      - {do: person, name: "Runner {n}", repeat: 151}                        n counts from 1
      - {do: book, who: "{each}", each: [Ada, Ben]}                          once for each
      - {do: attend, session: "{each.key}", each: [{key: a}, {key: b}]}      ... with names of its own
      - {do: meet, repeat: 123, vary: {minutes: [{is: 118, times: 57}, {is: 119, times: 66}]}}

`vary` gives each step the next value of a list, beginning again at its end; `{is: value, times: k}` stands for k of
them. A path with a dot reaches into what the step says ("traits.first_time"). `from: 5` lets n begin at 5.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from weft.programmes.blueprint.lined import read_lined
from weft.programmes.blueprint.problems import NotABlueprint, Problem
from weft.replay.errors import ReplayError

MOST_STEPS = 200_000
GENERATORS = ("repeat", "each", "vary", "count_from")
_SLOT = re.compile(r"\{(n|each)(?:\.([a-z_]+))?(?:\+(\d+))?\}")


@dataclass(frozen=True)
class Step:
    """One thing to do, what is said of it, and the line of the fixture it comes from."""

    do: str
    said: Mapping[str, Any]
    line: int


def read_steps(path: Path) -> list[Step]:
    """Every step in order. Raises ReplayError, naming the line."""
    try:
        read = read_lined(path)
    except NotABlueprint as error:
        raise ReplayError(str(error)) from error
    written = read.said.get("steps") if isinstance(read.said, dict) else None
    if not isinstance(written, list):
        raise ReplayError(f"{path.name}: write a list below “steps:”.")
    found: list[Step] = []
    for number, each in enumerate(written):
        line = read.lines.get(("steps", number), 0)
        if not isinstance(each, dict) or not isinstance(each.get("do"), str):
            raise ReplayError(str(Problem(path.name, line, "Every step says with “do:” what happens.")))
        found += [Step(each["do"], said, line) for said in expand(each)]
        if len(found) > MOST_STEPS:
            raise ReplayError(str(Problem(path.name, line, f"These are more than {MOST_STEPS:,} steps.")))
    return found


def expand(written: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What one entry of the fixture stands for: itself once, or as often as its generators say."""
    plain = {name: said for name, said in written.items() if name not in (*GENERATORS, "do")}
    first = int(written.get("count_from", 1))
    varied = {path: list(_spread(values)) for path, values in written.get("vary", {}).items()}
    turns = [(n, each) for each in written.get("each", [None]) for n in range(first, first + _times(written))]
    for turn, (n, each) in enumerate(turns):
        said = {name: _filled(value, n, each) for name, value in plain.items()}
        for path, values in varied.items():
            _put(said, path.split("."), _filled(values[turn % len(values)], n, each))
        yield said


def _times(written: Mapping[str, Any]) -> int:
    times = int(written.get("repeat", 1))
    if not 0 < times <= MOST_STEPS:
        raise ReplayError(f"repeat is a number from 1 to {MOST_STEPS:,}.")
    return times


def _spread(values: list[Any]) -> Iterator[Any]:
    """`{is: 118, times: 57}` as 57 values."""
    for each in values:
        if isinstance(each, dict) and set(each) == {"is", "times"}:
            yield from [each["is"]] * int(each["times"])
        else:
            yield each


def _put(said: dict[str, Any], names: list[str], value: Any) -> None:
    for name in names[:-1]:
        said[name] = dict(said.get(name, {}))
        said = said[name]
    said[names[-1]] = value


def _filled(value: Any, n: int, each: Any) -> Any:
    """`{n}`, `{n+3}`, `{each}` and `{each.name}` put in; a text that is only one keeps the kind of what it names."""
    if isinstance(value, dict):
        return {name: _filled(inner, n, each) for name, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, n, each) for inner in value]
    if not isinstance(value, str):
        return value
    whole = _SLOT.fullmatch(value)
    if whole:
        return _named(whole, n, each)
    return _SLOT.sub(lambda found: str(_named(found, n, each)), value)


def _named(found: re.Match[str], n: int, each: Any) -> Any:
    word, name, more = found.groups()
    if word == "n":
        return n + int(more or 0)
    if name is None:
        return each
    if not isinstance(each, dict) or name not in each:
        raise ReplayError(f"“each” has no “{name}” here.")
    return each[name]
