"""Who and what has come about so far in a replay, by the names the fixture gives them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import User

from weft.people.actions.persons import PersonDetails, add_person
from weft.people.models import Organisation, Person
from weft.programmes.blueprint.reading import Blueprint
from weft.programmes.models import Edition, Programme
from weft.replay.clock import day_of, moment_of
from weft.replay.errors import ReplayError


@dataclass
class World:
    """One replay. things: what steps made, by kind and name ("session", "monday")."""

    blueprint: Blueprint
    programme: Programme
    officer: User
    host: Organisation
    people: dict[str, Person] = field(default_factory=dict)
    things: dict[tuple[str, str], Any] = field(default_factory=dict)
    edition_now: Edition | None = None

    @property
    def edition(self) -> Edition:
        """The edition opened last."""
        if self.edition_now is None:
            raise ReplayError("No edition is open yet. Begin with {do: edition, key: …, from: …, to: …}.")
        return self.edition_now

    def person(self, name: str) -> Person:
        """Somebody by name; they come into being when they are first named."""
        if name not in self.people:
            self.people[name] = add_person(details=PersonDetails(name=name), by=self.officer)
        return self.people[name]

    def keep(self, kind: str, name: str, thing: Any) -> Any:
        self.things[kind, name] = thing
        return thing

    def find(self, kind: str, name: str) -> Any:
        """What an earlier step made. Raises ReplayError."""
        if (kind, name) not in self.things:
            known = sorted(each for made, each in self.things if made == kind)[:10]
            raise ReplayError(f"There is no {kind} “{name}” so far. There are: {', '.join(known) or 'none'}.")
        return self.things[kind, name]


class Said:
    """What a step says, asked for by name: a missing or leftover word is an error, never passed over."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values, self.asked = values, {"at"}

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return self.values.get(name, default)

    def need(self, name: str) -> Any:
        found = self.get(name)
        if found is None:
            raise ReplayError(f"“{name}” is missing.")
        return found

    def text(self, name: str, default: str = "") -> str:
        return str(self.get(name, default))

    def day(self, name: str) -> date:
        return day_of(self.need(name))

    def day_or_at(self, name: str) -> date:
        """A day said by its name, else the day the step happens."""
        return day_of(self.get(name) or self.values.get("at"))

    def moment(self, name: str) -> Any:
        return moment_of(self.get(name))

    def leftover(self) -> list[str]:
        return sorted(set(self.values) - self.asked)
