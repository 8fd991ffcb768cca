"""Numbers in cells, and the window the city lies in."""

import math
from dataclasses import dataclass

from weft.places.geometry import Point
from weft.places.importing.refusals import Faults


def number(text: str) -> float | None:
    """A finite number, or None."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def whole(text: str) -> int | None:
    """A whole number of 0 or more, also when written 12.0; or None."""
    found = number(text)
    if found is None or found < 0 or found != int(found) or found > 1e12:
        return None
    return int(found)


@dataclass(frozen=True)
class Window:
    """Where the city lies, with room to spare. What falls outside is of somewhere else or wrong."""

    south: float
    north: float
    west: float
    east: float

    def holds(self, point: Point) -> bool:
        return self.south <= point.latitude <= self.north and self.west <= point.longitude <= self.east

    def is_swapped(self, point: Point) -> bool:
        """Whether the point would be in the city with its two numbers the other way round."""
        return not self.holds(point) and self.holds(Point(point.longitude, point.latitude))


@dataclass(frozen=True)
class Where:
    """Reads the two coordinates of a row."""

    latitude: str  # names of the columns
    longitude: str
    window: Window
    faults: Faults

    def point(self, row: int, latitude: str, longitude: str) -> Point | None:
        """The point of a row, or None with a fault noted."""
        y, x = number(latitude), number(longitude)
        if y is None or x is None:
            name = self.latitude if y is None else self.longitude
            self.faults.add(row, name, "this is not a number of degrees.")
            return None
        found = Point(y, x)
        if self.window.is_swapped(found):
            self.faults.add(
                row, f"{self.latitude} and {self.longitude}",
                f"latitude {y:g} and longitude {x:g} are not here, but the other way round they would be: "
                "they look swapped.",
            )  # fmt: skip
            return None
        if abs(y) > 90 or abs(x) > 180:
            name, most = (self.latitude, 90) if abs(y) > 90 else (self.longitude, 180)
            self.faults.add(row, name, f"degrees lie between -{most} and {most}.")
            return None
        return found
