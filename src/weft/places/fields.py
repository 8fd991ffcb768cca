"""Columns that follow from others."""

from typing import Any

from django.db import models

from weft.places.geometry import Point, direction


class DirectionField(models.FloatField):  # type: ignore[type-arg] # has none at run time
    """One axis of a row's direction from the middle of the earth, worked out from its latitude and longitude as the
    row is written: distances then need no trigonometry in the database."""

    def __init__(self, *args: Any, axis: int = 0, **kwargs: Any) -> None:
        self.axis = axis
        kwargs |= {"editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "axis": self.axis}

    def pre_save(self, model_instance: models.Model, add: bool) -> float:  # noqa: ARG002
        row: Any = model_instance
        found = direction(Point(row.latitude, row.longitude))[self.axis]
        setattr(row, self.attname, found)
        return found
