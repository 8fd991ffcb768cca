"""Every foreign key to a person or an organisation, found through the models themselves: nothing is listed by hand."""

from dataclasses import dataclass

from django.db import models

from weft.people.models import Membership, Organisation, Person
from weft.people.rules.merging import stays_with_its_holder

CHAIN = "merged_into"  # who was merged into whom: a merge reads it, and never rewrites it


@dataclass(frozen=True)
class Reference:
    """A column that names a person or an organisation, and whether a merge moves it."""

    model: type[models.Model]
    column: str
    moves: bool

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    def rows(self) -> "models.QuerySet[models.Model]":
        """All rows of the table, whatever else its own rows are scoped by."""
        return self.model._base_manager.all()


def references(to: type[Person] | type[Organisation]) -> tuple[Reference, ...]:
    """Foreign keys, one-to-ones and the hidden tables of many-to-manys, in a fixed order.

    Not memberships: they are moved by rule (rules.merging.travels).
    """
    found = {
        (field.related_model._meta.label_lower, field.field.attname): Reference(
            field.related_model, field.field.attname, not stays_with_its_holder(field.related_model)
        )
        for field in to._meta.get_fields(include_hidden=True)
        if isinstance(field, models.ManyToOneRel) and field.field.name != CHAIN
    }
    return tuple(found[key] for key in sorted(found) if found[key].model is not Membership)
