"""Activities, their sessions, how many places of which kind, who booked, and who came.

Places are counted in `Capacity.taken`, changed only by one conditional UPDATE (gather.actions.places): a booking holds
all its places or none. Booked, attended, did not come and cancelled late are four different things.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from weft.gather.feed import COME, CalendarFeed
from weft.gather.states import HOLDS_PLACES, AttendanceState, BookingState, SessionState
from weft.people.models import Group, Household, Organisation, Person
from weft.people.roles.actor import Actor, Scope
from weft.people.roles.scoping import Scoped
from weft.places.models import Venue
from weft.programmes.models import Edition
from weft.record.ids import public_id
from weft.record.personal import Basis, Category, Erasure, Personal

MIX = "to see whether people of different backgrounds met, and to make mixed teams"

__all__ = ["Activity", "Attendance", "Booking", "CalendarFeed", "Capacity", "Recurrence", "Session"]


class Activity(models.Model):
    """Something people come to, once or again and again."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    edition = models.ForeignKey(
        Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="activities")
    kind = models.CharField(max_length=40, blank=True)  # of the blueprint's activities: "ride", "class"
    title = models.CharField(max_length=160)
    about = models.TextField(blank=True)
    takes = models.TextField(blank=True)  # what it takes: "comfortable shoes; no experience needed"
    who = models.CharField(max_length=200, blank=True)  # who can come
    topics = models.JSONField(default=list)  # ids of the activity list (gather.vocabulary)
    languages = models.JSONField(default=list)  # codes of people.languages spoken there
    welcomes = models.JSONField(default=list)  # "first_time", "no_english", "women_only", "children"
    cost_pence = models.PositiveIntegerField(default=0)
    is_public = models.BooleanField(default=True)
    volunteering = models.BooleanField(default=False)
    is_speed = models.BooleanField(default=False)  # volunteering once, a few hours, no training
    made_at = models.DateTimeField(auto_now_add=True)

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = (
        "id", "public_id", "edition", "organisation", "kind", "title", "about", "takes", "who", "topics", "languages",
        "welcomes", "cost_pence", "is_public", "volunteering", "is_speed", "made_at",
    )  # fmt: skip

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class Recurrence(models.Model):
    """How an activity repeats, in local time: a rule, and the days it does not meet (holidays, half-term)."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="recurrence")
    rule = models.CharField(max_length=200)  # RFC 5545: "FREQ=WEEKLY;BYDAY=TU"
    starts = models.DateTimeField()  # first session, local time kept in `zone`
    until = models.DateField()
    minutes = models.PositiveIntegerField()
    zone = models.CharField(max_length=40)
    exceptions = models.JSONField(default=list)  # ISO days
    terms = models.JSONField(default=list)  # [first, last] pairs, where it keeps to school terms

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "activity", "rule", "starts", "until", "minutes", "zone", "exceptions", "terms")

    def __str__(self) -> str:
        return f"{self.activity}: {self.rule}"


class Session(models.Model):
    """One meeting: a local time in a zone, a length, a venue."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="sessions")
    venue = models.ForeignKey(Venue, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions")
    local_start = models.CharField(max_length=16)  # "2026-11-24T18:30", what stands on the poster
    zone = models.CharField(max_length=40)
    starts_at = models.DateTimeField()  # the same moment, in UTC: for order and search
    ends_at = models.DateTimeField()
    local_day = models.DateField()  # figures are counted by this day
    state = models.CharField(max_length=10, choices=SessionState.choices, default=SessionState.PLANNED)
    cancelled_because = models.CharField(max_length=200, blank=True)
    booking_closes_at = models.DateTimeField(null=True, blank=True)  # None: when it starts
    checkin_digest = models.CharField(max_length=64, blank=True)  # of the code on the door
    sequence = models.PositiveIntegerField(default=0)  # how often it was changed: calendars go by it

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = (
        "id", "public_id", "activity", "venue", "local_start", "zone", "starts_at", "ends_at", "local_day", "state",
        "cancelled_because", "booking_closes_at", "checkin_digest", "sequence",
    )  # fmt: skip

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at"]), models.Index(fields=["venue", "starts_at"])]
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.UniqueConstraint(
                name="one_session_a_moment",
                fields=["activity", "starts_at", "venue"],
                condition=~Q(state=SessionState.CANCELLED),
            ),
            models.UniqueConstraint(  # two rows without a venue are not equal for a database
                name="one_session_a_moment_anywhere",
                fields=["activity", "starts_at"],
                condition=~Q(state=SessionState.CANCELLED) & Q(venue=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity}, {self.local_start.replace('T', ' ')}"

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


class Capacity(models.Model):
    """How many places of a kind a session has, and how many are taken or held. The database refuses one too many."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="capacities")
    kind = models.CharField(max_length=30)  # "seat", "creche_0_1", "creche_2_4", "learner", of the blueprint
    for_newcomers = models.BooleanField(default=False)  # kept for people who come for the first time
    released_at = models.DateTimeField(null=True, blank=True)  # when reserved places become anybody's
    total = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    goes_with = models.CharField(
        max_length=30, blank=True
    )  # only beside a place of this kind: crèche, learner
    youngest = models.PositiveSmallIntegerField(
        null=True, blank=True
    )  # ages in years, where it is for children
    oldest = models.PositiveSmallIntegerField(null=True, blank=True)
    role = models.CharField(
        max_length=60, blank=True
    )  # of the blueprint: what somebody comes as on such a place

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = (
        "id", "session", "kind", "for_newcomers", "released_at", "total", "taken", "goes_with", "youngest", "oldest",
        "role",
    )  # fmt: skip

    class Meta:
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_capacity_a_kind", fields=["session", "kind", "for_newcomers"]),
            models.CheckConstraint(
                name="never_more_taken_than_there_are", condition=Q(taken__lte=F("total"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.taken} of {self.total}"


class Booking(Scoped):
    """One booking of one session: one person, a household or a group, with or without an account."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="bookings")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    household = models.ForeignKey(
        Household, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=60, blank=True)  # of the blueprint: "runner", "clothes_donor"
    state = models.CharField(max_length=16, choices=BookingState.choices, default=BookingState.HELD)
    places = models.JSONField(default=dict)  # kind -> how many: {"learner": 1, "creche_2_4": 1}
    newcomer_places = models.JSONField(default=dict)  # of these, taken from the places kept for newcomers
    is_newcomer = models.BooleanField(default=False)
    is_walk_in = models.BooleanField(default=False)
    name = models.CharField(max_length=120, blank=True)  # of somebody without an entry of their own
    contact = models.TextField(blank=True)  # e-mail or phone, sealed under this booking's own key
    needs = models.TextField(blank=True)  # for the host only, sealed likewise
    traits = models.JSONField(default=dict)  # coarse, consented, never from the equality questions
    language = models.CharField(max_length=10, blank=True)  # of the pages a resident booked on: for letters
    manage_digest = models.CharField(max_length=64, blank=True)  # of the link that manages it
    code_digest = models.CharField(max_length=64, blank=True)  # of the code that confirms a held place
    sealed_token = models.TextField(blank=True)  # of the same link, sealed: letters carry it
    queued_at = models.DateTimeField(null=True, blank=True)  # when it joined the waiting list
    kept_from = models.DateTimeField(null=True, blank=True)  # since when free places are kept for its party
    until = models.DateTimeField(null=True, blank=True)  # a held or offered place runs out
    made_at = models.DateTimeField(default=timezone.now)

    STORE, HOLDS_KEYS = "booking", True  # contact and needs lie sealed under keys of the booking itself
    ABOUT = "person"
    PERSONAL = {
        "session": Personal(Category.PARTICIPATION, COME, Basis.CONSENT, "What you booked", Erasure.KEEP),
        "person": Personal(Category.ACCOUNT, COME, Basis.CONSENT, "Who booked", Erasure.UNLINK),
        "household": Personal(Category.PARTICIPATION, COME, Basis.CONSENT, "Household", Erasure.UNLINK),
        "name": Personal(Category.IDENTITY, COME, Basis.CONSENT, "Name given", Erasure.CLEAR),
        "contact": Personal(Category.CONTACT, COME, Basis.CONSENT, "Contact given", Erasure.CLEAR),
        "needs": Personal(
            Category.PARTICIPATION, COME, Basis.CONSENT, "What the host should know", Erasure.CLEAR
        ),
        "traits": Personal(
            Category.MATCHING, MIX, Basis.CONSENT, "What you told us about yourself", Erasure.CLEAR
        ),
        "language": Personal(
            Category.CONTACT, COME, Basis.CONSENT, "Language of the letters about it", Erasure.CLEAR
        ),
    }
    IMPERSONAL = (
        "id", "public_id", "group", "role", "state", "places", "newcomer_places", "is_newcomer", "is_walk_in",
        "manage_digest", "code_digest", "sealed_token", "queued_at", "kept_from", "until", "made_at",
    )  # fmt: skip

    class Meta:
        ordering = ["made_at", "pk"]
        indexes = [
            models.Index(fields=["session", "state"]),
            models.Index(fields=["person", "state"]),
            models.Index(fields=["until"]),
            models.Index(fields=["manage_digest"]),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_open_booking_a_person_session_and_role",
                fields=["session", "person", "role"],
                condition=Q(person__isnull=False, state__in=[*HOLDS_PLACES, BookingState.WAITING]),
            ),
            models.CheckConstraint(
                name="held_and_offered_places_run_out",
                condition=~Q(state__in=[BookingState.HELD, BookingState.OFFERED]) | Q(until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"booking {self.public_id[:6]}"

    @staticmethod
    def held_rows(person: Person) -> list[dict[str, Any]]:
        """For the download: contact and needs opened."""
        from weft.gather.queries.own import booked_rows

        return booked_rows(person)

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        if scope.is_organisation:
            return Q(session__activity__organisation__in=scope.organisations)
        return Q(person=actor.person_id) if scope.is_own else Q()


class Attendance(Scoped):
    """What happened with one booking, or with somebody who walked in; minutes never more than the session has."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="attendance")
    state = models.CharField(max_length=10, choices=AttendanceState.choices)
    minutes = models.PositiveIntegerField(default=0)
    came = models.CharField(max_length=12, default="list")  # how it was noted: list, code, qr, paper
    noted_at = models.DateTimeField(default=timezone.now)
    verified_at = models.DateTimeField(null=True, blank=True)  # the host stood for it: a fact is written
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    ABOUT = "booking__person"
    PERSONAL = {
        "state": Personal(Category.PARTICIPATION, COME, Basis.CONSENT, "Whether you came", Erasure.KEEP),
        "minutes": Personal(Category.PARTICIPATION, COME, Basis.CONSENT, "Minutes", Erasure.KEEP),
    }
    IMPERSONAL = ("id", "public_id", "booking", "came", "noted_at", "verified_at", "verified_by")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="nobody_absent_has_minutes", condition=~Q(state=AttendanceState.NO_SHOW) | Q(minutes=0)
            ),
        ]

    def __str__(self) -> str:
        return f"attendance {self.public_id[:6]}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        if scope.is_organisation:
            return Q(booking__session__activity__organisation__in=scope.organisations)
        return Q(booking__person=actor.person_id) if scope.is_own else Q()
