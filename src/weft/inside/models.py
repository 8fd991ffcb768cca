"""A survey opened to analysts, who is admitted, every table they asked for, and what is on its way out.

No row holds anything of a person who answered: a Table keeps perturbed figures only, an Output its context.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from weft.inside.rules import TABLES
from weft.inside.states import WAITING, OutputState
from weft.measure.models import Survey
from weft.people.roles.actor import Actor, Scope
from weft.people.roles.scoping import Scoped
from weft.record import ids
from weft.record.personal import Personal

public_id = ids.public_id  # under the name the migrations know


def _account(**more: Any) -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **more)


class Opening(Scoped):
    """A survey file opened to accredited analysts, with the recipe as it was on that day.

    The file is named by its fingerprint: openings of one file are one data set, whoever opened them.
    """

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    survey = models.ForeignKey(Survey, null=True, on_delete=models.SET_NULL, related_name="+")
    sha256 = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    why = models.TextField()
    recipe = models.JSONField()
    opened_by = _account()
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = (
        "id", "public_id", "survey", "sha256", "title", "why", "recipe", "opened_by", "opened_at", "closed_at",
    )  # fmt: skip

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="a_file_is_open_once", fields=["sha256"], condition=Q(closed_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        """An analyst keeps what they opened, and the openings of their own survey files."""
        mine = Q(opened_by=actor.account_id) | Q(survey__created_by=actor.account_id)
        return mine if scope.is_own else Q()


class Admission(Scoped):
    """One analyst admitted to one opening, from a day to a day, for so many tables. A renewal is one more admission."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="admissions")
    analyst = _account()
    why = models.TextField()
    tables = models.PositiveIntegerField(default=TABLES)
    used = models.PositiveIntegerField(default=0)
    starts_on = models.DateField()
    ends_on = models.DateField()  # the first day it no longer holds
    given_by = _account()
    given_at = models.DateTimeField(auto_now_add=True)

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = (
        "id", "public_id", "opening", "analyst", "why", "tables", "used", "starts_on", "ends_on", "given_by",
        "given_at",
    )  # fmt: skip

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.CheckConstraint(name="nobody_admits_themselves", condition=~Q(given_by=F("analyst"))),
            models.CheckConstraint(name="no_table_beyond_the_budget", condition=Q(used__lte=F("tables"))),
            models.CheckConstraint(name="admitted_to_a_later_day", condition=Q(ends_on__gte=F("starts_on"))),
        ]

    def __str__(self) -> str:
        return f"{self.opening}, until {self.ends_on}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        return cls.in_force() & Q(analyst=actor.account_id) if scope.is_own else Q()

    @staticmethod
    def in_force() -> Q:
        today = timezone.localdate()
        return Q(starts_on__lte=today, ends_on__gt=today, opening__closed_at=None)

    @property
    def left(self) -> int:
        return self.tables - self.used


class Table(Scoped):
    """A table somebody asked for: who, when, which, and the perturbed figures. The log is these rows."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    admission = models.ForeignKey(Admission, on_delete=models.PROTECT, related_name="+")
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="asked")
    analyst = _account()
    asked = models.JSONField()
    asked_digest = models.CharField(max_length=64)
    title = models.CharField(max_length=400)
    figures = models.JSONField()
    digest = models.CharField(max_length=64)
    times = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField(auto_now_add=True)

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = (
        "id", "public_id", "admission", "opening", "analyst", "asked", "asked_digest", "title", "figures", "digest",
        "times", "asked_at",
    )  # fmt: skip

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="the_same_table_is_asked_once", fields=["opening", "analyst", "asked_digest"]
            )
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        """One's own, for as long as one is admitted."""
        held = Admission.objects.unscoped("the actor's own admissions")
        here = held.filter(Admission.in_force(), analyst=actor.account_id).values("opening")
        return Q(analyst=actor.account_id, opening__in=here) if scope.is_own else Q()


class Output(Scoped):
    """Something an analyst asks to take out: a table, or a file they brought. Two others look at it."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="outputs")
    analyst = _account()
    table = models.ForeignKey(Table, null=True, on_delete=models.PROTECT, related_name="+")
    rests_on = models.ManyToManyField(Table, related_name="+")
    title = models.CharField(max_length=400)
    purpose = models.TextField()
    destination = models.TextField()
    how_made = models.TextField(blank=True)
    kind = models.CharField(max_length=10)
    bytes = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=OutputState.choices, default=OutputState.ASKED)
    first = _account(null=True)
    first_notes = models.JSONField(default=dict)
    first_at = models.DateTimeField(null=True)
    second = _account(null=True)
    second_notes = models.JSONField(default=dict)
    second_at = models.DateTimeField(null=True)
    sent_back_by = _account(null=True)
    reason = models.TextField(blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # sent back or taken back
    file_gone_at = models.DateTimeField(null=True)
    taken = models.PositiveIntegerField(default=0)

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = (
        "id", "public_id", "opening", "analyst", "table", "rests_on", "title", "purpose", "destination", "how_made",
        "kind", "bytes", "digest", "state", "first", "first_notes", "first_at", "second", "second_notes", "second_at",
        "sent_back_by", "reason", "asked_at", "expires_at", "ended_at", "file_gone_at", "taken",
    )  # fmt: skip

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="nobody_lets_their_own_output_out",
                condition=(Q(first__isnull=True) | ~Q(first=F("analyst")))
                & (Q(second__isnull=True) | ~Q(second=F("analyst")))
                & (Q(sent_back_by__isnull=True) | ~Q(sent_back_by=F("analyst"))),
            ),
            models.CheckConstraint(
                name="two_checkers_are_two_people",
                condition=Q(second__isnull=True) | (Q(first__isnull=False) & ~Q(second=F("first"))),
            ),
            models.CheckConstraint(
                name="halfway_after_one_checker",
                condition=~Q(state=OutputState.HALFWAY) | Q(first__isnull=False, first_at__isnull=False),
            ),
            models.CheckConstraint(
                name="out_after_two_checkers_for_a_while",
                condition=~Q(state=OutputState.CLEARED)
                | Q(first__isnull=False, second__isnull=False, second_at__isnull=False, expires_at__isnull=False),
            ),
            models.CheckConstraint(
                name="taken_only_once_it_may_leave", condition=Q(taken=0) | Q(state=OutputState.CLEARED)
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        """What one asked for is one's own; output checkers reach all."""
        return Q(analyst=actor.account_id) if scope.is_own else Q()

    @property
    def path(self) -> Path:
        return Path(settings.UPLOADS) / "airlock" / self.public_id

    @property
    def behind(self) -> Any:
        """The tables it rests on, for whoever may see the output."""
        chosen = Output.rests_on.through._default_manager.filter(output=self).values("table")
        return (
            Table.objects.unscoped("what an output rests on").filter(pk__in=chosen).select_related("opening")
        )

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def may_be_taken(self) -> bool:
        return self.state == OutputState.CLEARED and (self.expires_at or timezone.now()) > timezone.now()
