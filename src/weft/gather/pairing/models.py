"""Pools of people who want to meet somebody, the pairs proposed from them, and the times they met."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weft.gather.pairing.block import PAIR, Block
from weft.people.models import Person
from weft.people.roles.actor import Actor, Scope
from weft.people.roles.scoping import Scoped
from weft.programmes.models import Edition
from weft.record import keys
from weft.record.ids import public_id
from weft.record.personal import Basis, Category, Erasure, Personal

__all__ = ["PAIR", "Block"]


class EntryState(models.TextChoices):
    ENTERED = "entered", _("Something is still missing")
    CLEARED = "cleared", _("Requirements met")
    AVAILABLE = "available", _("Waiting for a match")
    PAUSED = "paused", _("Paused")
    LEFT = "left", _("Left")


class MatchState(models.TextChoices):
    SUGGESTED = "suggested", _("Suggested")
    PROPOSED = "proposed", _("Waiting for both to say yes")
    ACTIVE = "active", _("Meeting")
    PAUSED = "paused", _("Paused")
    ENDED = "ended", _("Ended")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Not approved")


class Missed(models.TextChoices):
    NO_SHOW = "no_show", _("One of us did not come")
    CALLED_OFF = "called_off", _("We called it off")


MATCH_MOVES = {
    MatchState.SUGGESTED: (MatchState.PROPOSED, MatchState.WITHDRAWN),
    MatchState.PROPOSED: (MatchState.ACTIVE, MatchState.DECLINED, MatchState.WITHDRAWN),
    MatchState.ACTIVE: (MatchState.PAUSED, MatchState.ENDED),
    MatchState.PAUSED: (MatchState.ACTIVE, MatchState.ENDED),
}
FIRST, SECOND = "first", "second"  # the two of a match
SHOWN_MATCH = (
    MatchState.PROPOSED,
    MatchState.ACTIVE,
    MatchState.PAUSED,
    MatchState.ENDED,
)  # to the two themselves
HOLDS_PLACE = (MatchState.PROPOSED, MatchState.ACTIVE, MatchState.PAUSED)
OPEN_MATCH = (MatchState.SUGGESTED, MatchState.PROPOSED, MatchState.ACTIVE, MatchState.PAUSED)


class Pool(Scoped):
    """Two sides of an edition who are paired: buddies and cyclists, mentors and learners."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="pools")
    key = models.SlugField(max_length=60)
    sides = models.JSONField(default=list)  # two roles of the blueprint
    rules = models.JSONField(default=dict)  # hard filters, soft scores, meetings planned: of the blueprint
    suggested_at = models.DateTimeField(null=True, blank=True)

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "public_id", "edition", "key", "sides", "rules", "suggested_at")

    class Meta:
        ordering = ["edition", "pk"]
        constraints = [models.UniqueConstraint(name="one_pool_a_key", fields=["edition", "key"])]

    def __str__(self) -> str:
        return f"{self.key} of {self.edition}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:  # noqa: ARG003
        """Of an organisation: the pools of the programmes it runs. Nobody owns one."""
        if not scope.is_organisation:
            return Q(pk__in=[])
        return Q(edition__programme__organisation__in=scope.organisations)

    @property
    def title(self) -> str:
        """As people say it: the name a blueprint gives, else its key."""
        return str(self.rules.get("title") or self.key.replace("-", " ").replace("_", " ").capitalize())


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
        indexes = [models.Index(fields=["pool", "state"])]
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
    """Two entries that may meet: suggested, approved by a coordinator, accepted by both, then meeting.

    What they share is sealed under a key of the match itself, which is destroyed when either of them is erased.
    """

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    first = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="matches_first")
    second = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="matches_second")
    state = models.CharField(max_length=10, choices=MatchState.choices, default=MatchState.SUGGESTED)
    reasons = models.TextField(blank=True)  # sealed: codes of what they share, for the coordinator and both
    cost = models.PositiveSmallIntegerField(default=0)  # 0 (made for each other) to 1,000; shown as words
    accepted_first = models.DateTimeField(null=True, blank=True)
    accepted_second = models.DateTimeField(null=True, blank=True)
    tells_first = models.BooleanField(default=False)  # the first lets the other have their e-mail address
    tells_second = models.BooleanField(default=False)
    digest_first = models.CharField(max_length=64, blank=True, db_index=True)  # of each one's own link
    digest_second = models.CharField(max_length=64, blank=True, db_index=True)
    ended_because = models.CharField(max_length=60, blank=True)  # code of rules.REASONS
    made_at = models.DateTimeField(default=timezone.now)
    proposed_at = models.DateTimeField(null=True, blank=True)

    ABOUT = ("first__person", "second__person")
    STORE = "pairing"
    HOLDS_KEYS = True  # under its own public id
    PERSONAL = {
        "state": Personal(Category.PARTICIPATION, PAIR, Basis.CONSENT, "How your pair stands", Erasure.KEEP),
        "reasons": Personal(Category.MATCHING, PAIR, Basis.CONSENT, "What you share", Erasure.DESTROY_KEY),
        "proposed_at": Personal(Category.PARTICIPATION, PAIR, Basis.CONSENT, "Pair proposed", Erasure.KEEP),
        "ended_because": Personal(Category.PARTICIPATION, PAIR, Basis.CONSENT, "Why it ended", Erasure.KEEP),
    }
    IMPERSONAL = (
        "id", "public_id", "first", "second", "cost", "accepted_first", "accepted_second", "tells_first",
        "tells_second", "digest_first", "digest_second", "made_at",
    )  # fmt: skip

    class Meta:
        ordering = ["cost", "pk"]
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

    def seal_reasons(self, codes: list[str]) -> None:
        self.reasons = keys.seal(
            codes, holder=self.public_id, store=self.STORE, field="reasons", purpose="matching", width=256
        )

    def opened_reasons(self) -> list[str]:
        """The codes of what they share; none once either of them was erased."""
        try:
            found: list[str] = keys.unseal(
                self.reasons, holder=self.public_id, store=self.STORE, field="reasons", purpose="matching"
            )
        except keys.SealError:
            return []
        return found

    def given_out(self) -> dict[str, str]:
        """For either of the two: what they share and why it ended, as words; nothing about the other alone."""
        from weft.gather.pairing.words import reasons_in_words, why_ended

        shared = ". ".join(reasons_in_words(self.opened_reasons()))
        return {"reasons": shared, "ended_because": why_ended(self.ended_because)}

    def forget(self) -> None:
        """Remove a suggestion nobody decided on, with the key of its reasons."""
        keys.destroy_keys(self.public_id)
        self.delete()

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_MATCH

    def entry(self, side: str) -> Entry:
        return self.first if side == FIRST else self.second


class Meeting(Scoped):
    """One planned time to meet: whether it took place, when, for how long, confirmed by whom of the two."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    planned_on = models.DateField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    area = models.CharField(max_length=20, blank=True)  # code of the place reached
    missed = models.CharField(max_length=12, choices=Missed.choices, blank=True)  # instead of being held
    logged_at = models.DateTimeField(null=True, blank=True)
    confirmed_first = models.DateTimeField(null=True, blank=True)
    confirmed_second = models.DateTimeField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)  # when its fact was written: once

    ABOUT = ("match__first__person", "match__second__person")
    PERSONAL = {
        "held_on": Personal(Category.PARTICIPATION, PAIR, Basis.CONSENT, "You met on", Erasure.KEEP),
        "minutes": Personal(Category.PARTICIPATION, PAIR, Basis.CONSENT, "Minutes together", Erasure.KEEP),
        "area": Personal(Category.PARTICIPATION, PAIR, Basis.CONSENT, "Where you went", Erasure.KEEP),
    }
    IMPERSONAL = (
        "id", "public_id", "match", "number", "planned_on", "missed", "logged_at", "confirmed_first",
        "confirmed_second", "counted_at",
    )  # fmt: skip

    class Meta:
        ordering = ["match", "number"]
        constraints = [
            models.UniqueConstraint(name="one_meeting_a_number", fields=["match", "number"]),
            models.CheckConstraint(
                name="held_meetings_have_minutes", condition=Q(held_on=None) | Q(minutes__isnull=False)
            ),
            models.CheckConstraint(
                name="nobody_met_longer_than_a_day_out", condition=Q(minutes=None) | Q(minutes__lte=600)
            ),
            models.CheckConstraint(
                name="counted_meetings_were_confirmed_by_both",
                condition=Q(counted_at=None)
                | Q(confirmed_first__isnull=False, confirmed_second__isnull=False, held_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"meeting {self.number} of {self.match}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        if scope.is_organisation:
            return Q(match__first__pool__edition__programme__organisation__in=scope.organisations)
        if not scope.is_own:
            return Q()
        return Q(match__first__person=actor.person_id) | Q(match__second__person=actor.person_id)

    @property
    def is_open(self) -> bool:
        return self.logged_at is None
