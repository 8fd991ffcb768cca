"""expect.yaml beside the figures that came out.

people: {value: 151, n: 171}                    n: the facts it rests on; leave it out where it does not matter
passed: {value: 0.75, n: 48, tolerance: 0.005}
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from weft.programmes.blueprint.lined import read_lined
from weft.programmes.blueprint.problems import NotABlueprint
from weft.programmes.queries.figures import Figure
from weft.replay.errors import ReplayError

WORDS = {"value", "n", "tolerance"}
EXACT = 1e-9  # of sums in floating point


@dataclass(frozen=True)
class Expected:
    value: float
    n: int | None = None
    tolerance: float = 0.0


@dataclass(frozen=True)
class Compared:
    """One line of the table. figure None: there is no such indicator."""

    indicator: str
    expected: Expected
    figure: Figure | None

    @property
    def is_met(self) -> bool:
        if self.figure is None or self.figure.value is None:
            return False
        near = abs(self.figure.value - self.expected.value) <= max(self.expected.tolerance, EXACT)
        return near and self.expected.n in (None, self.figure.n)


def read_expected(path: Path) -> dict[str, Expected]:
    """What must come out, by indicator. Raises ReplayError."""
    try:
        read = read_lined(path)
    except NotABlueprint as error:
        raise ReplayError(str(error)) from error
    if not isinstance(read.said, dict) or not read.said:
        raise ReplayError(f"{path.name}: write a line for each indicator: people: {{value: 151, n: 171}}")
    for name, said in read.said.items():
        numbers = isinstance(said, dict) and "value" in said and set(said) <= WORDS
        if not numbers or not all(isinstance(each, int | float) for each in said.values()):
            problem = read.problem(
                (name,), "Say the value, and n and tolerance where they matter; numbers only."
            )
            raise ReplayError(str(problem))
    return {name: Expected(**said) for name, said in read.said.items()}


def compare(expected: dict[str, Expected], figures: Iterable[Figure]) -> list[Compared]:
    found = {each.key: each for each in figures}
    return [Compared(name, wanted, found.get(name)) for name, wanted in expected.items()]


def table(rows: list[Compared]) -> str:
    """The comparison as text, a line an indicator."""
    lines = [f"{'indicator':<28} {'expected':>14} {'came out':>14} {'n':>8}"]
    for row in rows:
        value = row.figure.value if row.figure else None
        n = row.figure.n if row.figure else ""
        said = "none" if value is None else f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.2f}"
        wanted = (
            f"{row.expected.value:,.6g}" if abs(row.expected.value) < 1e6 else f"{row.expected.value:,.2f}"
        )
        verdict = "" if row.is_met else f"  DIFFERENT (n expected: {row.expected.n})"
        lines.append(f"{row.indicator:<28} {wanted:>14} {said:>14} {n:>8}{verdict}")
    return "\n".join(lines)
