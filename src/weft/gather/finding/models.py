"""What a search for something to do reads: one light row for each public session that is still to come."""

from django.db import models

from weft.gather.models import Activity, Session


class Opening(models.Model):
    """A session as the search sees it. Follows from session, activity and venue; actions.openings writes it anew."""

    session = models.OneToOneField(
        Session, primary_key=True, on_delete=models.CASCADE, related_name="opening"
    )
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+", db_index=False)
    venue_id = models.BigIntegerField(null=True)  # of Venue; the session's own key guards it
    starts_at = models.DateTimeField()
    local_day = models.DateField()
    part = models.PositiveSmallIntegerField()  # of the day: rules.PARTS
    band = models.SmallIntegerField(
        null=True
    )  # of latitude (places.geometry.band_of); None: nowhere in particular
    longitude = models.FloatField(null=True)
    x = models.FloatField(null=True)
    y = models.FloatField(null=True)
    z = models.FloatField(null=True)
    access_bits = models.BigIntegerField(default=0)  # of the venue and the activity together (places.access)
    language_bits = models.BigIntegerField(default=0)  # rules.LANGUAGE_BITS
    volunteering = models.BooleanField(default=False)
    creche_from = models.PositiveSmallIntegerField(null=True)  # ages in years the crèche takes
    creche_to = models.PositiveSmallIntegerField(null=True)

    PERSONAL: dict[str, object] = {}
    IMPERSONAL = (
        "session", "activity", "venue_id", "starts_at", "local_day", "part", "band", "longitude", "x", "y", "z",
        "access_bits", "language_bits", "volunteering", "creche_from", "creche_to",
    )  # fmt: skip

    class Meta:
        indexes = [  # each holds all that its search reads (queries.find)
            models.Index(
                fields=[
                    "band",
                    "local_day",
                    "longitude",
                    "starts_at",
                    "part",
                    "access_bits",
                    "language_bits",
                    "volunteering",
                    "x",
                    "y",
                    "z",
                    "activity",
                    "venue_id",
                    "creche_from",
                    "creche_to",
                ],
                name="opening_near",
            ),
            models.Index(
                fields=[
                    "local_day",
                    "starts_at",
                    "part",
                    "access_bits",
                    "language_bits",
                    "volunteering",
                    "activity",
                    "venue_id",
                    "creche_from",
                    "creche_to",
                ],
                name="opening_soon",
            ),
            models.Index(fields=["activity", "starts_at"], name="opening_of_activity"),
        ]

    def __str__(self) -> str:
        return f"opening of session {self.session_id}"


class FeedItem(models.Model):
    """One line of the open feeds: a session or the series it belongs to, when it last changed, whether it is gone.

    Follows from sessions and activities like Opening does (actions.publishing); what is gone is kept for some days, so
    that whoever reads the feed learns of it.
    """

    class Kind(models.TextChoices):
        SERIES = "series", "SessionSeries"
        SESSION = "session", "ScheduledSession"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    mark = models.CharField(max_length=22)  # public id of the activity or the session
    modified = models.BigIntegerField()  # milliseconds since 1970: what the feed is ordered by
    is_deleted = models.BooleanField(default=False)

    PERSONAL: dict[str, object] = {}
    IMPERSONAL = ("id", "kind", "mark", "modified", "is_deleted")

    class Meta:
        indexes = [models.Index(fields=["kind", "modified", "mark"], name="feed_in_order")]
        constraints = [models.UniqueConstraint(name="one_feed_item_a_thing", fields=["kind", "mark"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.mark[:6]}"
