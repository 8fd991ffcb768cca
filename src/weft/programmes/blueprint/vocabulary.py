"""The vocabulary of facts (facts.yaml): what an indicator may count."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("facts.yaml")
ANSWERS, OUTCOME, GRANT = "programmes.answers", "programmes.outcome", "programmes.grant"
ALWAYS = ("area", "edition", "on")  # columns of every fact


@dataclass(frozen=True)
class FactKind:
    """One kind of fact. traits None: whatever the blueprint names."""

    kind: str
    says: str
    quantities: tuple[str, ...]
    traits: tuple[str, ...] | None
    about_people: bool = True

    def knows(self, name: str) -> bool:
        return self.traits is None or name in (*self.traits, *self.quantities, *ALWAYS)


@cache
def fact_kinds() -> dict[str, FactKind]:
    """Every kind of fact by its name."""
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        kind: FactKind(
            kind,
            said["says"],
            tuple(said["quantities"]),
            None if said["traits"] == "any" else tuple(said["traits"]),
            said.get("about", "people") != "nobody",
        )
        for kind, said in data.items()
    }
