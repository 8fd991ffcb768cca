"""Read the matrix of roles: one data file, checked whole when it is first needed.

MatrixError    FILE:LINE, what was found and what there is instead
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext, pgettext

from weft.registry.nodes import Fields, LoadError, Source, did_you_mean, pairs, read_tree, scalar

FILE = Path(__file__).with_name("matrix.yaml")
REACHES = ("own", "organisation", "all")
PUBLIC = "public"
MatrixError = LoadError


@dataclass(frozen=True)
class Role:
    """key, and what the file says of it: its name and one line of what it may, shown in the reader's language."""

    key: str
    english_label: str
    is_staff: bool  # needs a second factor
    is_city: bool  # held in the city team
    english_may: str

    @property
    def label(self) -> str:
        return pgettext("role", self.english_label)

    @property
    def may(self) -> str:
        return gettext(self.english_may)


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
    return read(FILE.read_text(encoding="utf-8"), FILE.name)


def read(text: str, name: str = "matrix.yaml") -> Matrix:
    """Turn the file's text into a Matrix, or say on which line it cannot be read and what to write."""
    source = Source(name)
    whole = Fields(read_tree(text, name), source, "The matrix", ("roles", "actions", "routes"))
    roles = _roles(whole.node_of("roles"), source)
    actions: dict[str, str] = {}
    rules: list[Rule] = []
    for key, entry in pairs(whole.node_of("actions"), source, "The list of actions").items():
        fields = Fields(entry.value, source, f"Action {key}", ("is", "for"))
        actions[key] = fields.text("is")
        if "for" in fields:
            rules += _rules(key, fields.node_of("for"), roles, source)
    return Matrix(roles, actions, tuple(rules), _routes(whole.node_of("routes"), actions, source))


def _roles(node: yaml.Node, source: Source) -> dict[str, Role]:
    return {
        key: _role(key, Fields(entry.value, source, f"Role {key}", ("label", "staff", "city", "may")))
        for key, entry in pairs(node, source, "The list of roles").items()
    }


def _role(key: str, fields: Fields) -> Role:
    return Role(key, fields.text("label"), _flag(fields, "staff"), _flag(fields, "city"), fields.text("may"))


def _flag(fields: Fields, key: str) -> bool:
    text = fields.text(key, "false")
    if text not in ("true", "false"):
        raise fields.refusal(f"`{key}` of {fields.what} is {text!r}. Write true or false.", key)
    return text == "true"


def _rules(action: str, node: yaml.Node, roles: dict[str, Role], source: Source) -> list[Rule]:
    found = []
    for role, entry in pairs(node, source, f"`for` of action {action}").items():
        if role not in roles:
            known = did_you_mean(role, roles) or f" Roles: {', '.join(roles)}."
            raise source.refusal(entry.key, f"Action {action} names the role {role!r}.{known}")
        reach = scalar(entry.value, source, f"The reach of {action} for {role}")
        if reach not in REACHES:
            known = did_you_mean(reach, REACHES)
            raise source.refusal(entry.value, f"{action} reaches {reach!r} for {role}.{known}")
        found.append(Rule(action, role, reach))
    return found


def _routes(node: yaml.Node, actions: dict[str, str], source: Source) -> dict[str, str]:
    found = {}
    for route, entry in pairs(node, source, "The list of routes").items():
        action = scalar(entry.value, source, f"The action of route {route}")
        if action != PUBLIC and action not in actions:
            known = did_you_mean(action, [PUBLIC, *actions]) or " List it under actions, or write public."
            raise source.refusal(entry.value, f"Route {route} needs the action {action!r}.{known}")
        found[route] = action
    return found
