"""Entries that look like one: the pairs of the last look, and what staff decided about them: joined (and perhaps
parted again), or not the same."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from weft.people.roles.actor import Actor, Scope
from weft.people.roles.scoping import Scoped
from weft.record.ids import public_id
from weft.record.personal import Personal


class Kind(models.TextChoices):
    PERSON = "person", _("People")
    ORGANISATION = "organisation", _("Organisations")


class Merge(Scoped):
    """Two entries made one. What moved stands, sealed, in the event of that number; undoing reads it there."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    kept = models.CharField(max_length=22)  # public ids: they say nothing by themselves
    merged = models.CharField(max_length=22)
    event = models.PositiveBigIntegerField()  # its number in the record
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    done_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "public_id", "kind", "kept", "merged", "event", "done_by", "done_at", "undone_at")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="merged_once_at_a_time", fields=["kind", "merged"], condition=Q(undone_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.merged} into {self.kept}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:  # noqa: ARG003
        """Nobody's own and no organisation's: only who may merge everywhere sees merges."""
        return Q(pk__in=[])


class NotTheSame(Scoped):
    """Staff looked and they are two: never suggested again. `one` sorts before `other`."""

    kind = models.CharField(max_length=12, choices=Kind.choices)
    one = models.CharField(max_length=22)
    other = models.CharField(max_length=22)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    said_at = models.DateTimeField(auto_now_add=True)

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "kind", "one", "other", "said_by", "said_at")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="said_once_not_the_same", fields=["kind", "one", "other"]),
        ]

    def __str__(self) -> str:
        return f"{self.one} is not {self.other}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:  # noqa: ARG003
        return Q(pk__in=[])


class LikelyPair(Scoped):
    """Two entries that the last look found alike, the surest first. Every look writes the whole list anew."""

    kind = models.CharField(max_length=12, choices=Kind.choices)
    rank = models.PositiveIntegerField()
    one = models.CharField(max_length=22)  # public ids, the older entry first
    other = models.CharField(max_length=22)
    reasons = models.JSONField()

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "kind", "rank", "one", "other", "reasons")

    class Meta:
        ordering = ["kind", "rank"]
        constraints = [models.UniqueConstraint(name="likely_pair_once", fields=["kind", "rank"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.one} and {self.other}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:  # noqa: ARG003
        return Q(pk__in=[])


class DuplicateLook(models.Model):
    """When duplicates of a kind were last looked for, and whether somebody asked for another look since."""

    kind = models.CharField(max_length=12, choices=Kind.choices, unique=True)
    looked_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    beyond = models.PositiveIntegerField(default=0)  # pairs found that are less sure than those kept

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "kind", "looked_at", "asked_at", "beyond")

    class Meta:
        ordering = ["kind"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.looked_at}"
