"""Areas and venues."""

from django.db import models

from weft.record.ids import public_id


class Area(models.Model):
    """A coded piece of the city for as long as it exists: the city, a borough, a ward."""

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)  # of the place pack: "city", "borough", "ward"
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(
                name="one_current_area_a_code", fields=["code"], condition=models.Q(ends_on=None)
            )
        ]

    def __str__(self) -> str:
        return self.name


class Venue(models.Model):
    """A place where people meet, with what makes it easy to come."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="venues")
    access = models.JSONField(default=list)  # keys of places/access.yaml

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["latitude", "longitude"])]

    def __str__(self) -> str:
        return self.name
