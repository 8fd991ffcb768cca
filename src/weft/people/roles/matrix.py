"""Read the matrix of roles: one data file, checked whole when it is first needed."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("matrix.yaml")
REACHES = ("own", "organisation", "all")
PUBLIC = "public"


class MatrixError(Exception):
    """The matrix names something that is not there; the message says what and where."""


@dataclass(frozen=True)
class Role:
    key: str
    label: str
    is_staff: bool  # needs a second factor
    is_city: bool  # held in the city team
    may: str  # one line for the docs


@dataclass(frozen=True)
class Rule:
    """What one role may do with one action, and how far it reaches."""

    action: str
    role: str
    reach: str


@dataclass(frozen=True)
class Matrix:
    roles: dict[str, Role]
    actions: dict[str, str]  # action -> what it is, for the docs
    rules: tuple[Rule, ...]
    routes: dict[str, str]  # route name -> action, or "public"

    def reach(self, action: str, role: str) -> str | None:
        return next((r.reach for r in self.rules if r.action == action and r.role == role), None)


@cache
def matrix() -> Matrix:
    return read(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def read(data: dict[str, Any]) -> Matrix:
    """Turn the file's data into a Matrix. Raises MatrixError for an unknown role, reach or action."""
    roles = {
        key: Role(key, each["label"], each.get("staff", False), each.get("city", False), each.get("may", ""))
        for key, each in data["roles"].items()
    }
    actions = {key: each["is"] for key, each in data["actions"].items()}
    rules = tuple(
        _rule(action, role, reach, roles)
        for action, each in data["actions"].items()
        for role, reach in each.get("for", {}).items()
    )
    for route, action in data["routes"].items():
        if action != PUBLIC and action not in actions:
            raise MatrixError(f"routes: {route} needs {action!r}, which is no action of the matrix.")
    return Matrix(roles, actions, rules, dict(data["routes"]))


def _rule(action: str, role: str, reach: str, roles: dict[str, Role]) -> Rule:
    if role not in roles:
        raise MatrixError(f"actions: {action} names the role {role!r}, which is not listed under roles.")
    if reach not in REACHES:
        raise MatrixError(f"actions: {action} for {role} says {reach!r}. Use one of: {', '.join(REACHES)}.")
    return Rule(action, role, reach)
