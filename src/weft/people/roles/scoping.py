"""Rows that belong to somebody: a query that says nothing about who is asking raises.

`Model.objects` of a Scoped model refuses to be evaluated. Views use `policy.visible`; actions and periodic work, which
have decided already, say why they look at everything: `Model.objects.unscoped("retention job")`.
"""

from collections.abc import Callable, Iterator
from typing import Any, Generic, Self, TypeVar

from django.db import models
from django.db.models import Q

from weft.people.roles.actor import Actor, Scope

RowT = TypeVar("RowT", bound=models.Model, covariant=True)  # noqa: PLC0105 - Django declares it so


class Unscoped(Exception):
    """A query over rows that belong to somebody, without saying who asks."""


def _refusing(name: str) -> Callable[..., Any]:
    def evaluated(self: "ScopedQuerySet[Any]", *args: Any, **kwargs: Any) -> Any:
        self.refuse_unscoped()
        return getattr(super(ScopedQuerySet, self), name)(*args, **kwargs)

    return evaluated


class ScopedQuerySet(models.QuerySet[RowT], Generic[RowT]):
    """Evaluates only after `unscoped(why)`, or when it starts from a row somebody already holds."""

    why = ""

    def unscoped(self, why: str) -> Self:
        """All rows, for code that has already decided who may; `why` is for the reader."""
        if not why:
            raise Unscoped("Say why this query may look at everything.")
        found = self.all()
        found.why = why
        return found

    def refuse_unscoped(self) -> None:
        if not self.why and not getattr(self, "_hints", {}).get("instance") and not self.query.is_empty():
            raise Unscoped(
                f"{self.model.__name__}.objects was read without saying who asks. "
                "Use policy.visible(actor, action, model), or unscoped(why)."
            )

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone.why = self.why
        return clone

    def __iter__(self) -> Iterator[Any]:
        self.refuse_unscoped()
        return super().__iter__()

    _fetch_all = _refusing("_fetch_all")
    iterator = _refusing("iterator")
    count = _refusing("count")
    exists = _refusing("exists")
    aggregate = _refusing("aggregate")
    update = _refusing("update")
    delete = _refusing("delete")


class Scoped(models.Model):
    """A row that belongs to a person or an organisation."""

    objects = models.Manager.from_queryset(ScopedQuerySet)()

    class Meta:
        abstract = True

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        """The rows a scope reaches for an actor. Each scoped model says it once."""
        raise NotImplementedError
