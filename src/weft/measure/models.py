"""Survey files on their way in, and releases on their way out.

A Survey belongs to the analyst and holds no answers in the database: they stay in the uploads folder. A
Release holds protected values only, and is never edited: a correction is a new release and a logged line.
"""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q

from weft.measure.states import HAS_TWO_PEOPLE, STILL_OPEN, ReleaseState, SurveyState
from weft.measure.tables.protect import Showing
from weft.people.roles.actor import Actor, Scope
from weft.people.roles.scoping import Scoped
from weft.record import ids
from weft.record.personal import Personal
from weft.registry.figure import SampleType
from weft.registry.words import Verdict

public_id = ids.public_id  # under the name the migrations know


def _choices(kind: type[SampleType] | type[Showing] | type[Verdict]) -> list[tuple[str, str]]:
    return [(member.value, member.value.replace("_", " ")) for member in kind]


class Survey(Scoped):
    """A survey file an analyst brought, and the recipe that grows beside it."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=SurveyState.choices, default=SurveyState.UPLOADED)
    format = models.CharField(max_length=12, blank=True)
    rows = models.PositiveIntegerField(default=0)
    column_count = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    recipe = models.JSONField(default=dict)
    evidence = models.JSONField(default=dict)
    problem = models.JSONField(default=dict)
    progress = models.FloatField(default=0)
    doing = models.CharField(max_length=100, blank=True)
    touched_at = models.DateTimeField(auto_now=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="surveys")

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="survey_progress_is_a_share", condition=models.Q(progress__gte=0, progress__lte=1)
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        """A survey file is for the analyst who brought it: it holds a row for each person who answered."""
        return Q(created_by=actor.account_id) if scope.is_own else Q()

    @property
    def folder(self) -> Path:
        return Path(settings.UPLOADS) / self.public_id

    @property
    def title(self) -> str:
        facts = self.recipe.get("survey", {})
        return " ".join(filter(None, (facts.get("name"), facts.get("period")))) or self.file_name


class Release(models.Model):
    """One survey wave as published: frozen, protected, addressed for ever."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    series = models.SlugField(max_length=80)
    name = models.CharField(max_length=120)
    period = models.CharField(max_length=40)
    area = models.CharField(max_length=80)
    area_code = models.CharField(max_length=20, blank=True)
    population = models.CharField(max_length=120)
    sample = models.CharField(max_length=20, choices=_choices(SampleType))
    mode = models.CharField(max_length=120, blank=True)
    response = models.TextField(blank=True)
    limits = models.TextField(blank=True)
    source = models.TextField(blank=True)
    weighted = models.BooleanField(default=True)
    synthetic = models.BooleanField(default=False)
    sample_size = models.PositiveIntegerField()
    recipe = models.JSONField(default=dict)
    design = models.JSONField(default=dict)
    missing = models.JSONField(default=dict)
    unrounded = models.JSONField(
        default=dict
    )  # everyone's estimate and standard error, for tests between waves
    digest = models.CharField(max_length=64)
    audited = models.JSONField(default=dict)  # what the audit took everybody to know; on no page
    seal = models.CharField(max_length=64, blank=True)  # of everything frozen; measure.cube.seal
    changes_seal = models.CharField(max_length=64, blank=True)
    contents_seal = models.CharField(
        max_length=64, blank=True
    )  # of its Contents; "" of older releases that had none
    is_current = models.BooleanField(default=True)
    survey = models.ForeignKey(Survey, null=True, on_delete=models.PROTECT, related_name="releases")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["series", "period", "published_at"]
        constraints = [
            models.UniqueConstraint(
                name="one_current_release_a_wave",
                fields=["series", "period"],
                condition=models.Q(is_current=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.period}"


class Contents(models.Model):
    """The tables a frozen release holds, each with its fingerprint, so that one can be shown without reading all."""

    release = models.OneToOneField(Release, on_delete=models.CASCADE, related_name="contents")
    held = models.JSONField()  # measure.cube.contents

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "release", "held")

    def __str__(self) -> str:
        return f"tables of {self.release}"


class Estimate(models.Model):
    """One protected value of a release. Shares are 0-1 and already rounded; hidden ones have a reason."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="estimates")
    indicator = models.CharField(max_length=80)  # definition@version
    breakdown = models.CharField(max_length=80, blank=True)  # "" is everyone, "area" a place
    breakdown_label = models.CharField(max_length=120, blank=True)
    level = models.CharField(max_length=80, blank=True)
    level_label = models.CharField(max_length=160)
    position = models.PositiveIntegerField()
    showing = models.CharField(max_length=10, choices=_choices(Showing))
    est = models.FloatField(null=True)
    lo = models.FloatField(null=True)
    hi = models.FloatField(null=True)
    base = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=160, blank=True)
    no_interval = models.CharField(max_length=160, blank=True)
    verdict = models.CharField(max_length=20, choices=_choices(Verdict), blank=True)
    difference = models.FloatField(null=True)
    difference_lo = models.FloatField(null=True)
    difference_hi = models.FloatField(null=True)

    class Meta:
        ordering = ["release", "indicator", "position"]
        indexes = [models.Index(fields=["release", "breakdown"])]
        constraints = [
            models.UniqueConstraint(
                name="one_estimate_a_cell", fields=["release", "indicator", "breakdown", "level"]
            ),
            models.CheckConstraint(
                name="hidden_has_no_value",
                condition=models.Q(showing="hidden", est__isnull=True, lo__isnull=True, hi__isnull=True)
                | models.Q(est__isnull=False, base__isnull=False) & ~models.Q(showing="hidden"),
            ),
            models.CheckConstraint(
                name="hidden_has_a_reason", condition=~models.Q(showing="hidden") | ~models.Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.breakdown}={self.level}"


class Proposal(Scoped):
    """A release on its way out: built and attacked by one person, signed off by another, then published.

    `content` is everything that will be frozen; `digest` is its fingerprint. What is published is what was signed.
    """

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    survey = models.ForeignKey(Survey, null=True, on_delete=models.SET_NULL, related_name="proposals")
    state = models.CharField(max_length=12, choices=ReleaseState.choices, default=ReleaseState.DRAFTED)
    title = models.CharField(max_length=200)
    replacing = models.CharField(max_length=22, blank=True)
    evidence_sha = models.CharField(max_length=64)
    plan = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    content = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    problem = models.TextField(blank=True)
    checklist = models.JSONField(default=dict)
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    signed_at = models.DateTimeField(null=True)
    release = models.OneToOneField(Release, null=True, on_delete=models.CASCADE, related_name="proposal")

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = (
        "id", "public_id", "survey", "state", "title", "replacing", "evidence_sha", "plan", "outcome", "content",
        "digest", "problem", "checklist", "maker", "checker", "made_at", "signed_at", "release",
    )  # fmt: skip

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="nobody_signs_off_their_own_release",
                condition=Q(checker__isnull=True) | ~Q(checker=models.F("maker")),
            ),
            models.CheckConstraint(
                name="signed_off_by_somebody_some_day",
                condition=~Q(state__in=HAS_TWO_PEOPLE) | Q(checker__isnull=False, signed_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_open_release_a_survey", fields=["survey"], condition=Q(state__in=STILL_OPEN)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        """What one makes is one's own; output checkers reach all."""
        return Q(maker=actor.account_id) if scope.is_own else Q()


class Change(models.Model):
    """A later release against an earlier one for everyone: the verdict, or why they cannot be compared."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="changes")
    earlier = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="+")
    indicator = models.CharField(max_length=80)
    verdict = models.CharField(max_length=20, choices=_choices(Verdict))
    reason = models.CharField(max_length=200, blank=True)
    declared = models.BooleanField(default=True)  # tested as announced; otherwise exploratory
    difference = models.FloatField(null=True)
    lo = models.FloatField(null=True)
    hi = models.FloatField(null=True)

    class Meta:
        ordering = ["release", "indicator"]
        constraints = [
            models.UniqueConstraint(
                name="one_change_an_indicator", fields=["release", "earlier", "indicator"]
            ),
            models.CheckConstraint(
                name="a_comparison_has_numbers_or_a_reason",
                condition=models.Q(difference__isnull=False) | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.verdict}"


class Correction(models.Model):
    """A public line about something that was wrong, when it was found and what was done."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="corrections")
    on = models.DateField()
    text = models.TextField()

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.on}: {self.text[:60]}"
