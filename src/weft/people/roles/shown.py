"""The matrix in plain words: for the page everybody may read, and for docs/roles.md."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from weft.people.roles.matrix import PUBLIC, Matrix, Role, matrix

REACH_WORDS = {
    "own": gettext_lazy("their own"),
    "organisation": gettext_lazy("those of the organisation the role is held in"),
    "all": pgettext_lazy("how far a role reaches", "all"),
}
NOTE = (
    "Made from `src/weft/people/roles/matrix.yaml` by `python -m weft roles`. Change that file, not this one."
)


@dataclass(frozen=True)
class ShownRole:
    """A role, where it is held, and what it may do: (what, how far it reaches)."""

    role: Role
    held: str
    rules: tuple[tuple[str, str], ...]


def shown_roles(rules: Matrix | None = None) -> tuple[ShownRole, ...]:
    found = rules or matrix()
    return tuple(ShownRole(role, held_in(role), _of_role(role, found)) for role in found.roles.values())


def _of_role(role: Role, found: Matrix) -> tuple[tuple[str, str], ...]:
    held = [rule for rule in found.rules if rule.role == role.key]
    return tuple((_(found.actions[rule.action]), str(REACH_WORDS[rule.reach])) for rule in held)


def held_in(role: Role) -> str:
    if role.key == PUBLIC:
        return _("Everybody, with or without an account.")
    if role.key == "resident":
        return _("Everybody who is signed in.")
    return _("Held in the city team.") if role.is_city else _("Held in one organisation.")


def as_markdown(rules: Matrix | None = None) -> str:
    """The page docs/roles.md: roles, actions, routes."""
    found = rules or matrix()
    parts = ["# Who may see what", NOTE, _ABOUT, "## Roles", _role_table(found), "## Actions"]
    return "\n\n".join([*parts, _action_table(found), "## Routes", _route_table(found)]) + "\n"


_ABOUT = """What is not listed here is refused: a route without an action answers 404, and a test fails the build.
Staff roles work only after a second factor. What somebody may not see looks exactly like what is not there.

* **their own**: rows about the person, or made by the account
* **those of the organisation**: rows of the organisation the role is held in, while it is held
* **all**: every row, for roles held in the city team"""


def _role_table(found: Matrix) -> str:
    rows = [
        (role.label, f"`{role.key}`", held_in(role), "yes" if role.is_staff else "", f"{role.may}")
        for role in found.roles.values()
    ]
    return _table(("Role", "Key", "Held", "Second factor", "May"), rows)


def _action_table(found: Matrix) -> str:
    rows = []
    for action, what in found.actions.items():
        held = [
            f"{found.roles[r.role].label}: {REACH_WORDS[r.reach]}" for r in found.rules if r.action == action
        ]
        rows.append((f"`{action}`", what, "; ".join(held) or "nobody yet"))
    return _table(("Action", "What it is", "For whom, and how far"), rows)


def _route_table(found: Matrix) -> str:
    public = [f"`{route}`" for route, action in found.routes.items() if action == PUBLIC]
    closed = [(f"`{route}`", f"`{action}`") for route, action in found.routes.items() if action != PUBLIC]
    return f"Open to everybody: {', '.join(public)}.\n\n" + _table(("Route", "Needs"), closed)


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)
