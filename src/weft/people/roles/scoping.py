"""Rows that belong to somebody: a query that does not say who asks raises.

`Model.objects` of a Scoped model refuses at every door that would read or change rows. Views use `policy.visible`;
actions and periodic work, which have decided already, say why they look at everything:
`Model.objects.unscoped("retention job")`.

Rows reached through a row somebody holds. One row is given (`membership.person`, `account.person`): whoever may see a
membership sees whose it is. A set is refused (`person.memberships.all()`): the memberships of a person one may see
may be held in organisations one may not. Ask `visible(actor, action, Membership).filter(person=person)`.

A row that checks itself (`full_clean`) may look for its equal: that tells that one exists, never what it says.
"""

from collections.abc import AsyncIterator, Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Generic, Self, TypeVar

from django.db import models
from django.db.models import Q

from weft.people.roles.actor import Actor, Scope

RowT = TypeVar("RowT", bound=models.Model, covariant=True)  # noqa: PLC0105 - Django declares it so
_checks_itself: ContextVar[bool] = ContextVar("weft_row_checks_itself", default=False)


class Unscoped(Exception):
    """A query over rows that belong to somebody, without saying who asks."""


def _refusing(name: str) -> Callable[..., Any]:
    def door(self: "ScopedQuerySet[Any]", *args: Any, **kwargs: Any) -> Any:
        self.refuse_unscoped()
        return getattr(super(ScopedQuerySet, self), name)(*args, **kwargs)

    door.__name__ = name
    return door


def _refusing_either(name: str) -> Callable[..., Any]:
    """Joined with another query, the answer is as unscoped as the less scoped of the two."""

    def door(self: "ScopedQuerySet[Any]", other: Any, *more: Any, **kwargs: Any) -> Any:
        for each in (self, other, *more):
            if isinstance(each, ScopedQuerySet):
                each.refuse_unscoped()
        return getattr(super(ScopedQuerySet, self), name)(other, *more, **kwargs)

    door.__name__ = name
    return door


class ScopedQuerySet(models.QuerySet[RowT], Generic[RowT]):
    """Evaluates only after `unscoped(why)`, which `policy.visible` says for the views."""

    why = ""

    def unscoped(self, why: str) -> Self:
        """All rows, for code that has already decided who may; `why` is for the reader."""
        if not why:
            raise Unscoped("Say why this query may look at everything.")
        found = self.all()
        found.why = why
        return found

    def refuse_unscoped(self) -> None:
        if self.why or self.query.is_empty() or _checks_itself.get():
            return
        name = self.model.__name__
        raise Unscoped(
            f"Rows of {name} were asked for without saying who asks. "
            f"Use policy.visible(actor, action, {name}), or .unscoped(why) where that was decided before."
        )

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone.why = self.why
        return clone

    def __repr__(self) -> str:
        """Never the rows: an error report would hold the names of people."""
        return f"<rows of {self.model.__name__}, {self.why or 'nobody said who asks'}>"

    def __iter__(self) -> Iterator[Any]:
        self.refuse_unscoped()
        return super().__iter__()

    def aiterator(self, chunk_size: int = 2000) -> AsyncIterator[Any]:
        self.refuse_unscoped()
        return super().aiterator(chunk_size)

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """New rows are anybody's to write; writing over those that are there is not."""
        if kwargs.get("update_conflicts"):
            self.refuse_unscoped()
        return super().bulk_create(objs, *args, **kwargs)

    _fetch_all = _refusing(
        "_fetch_all"
    )  # iteration, len, bool, list, in, slices, values, first, get, in_bulk
    iterator = _refusing("iterator")
    count = _refusing("count")
    exists = _refusing("exists")
    contains = _refusing("contains")
    aggregate = _refusing("aggregate")
    explain = _refusing("explain")
    in_bulk = _refusing("in_bulk")
    raw = _refusing("raw")
    update = _refusing("update")
    bulk_update = _refusing("bulk_update")
    delete = _refusing("delete")
    _update = _refusing("_update")
    _raw_delete = _refusing("_raw_delete")
    resolve_expression = _refusing("resolve_expression")  # as part of another model's question
    __or__ = _refusing_either("__or__")
    __xor__ = _refusing_either("__xor__")
    union = _refusing_either("union")
    difference = _refusing_either("difference")
    intersection = _refusing_either("intersection")


class Scoped(models.Model):
    """A row that belongs to a person or an organisation."""

    objects = models.Manager.from_queryset(ScopedQuerySet)()

    class Meta:
        abstract = True

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        """The rows a scope reaches for an actor. Each scoped model says it once; "all" never asks it."""
        raise NotImplementedError

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        with _checking_itself():
            super().validate_unique(exclude)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        with _checking_itself():
            super().validate_constraints(exclude)


@contextmanager
def _checking_itself() -> Iterator[None]:
    before = _checks_itself.set(True)
    try:
        yield
    finally:
        _checks_itself.reset(before)
