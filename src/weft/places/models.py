"""Areas, where postcodes lie, how many people live where, and venues. All of it public; none of it about a person."""

import json
from typing import cast

from django.db import models
from django.db.models import Q

from weft.places.fields import AccessBitsField, BandField, DirectionField
from weft.places.geometry import Point, Polygons
from weft.record.ids import public_id

ON_THE_GLOBE = Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180)


class Area(models.Model):
    """A coded piece of the city for as long as it exists: the city, a borough, a ward."""

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    short = models.CharField(max_length=6, blank=True)  # on the tile map
    kind = models.CharField(max_length=20)  # of the place pack: "city", "borough", "ward"
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)  # of its middle
    longitude = models.FloatField(null=True, blank=True)
    tile_column = models.PositiveSmallIntegerField(null=True, blank=True)
    tile_row = models.PositiveSmallIntegerField(null=True, blank=True)
    neighbours = models.ManyToManyField("self", blank=True)

    PERSONAL: dict[str, object] = {}
    IMPERSONAL = (
        "id", "code", "name", "short", "kind", "parent", "starts_on", "ends_on", "latitude", "longitude",
        "tile_column", "tile_row",
    )  # fmt: skip

    class Meta:
        ordering = ["kind", "name"]
        indexes = [models.Index(fields=["kind", "name"])]
        constraints = [
            models.UniqueConstraint(
                name="one_current_area_a_code", fields=["code"], condition=Q(ends_on=None)
            ),
            models.CheckConstraint(
                name="no_area_is_part_of_itself", condition=Q(parent=None) | ~Q(parent=models.F("id"))
            ),
            models.CheckConstraint(name="area_on_the_globe", condition=Q(latitude=None) | ON_THE_GLOBE),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def middle(self) -> Point | None:
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)


class Boundary(models.Model):
    """The outline of an area, apart from it so that lists of areas stay light."""

    area = models.OneToOneField(Area, on_delete=models.CASCADE, related_name="boundary")
    rings = models.TextField()  # JSON: of each polygon its outline and holes, as [longitude, latitude]
    south = models.FloatField()
    north = models.FloatField()
    west = models.FloatField()
    east = models.FloatField()

    PERSONAL: dict[str, object] = {}
    IMPERSONAL = ("id", "area", "rings", "south", "north", "west", "east")

    class Meta:
        indexes = [models.Index(fields=["south", "north"])]

    def __str__(self) -> str:
        return f"outline of {self.area_id}"

    @property
    def polygons(self) -> Polygons:
        return cast(Polygons, json.loads(self.rings))


class Spot(models.Model):
    """A point named by a code, and the area it lies in."""

    latitude = models.FloatField()
    longitude = models.FloatField()
    area_code = models.CharField(max_length=20, blank=True)

    PERSONAL: dict[str, object] = {}
    IMPERSONAL = ("code", "latitude", "longitude", "area_code")

    class Meta:
        abstract = True
        constraints = [models.CheckConstraint(name="%(class)s_on_the_globe", condition=ON_THE_GLOBE)]


class Postcode(Spot):
    """Where a postcode lies, and in which area. Written without spaces."""

    code = models.CharField(max_length=10, primary_key=True)

    def __str__(self) -> str:
        return self.code


class Outcode(Spot):
    """The first half of a postcode: the middle of its postcodes, and the area most of them lie in."""

    code = models.CharField(max_length=6, primary_key=True)

    def __str__(self) -> str:
        return self.code


class Population(models.Model):
    """How many people (or households) of a category an area has, in a period, and who counted them."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="population")
    topic = models.CharField(max_length=60)  # "people", "ethnic_group"
    category = models.CharField(max_length=200)  # in the words of the source
    period = models.CharField(max_length=20)
    count = models.PositiveBigIntegerField()
    source = models.CharField(max_length=200)

    PERSONAL: dict[str, object] = {}
    IMPERSONAL = ("id", "area", "topic", "category", "period", "count", "source")

    class Meta:
        ordering = ["topic", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_count_a_category", fields=["area", "topic", "period", "category"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}, {self.category}: {self.count}"


class Venue(models.Model):
    """A place where people meet, with what makes it easy to come. Never somebody's home."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    x = DirectionField(axis=0)
    y = DirectionField(axis=1)
    z = DirectionField(axis=2)
    band = BandField()
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="venues")
    access = models.JSONField(default=list)  # keys of places/access.yaml
    access_bits = AccessBitsField()
    creche_from = models.PositiveSmallIntegerField(null=True, blank=True)  # age in years
    creche_to = models.PositiveSmallIntegerField(null=True, blank=True)
    access_note = models.CharField(max_length=300, blank=True)
    is_closed = models.BooleanField(default=False)

    PERSONAL: dict[str, object] = {}
    IMPERSONAL = (
        "id", "public_id", "name", "address", "postcode", "latitude", "longitude", "x", "y", "z", "band", "area",
        "access", "access_bits", "creche_from", "creche_to", "access_note", "is_closed",
    )  # fmt: skip

    class Meta:
        ordering = ["name"]
        indexes = [  # holds all that a search near a point reads (near.py)
            models.Index(
                fields=["band", "longitude", "is_closed", "access_bits", "x", "y", "z"], name="venue_position"
            )
        ]
        constraints = [
            models.CheckConstraint(name="venue_on_the_globe", condition=ON_THE_GLOBE),
            models.CheckConstraint(
                name="creche_ages_in_order",
                condition=Q(creche_from=None) | Q(creche_to=None) | Q(creche_to__gte=models.F("creche_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def point(self) -> Point:
        return Point(self.latitude, self.longitude)
