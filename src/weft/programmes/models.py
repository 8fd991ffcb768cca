"""Programmes installed from blueprints, their editions, what taking part requires, and what was aimed at."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from weft.people.models import Organisation, Person
from weft.people.roles.actor import Actor, Scope
from weft.people.roles.scoping import Scoped
from weft.programmes.blueprint.words import worded
from weft.programmes.states import EvidenceState, ProgrammeState
from weft.record.ids import public_id
from weft.record.personal import Basis, Category, Erasure, Personal


class Programme(models.Model):
    """One programme of a city: a blueprint at a version, with this city's words."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    key = models.SlugField(max_length=80, unique=True)  # "bike-buddies"; in facts, addresses and files
    title = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    themes = models.JSONField(default=list)  # relationships, participation, equality
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="programmes"
    )  # who runs it; None: the city team
    blueprint = models.CharField(max_length=80)  # id of the blueprint
    version = models.CharField(max_length=20)  # of the blueprint installed
    document = models.JSONField(default=dict)  # the blueprint as installed, whole
    words = models.JSONField(default=dict)  # what this city says instead: path in the document -> text
    languages = models.JSONField(default=list)
    areas = models.JSONField(default=list)  # codes of the areas it runs in; none: the whole city
    state = models.CharField(max_length=10, choices=ProgrammeState.choices, default=ProgrammeState.DRAFT)
    made_at = models.DateTimeField(auto_now_add=True)

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = (
        "id", "public_id", "key", "title", "purpose", "themes", "organisation", "blueprint", "version", "document",
        "words", "languages", "areas", "state", "made_at",
    )  # fmt: skip

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def told(self) -> dict[str, Any]:
        """The blueprint's document with this city's words in it."""
        return worded(self.document, self.words)


class Edition(models.Model):
    """One run of a programme: a year, a round, a season."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="editions")
    key = models.SlugField(max_length=60)  # "2026"
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    grant_pence = models.BigIntegerField(null=True, blank=True)  # what the edition was given, where it was

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "public_id", "programme", "key", "title", "starts_on", "ends_on", "grant_pence")

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_edition_a_key", fields=["programme", "key"]),
            models.CheckConstraint(
                name="edition_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="edition_grant_is_not_negative", condition=Q(grant_pence=None) | Q(grant_pence__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}, {self.title}"


class Requirement(models.Model):
    """What somebody must show before a role in a programme: a kind, for whom, for how long it holds, who checks it."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="requirements")
    key = models.SlugField(max_length=60)  # "dbs"
    kind = models.CharField(max_length=20)  # dbs, reference, training, age, consent, session
    role = models.CharField(max_length=60)  # of the blueprint: "buddy"
    label = models.CharField(max_length=200)
    valid_months = models.PositiveIntegerField(null=True, blank=True)  # None: for good
    how_many = models.PositiveIntegerField(default=1)  # two references
    verified_by = models.CharField(max_length=40, default="officer")  # role of the matrix

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = (
        "id",
        "programme",
        "key",
        "kind",
        "role",
        "label",
        "valid_months",
        "how_many",
        "verified_by",
    )

    class Meta:
        ordering = ["programme", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_requirement_a_key", fields=["programme", "key", "role"])
        ]

    def __str__(self) -> str:
        return self.label


class Evidence(Scoped):
    """That somebody met a requirement: what was seen, when, by whom, until when. Never the certificate itself."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="evidence")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=EvidenceState.choices, default=EvidenceState.SUBMITTED)
    seen_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)  # the last day it holds; None: for good
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    told_on = models.DateField(null=True, blank=True)  # the holder was told that it runs out

    ABOUT = "person"
    PERSONAL = {
        "requirement": Personal(
            Category.PARTICIPATION,
            "to keep people safe",
            Basis.CONTRACT,
            "What you showed",
            Erasure.DELETE_ROW,
        ),
        "valid_until": Personal(
            Category.PARTICIPATION, "to keep people safe", Basis.CONTRACT, "Holds until", Erasure.DELETE_ROW
        ),
    }
    IMPERSONAL = ("id", "public_id", "person", "state", "seen_on", "checked_by", "made_at", "told_on")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "valid_until"])]
        constraints = [
            models.CheckConstraint(
                name="verified_evidence_was_seen", condition=~Q(state="verified") | Q(seen_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"evidence {self.public_id[:6]}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        if scope.is_organisation:
            return Q(requirement__programme__organisation__in=scope.organisations)
        return Q(person=actor.person_id) if scope.is_own else Q()


class Target(models.Model):
    """What an edition aims at: a measure, for whom or where, and how much. Never changed once the edition has begun."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="targets")
    measure = models.CharField(max_length=60)  # of the blueprint: "people", "pairs", "hours"
    group = models.CharField(max_length=80, blank=True)  # "first_time=yes", "area=E09000012"
    amount = models.PositiveBigIntegerField()

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "edition", "measure", "group", "amount")

    class Meta:
        ordering = ["edition", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_target_a_measure", fields=["edition", "measure", "group"])
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.group}: {self.amount}"


class PublishedMixing(models.Model):
    """What everybody reads of a programme's mixing by one trait, since a day: as it is shown and no finer. Never
    changed; the newest one stands."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="published_mixing")
    key = models.CharField(max_length=80)  # of the trait in the blueprint
    published_at = models.DateTimeField()
    sessions = models.PositiveIntegerField()
    people = models.PositiveIntegerField(default=0)  # visits, to the nearest ten
    step = models.PositiveSmallIntegerField(null=True, blank=True)  # points the next three are rounded to
    value = models.PositiveSmallIntegerField(
        null=True, blank=True
    )  # per cent: two people who were there differ
    low = models.PositiveSmallIntegerField(null=True, blank=True)  # and by chance
    high = models.PositiveSmallIntegerField(null=True, blank=True)
    area = models.PositiveSmallIntegerField(null=True, blank=True)  # and two people who live there
    where = models.TextField(blank=True)  # in which areas, and who counted them
    source = models.TextField(blank=True)
    why_not = models.CharField(max_length=20, blank=True)  # mixing.kinds.WhyNot, where there is no figure
    beside = models.JSONField(default=dict)  # figures published with it: indicator -> value and n, as shown
    facts_until = models.PositiveBigIntegerField()  # the last line of the record it looked at
    held_until = models.DateField()  # the last day whose sessions count

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = (
        "id", "programme", "key", "published_at", "sessions", "people", "step", "value", "low", "high", "area",
        "where", "source", "why_not", "beside", "facts_until", "held_until",
    )  # fmt: skip

    class Meta:
        ordering = ["programme", "key", "held_until"]
        constraints = [
            models.UniqueConstraint(
                name="one_published_mixing_a_day", fields=["programme", "key", "held_until"]
            ),
            models.CheckConstraint(
                name="published_mixing_is_a_figure_or_says_why_not",
                condition=Q(why_not="", step__isnull=False, value__isnull=False, low__isnull=False,
                            high__isnull=False)
                | (~Q(why_not="") & Q(step=None, value=None, low=None, high=None, area=None, people=0)),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.programme}, {self.key}, {self.held_until}"
