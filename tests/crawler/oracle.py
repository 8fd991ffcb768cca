"""What ought to happen, worked out from the text of matrix.yaml alone: nothing of weft.people.roles is asked.

A thing stands in a relation to whoever asks: "own" (theirs), "organisation" (of the organisation they hold a role
in), both, or none.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).resolve().parents[2] / "src" / "weft" / "people" / "roles" / "matrix.yaml"
LET_IN, SENT_TO_SIGN_IN, MISSING = "let in", "sent to sign in", "missing"
SENT_TO_SECOND_FACTOR = "sent to the second factor"

REFUSED = "refused"  # a relation that no reach covers


@dataclass(frozen=True)
class Held:
    """A role held now, with its second factor shown where it needs one."""

    role: str
    in_city_team: bool


@dataclass(frozen=True)
class Oracle:
    data: dict[str, Any] = field(default_factory=lambda: yaml.safe_load(FILE.read_text(encoding="utf-8")))

    def action_of(self, route: str) -> str:
        return self.data["routes"][route]

    def expected(
        self,
        route: str,
        held: list[Held],
        relation: set[str] | None,
        *,
        signed_in: bool,
        is_there: bool = True,
        waiting: list[Held] | None = None,
    ) -> str:
        """relation: of the thing the address names; None where it names none. is_there: whether it names one.
        waiting: roles held once a second factor is shown."""
        action = self.action_of(route)
        if action == "public":
            return LET_IN
        reached = self.reaches(action, held, signed_in=signed_in)
        if not reached and self.reaches(action, waiting or [], signed_in=False):
            return SENT_TO_SECOND_FACTOR
        if not reached:
            return MISSING if signed_in else SENT_TO_SIGN_IN
        is_reached = relation is None or self.covers(reached, relation)
        return LET_IN if is_there and is_reached else MISSING

    def reaches(self, action: str, held: list[Held], *, signed_in: bool) -> set[str]:
        """How far an action reaches for somebody: any of "own", "organisation", "all"."""
        granted = self.data["actions"].get(action, {}).get("for", {})
        found = {granted.get("public"), granted.get("resident") if signed_in else None}
        for each in held:
            found |= {self._one(granted.get(each.role), each)}
        return found - {None}

    def _one(self, reach: str | None, held: Held) -> str | None:
        if self.data["roles"][held.role].get("city") and not held.in_city_team:
            return None  # a city role counts only in the city team
        if reach == "all":
            return "all" if held.in_city_team else None
        if reach == "organisation":
            return None if held.in_city_team else "organisation"
        return reach

    def covers(self, reached: set[str], relation: set[str]) -> bool:
        return REFUSED not in relation and ("all" in reached or bool(reached & relation))
