"""The field catalogue: every field of every model, and what it holds about a person.

Undeclared (an error of whoever added the field)   the build fails; nothing is guessed
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from weft.people.models import Person
from weft.people.mydata.declared import DECLARED, Declaration
from weft.record.personal import NOBODY, Erasure, Personal


@dataclass(frozen=True)
class Table:
    """One model, and what its fields hold about people."""

    model: type[models.Model]
    declared: Declaration

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def personal(self) -> dict[str, Personal]:
        return dict(self.declared.personal)

    @property
    def is_deleted(self) -> bool:
        """Erasing a person deletes the whole row."""
        return any(field.erasure is Erasure.DELETE_ROW for field in self.personal.values())

    @property
    def store(self) -> str:
        """The store its sealed fields are kept in, "" when none is sealed."""
        return getattr(self.model, "STORE", "")

    @property
    def holds_keys(self) -> bool:
        """Each row is sealed under keys of its own public id, which go when its content goes."""
        has_id = any(each.name == "public_id" for each in self.model._meta.concrete_fields)
        return has_id and (self.is_deleted or getattr(self.model, "HOLDS_KEYS", False))

    def rows(self, person: Person) -> models.QuerySet[Any]:
        """The rows about one person."""
        about = self.declared.about
        if callable(about):
            return about(person)
        if about == NOBODY:
            return self.model._base_manager.none()
        paths = (about,) if isinstance(about, str) else about
        found = models.Q()
        for path in paths:
            found |= models.Q(**{path: person}) if path else models.Q(pk=person.pk)
        if also := getattr(self.model, "also_about", None):
            found |= also(person)
        return self.model._base_manager.filter(found).distinct()


def every_model() -> list[type[models.Model]]:
    """Every model with a table of its own; the hidden ones of many-to-many fields belong to their field."""
    return sorted(apps.get_models(), key=lambda model: model._meta.label_lower)


def declaration(model: type[models.Model]) -> Declaration | None:
    """What is said for the model, else what it says itself."""
    if said := DECLARED.get(model._meta.label_lower):
        return said
    if hasattr(model, "IMPERSONAL") or hasattr(model, "PERSONAL"):
        return Declaration(
            personal=getattr(model, "PERSONAL", {}),
            impersonal=tuple(getattr(model, "IMPERSONAL", ())),
            about=getattr(model, "ABOUT", ""),
        )
    return None


def personal_tables() -> list[Table]:
    """The models that hold something about people."""
    found = [Table(model, declared) for model in every_model() if (declared := declaration(model))]
    return [table for table in found if table.personal]


def impersonal_models() -> list[type[models.Model]]:
    """The models declared to hold nothing about people."""
    return [model for model in every_model() if (said := declaration(model)) and not said.personal]


def faults() -> list[str]:
    """Fields nobody declared, declarations of no field, and personal models that do not say whom they are about."""
    return [fault for model in every_model() for fault in _faults_of(model)]


def _faults_of(model: type[models.Model]) -> Iterator[str]:
    label = model._meta.label_lower
    said = declaration(model)
    if said is None:
        yield f"{label}: declares neither PERSONAL nor IMPERSONAL"
        return
    if said.is_nobodys:
        return
    meta = model._meta
    names = {each.name for each in (*meta.concrete_fields, *meta.many_to_many)}
    told = [*said.personal, *said.impersonal]
    yield from (f"{label}.{name}: neither PERSONAL nor IMPERSONAL" for name in sorted(names - set(told)))
    yield from (f"{label}.{name}: declared, but no field" for name in sorted(set(told) - names))
    yield from (f"{label}.{name}: declared twice" for name in sorted({n for n in told if told.count(n) > 1}))
    if said.personal and said.about == "" and model is not Person:
        yield f"{label}: holds something about people and does not say about whom (ABOUT)"
