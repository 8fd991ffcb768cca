"""Rows move from one entry to another, and back. What would break a rule of its table stays where it is."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from weft.people.queries.references import Reference


@dataclass(frozen=True)
class Move:
    """Rows of one table whose column changed from one id to another. Kept, sealed, in the event of the merge."""

    table: str
    column: str
    rows: tuple[int, ...]
    before: int
    after: int

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "rows": list(self.rows)}

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Move":
        return cls(**{**told, "rows": tuple(told["rows"])})

    def undo(self) -> None:
        """Put the rows back that still stand where they were put."""
        there = apps.get_model(self.table)._base_manager.filter(pk__in=self.rows, **{self.column: self.after})
        there.update(**{self.column: self.before})


def move_rows(reference: Reference, rows: Sequence[int], before: int, after: int) -> list[Move]:
    """Move them all at once; where a rule of the table refuses, one by one, leaving those it refuses."""
    if not rows:
        return []
    column = reference.column
    if _moved(reference, rows, after):
        return [Move(reference.label, column, tuple(rows), before, after)]
    moved = tuple(row for row in rows if _moved(reference, [row], after))
    return [Move(reference.label, column, moved, before, after)] if moved else []


def move_everything(found: Iterable[Reference], before: int, after: int) -> list[Move]:
    """Every row that points at one entry, in every table that a merge moves."""
    moves: list[Move] = []
    for reference in found:
        if reference.moves:
            rows = reference.rows().filter(**{reference.column: before}).order_by("pk")
            moves += move_rows(reference, list(rows.values_list("pk", flat=True)), before, after)
    return moves


def _moved(reference: Reference, rows: Sequence[int], after: int) -> bool:
    try:
        with transaction.atomic():
            reference.rows().filter(pk__in=rows).update(**{reference.column: after})
    except IntegrityError:
        return False
    return True


def fill_blanks(kept: models.Model, merged: models.Model, names: Iterable[str]) -> dict[str, list[Any]]:
    """Empty fields of the kept entry take the other's value: name -> [before, after]. The caller saves."""
    filled = {}
    for name in names:
        mine, theirs = getattr(kept, name), getattr(merged, name)
        if not mine and theirs:
            setattr(kept, name, theirs)
            filled[name] = [mine, theirs]
    return filled
