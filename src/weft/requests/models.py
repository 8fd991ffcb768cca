"""What somebody asked for, by when they were promised an answer, and when that was put off."""

import secrets
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from weft.people.models import Person
from weft.people.roles.actor import Actor, Scope
from weft.people.roles.scoping import Scoped
from weft.record.ids import public_id
from weft.record.personal import Basis, Category, Erasure, Personal
from weft.requests.rules import KEPT_DAYS
from weft.requests.states import OPEN, Channel, Format, Kind, State

ANSWER = "to answer what they asked"
LETTERS = "23456789BCDFGHJKMNPQRTVWXYZ"  # none that is read for another, no vowels that make words


def reference() -> str:
    """A short name for a request, to be read out on the telephone: "KT4-9WXQ". It opens nothing."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(7))
    return f"{drawn[:3]}-{drawn[3:]}"


def _kept(category: Category, export: str, erasure: Erasure = Erasure.CLEAR) -> Personal:
    return Personal(category, ANSWER, Basis.LEGAL_OBLIGATION, export, erasure, KEPT_DAYS)


class Request(Scoped):
    """One request. `due_on` is the promise: it is set once and never moves."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    reference = models.CharField(max_length=8, unique=True, default=reference, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    format = models.CharField(max_length=12, choices=Format.choices, blank=True)
    language = models.CharField(max_length=40, blank=True)
    what = models.TextField()
    name = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    contact = models.CharField(max_length=400)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="requests"
    )
    received_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    assigned_to = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="requests_in_hand"
    )
    answer = models.TextField(blank=True)
    answer_went_by = models.CharField(max_length=10, blank=True)  # "message", "hand"
    closed_on = models.DateField(null=True, blank=True)
    noted_late_on = models.DateField(null=True, blank=True)

    ABOUT = "person"
    PERSONAL = {
        "format": _kept(Category.CORRESPONDENCE, "Format asked for"),
        "language": _kept(Category.CORRESPONDENCE, "Language asked for"),
        "what": _kept(Category.CORRESPONDENCE, "What you asked"),
        "name": _kept(Category.IDENTITY, "Name"),
        "channel": _kept(Category.CONTACT, "How you wanted the answer"),
        "contact": _kept(Category.CONTACT, "Where you wanted the answer"),
        "person": _kept(Category.ACCOUNT, "Your account", Erasure.UNLINK),
        "answer": _kept(Category.CORRESPONDENCE, "What was answered"),
    }
    IMPERSONAL = (
        "id", "public_id", "reference", "kind", "received_on", "due_on", "state", "assigned_to", "answer_went_by",
        "closed_on", "noted_late_on",
    )  # fmt: skip

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["state", "due_on"])]
        constraints = [
            models.CheckConstraint(
                name="request_due_after_it_came", condition=Q(due_on__gte=models.F("received_on"))
            ),
            models.CheckConstraint(
                name="request_closed_has_a_day",
                condition=Q(state__in=OPEN, closed_on=None)
                | (~Q(state__in=OPEN) & Q(closed_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def wanted(self) -> str:
        """What is asked for, in a few words that say nothing of who asks: "large print"."""
        if self.kind != Kind.FORMAT:
            return str(Kind(self.kind).label)
        if not self.format:
            return str(Kind.FORMAT.label)  # forgotten, or erased
        label = str(Format(self.format).label)
        return f"{label}: {self.language}" if self.language else label

    def deadline(self) -> date:
        """The day it must be answered by now: the promise, or the day somebody was told instead."""
        last = max((each.until for each in self.told()), default=self.due_on)
        return max(last, self.due_on)

    def told(self) -> "list[Extension]":
        """Each time it was put off, the earliest day first."""
        rows = Extension.objects.unscoped("whoever sees a request sees when it was put off")
        return list(rows.filter(request=self))

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        return Q(person=actor.person_id) if scope.is_own and actor.person_id else Q(pk__in=[])


class Extension(Scoped):
    """More time for one request: until when, and the reason the person was given."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="extensions")
    until = models.DateField()
    reason = models.TextField()
    made_on = models.DateField()
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    ABOUT = "request__person"
    PERSONAL = {"reason": _kept(Category.CORRESPONDENCE, "Why it took longer", Erasure.DELETE_ROW)}
    IMPERSONAL = ("id", "request", "until", "made_on", "made_by")

    class Meta:
        ordering = ["until", "pk"]

    def __str__(self) -> str:
        return _("until %(day)s") % {"day": self.until}

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        return Q(request__person=actor.person_id) if scope.is_own and actor.person_id else Q(pk__in=[])
