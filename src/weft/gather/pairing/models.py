"""Pools of people who want to meet somebody, the pairs proposed from them, and the times they met."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from weft.people.models import Person
from weft.people.roles.actor import Actor, Scope
from weft.people.roles.scoping import Scoped
from weft.programmes.models import Edition
from weft.record.ids import public_id
from weft.record.personal import Basis, Category, Erasure, Personal

PAIR = "to find somebody to meet"


class EntryState(models.TextChoices):
    ENTERED = "entered", "Entered"
    CLEARED = "cleared", "Requirements met"
    AVAILABLE = "available", "Waiting for a match"
    PAUSED = "paused", "Paused"
    LEFT = "left", "Left"


class MatchState(models.TextChoices):
    SUGGESTED = "suggested", "Suggested by the solver"
    PROPOSED = "proposed", "Approved; waiting for both"
    ACTIVE = "active", "Meeting"
    PAUSED = "paused", "Paused"
    ENDED = "ended", "Ended"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Not approved"


MATCH_MOVES = {
    MatchState.SUGGESTED: (MatchState.PROPOSED, MatchState.WITHDRAWN),
    MatchState.PROPOSED: (MatchState.ACTIVE, MatchState.DECLINED, MatchState.WITHDRAWN),
    MatchState.ACTIVE: (MatchState.PAUSED, MatchState.ENDED),
    MatchState.PAUSED: (MatchState.ACTIVE, MatchState.ENDED),
}
OPEN_MATCH = (MatchState.SUGGESTED, MatchState.PROPOSED, MatchState.ACTIVE, MatchState.PAUSED)


class Pool(models.Model):
    """Two sides of an edition who are paired: buddies and cyclists, mentors and learners."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="pools")
    key = models.SlugField(max_length=60)
    sides = models.JSONField(default=list)  # two roles of the blueprint
    rules = models.JSONField(default=dict)  # hard filters, soft scores, meetings planned: of the blueprint

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "public_id", "edition", "key", "sides", "rules")

    class Meta:
        ordering = ["edition", "pk"]
        constraints = [models.UniqueConstraint(name="one_pool_a_key", fields=["edition", "key"])]

    def __str__(self) -> str:
        return f"{self.key} of {self.edition}"


class Entry(Scoped):
    """Somebody in a pool, on one side. What they are matched by lies in their matching profile, nowhere else."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="entries")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    side = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=EntryState.choices, default=EntryState.ENTERED)
    since = models.DateField(default=timezone.localdate)  # waiting since
    places = models.PositiveSmallIntegerField(default=1)  # how many pairs at once

    ABOUT = "person"
    PERSONAL = {
        "pool": Personal(Category.PARTICIPATION, PAIR, Basis.CONSENT, "Pool you joined", Erasure.KEEP),
        "person": Personal(Category.ACCOUNT, PAIR, Basis.CONSENT, "Who joined", Erasure.UNLINK),
    }
    IMPERSONAL = ("id", "public_id", "side", "state", "since", "places")

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_entry_a_person",
                fields=["pool", "person", "side"],
                condition=Q(person__isnull=False) & ~Q(state=EntryState.LEFT),
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.public_id[:6]}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        if scope.is_organisation:
            return Q(pool__edition__programme__organisation__in=scope.organisations)
        return Q(person=actor.person_id) if scope.is_own else Q()


class Match(Scoped):
    """Two entries that may meet: suggested, approved by a coordinator, accepted by both, then meeting."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    first = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="matches_first")
    second = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="matches_second")
    state = models.CharField(max_length=10, choices=MatchState.choices, default=MatchState.SUGGESTED)
    reasons = models.JSONField(default=list)  # codes of what they share, shown to the coordinator and to both
    accepted_first = models.DateTimeField(null=True, blank=True)
    accepted_second = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = (
        "id", "public_id", "first", "second", "state", "reasons", "accepted_first", "accepted_second",
        "ended_because", "made_at",
    )  # fmt: skip

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_match_a_pair", fields=["first", "second"], condition=Q(state__in=OPEN_MATCH)
            ),
            models.CheckConstraint(name="nobody_is_paired_with_themselves", condition=~Q(first=F("second"))),
            models.CheckConstraint(
                name="meeting_pairs_were_accepted_by_both",
                condition=~Q(state=MatchState.ACTIVE)
                | Q(accepted_first__isnull=False, accepted_second__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"pair {self.public_id[:6]}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        if scope.is_organisation:
            return Q(first__pool__edition__programme__organisation__in=scope.organisations)
        if not scope.is_own:
            return Q()
        return Q(first__person=actor.person_id) | Q(second__person=actor.person_id)


class Meeting(models.Model):
    """One planned time to meet: that it took place, when, for how long, confirmed by whom of the two."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    planned_on = models.DateField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    area = models.CharField(max_length=20, blank=True)  # code of the place reached
    confirmed_first = models.DateTimeField(null=True, blank=True)
    confirmed_second = models.DateTimeField(null=True, blank=True)
    log_digest = models.CharField(max_length=64, blank=True)  # of the link by which it is logged

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = (
        "id", "public_id", "match", "number", "planned_on", "held_on", "minutes", "area", "confirmed_first",
        "confirmed_second", "log_digest",
    )  # fmt: skip

    class Meta:
        ordering = ["match", "number"]
        constraints = [
            models.UniqueConstraint(name="one_meeting_a_number", fields=["match", "number"]),
            models.CheckConstraint(
                name="held_meetings_have_minutes", condition=Q(held_on=None) | Q(minutes__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"meeting {self.number} of {self.match}"


class Block(Scoped):
    """Somebody does not want to be paired with somebody. Seen by nobody but the solver; never explained."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    ABOUT = "person"
    PERSONAL = {
        "other": Personal(
            Category.MATCHING, PAIR, Basis.CONSENT, "Somebody you do not want to meet", Erasure.DELETE_ROW
        ),
    }
    IMPERSONAL = ("id", "person", "made_at")

    class Meta:
        constraints = [models.UniqueConstraint(name="one_block_a_pair", fields=["person", "other"])]

    def __str__(self) -> str:
        return f"block {self.pk}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        return Q(person=actor.person_id) if scope.is_own else Q()
