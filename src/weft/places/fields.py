"""Columns that follow from others."""

from typing import Any

from django.db import models

from weft.places.access import bits_of
from weft.places.geometry import Point, band_of, direction


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


class BandField(models.SmallIntegerField):  # type: ignore[type-arg] # has none at run time
    """The band of latitude a row lies in (geometry.band_of), worked out as the row is written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"editable": False}))

    def pre_save(self, model_instance: models.Model, add: bool) -> int:  # noqa: ARG002
        row: Any = model_instance
        found = band_of(row.latitude)
        setattr(row, self.attname, found)
        return found


class AccessBitsField(models.BigIntegerField):  # type: ignore[type-arg] # has none at run time
    """The access features of a row as one number (access.bits_of), worked out as the row is written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"editable": False}))

    def pre_save(self, model_instance: models.Model, add: bool) -> int:  # noqa: ARG002
        row: Any = model_instance
        found = bits_of(row.access)
        setattr(row, self.attname, found)
        return found
