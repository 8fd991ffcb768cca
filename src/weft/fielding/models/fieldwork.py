"""One wave of one survey in the field; its quotas, its batches of letters, a sample file on its way in."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from weft.fielding.states import FieldworkState, Occurrence, QuotaKind
from weft.forms.models import Form
from weft.record.ids import public_id
from weft.record.personal import NOBODY, Basis, Category, Erasure, Personal

TO_CHECK = "to check a list of addresses before it is used"


class Fieldwork(models.Model):
    """A survey in the field. What it holds of anybody lies sealed under a key of this fieldwork, destroyed after it."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)  # of the wave: "Wave 3, spring 2027"
    first_day = models.DateField()
    last_day = models.DateField()
    modes = models.JSONField(default=list)  # of forms.states.Mode
    schedule = models.JSONField(default=dict)  # occurrence -> days after the first day
    keep_share = models.FloatField(
        default=0.5
    )  # of the questions of substance: what makes a partial worth keeping
    phone = models.CharField(max_length=40, blank=True)  # in the letters
    languages = models.CharField(max_length=200, blank=True)  # line of the letter that names other languages
    state = models.CharField(max_length=10, choices=FieldworkState.choices, default=FieldworkState.PLANNED)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    unlinked_at = models.DateTimeField(null=True, blank=True)
    survey = models.CharField(max_length=22, blank=True)  # public id of the survey file in Measure
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = (
        "id", "public_id", "form", "name", "first_day", "last_day", "modes", "schedule", "keep_share", "phone",
        "languages", "state", "opened_at", "closed_at", "unlinked_at", "survey", "made_at", "made_by",
    )  # fmt: skip

    class Meta:
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="fieldwork_ends_after_it_began", condition=Q(last_day__gte=F("first_day"))
            ),
            models.CheckConstraint(
                name="fieldwork_keep_share_is_a_share", condition=Q(keep_share__gte=0, keep_share__lte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form}: {self.name}"

    def is_answered_on(self, day: date) -> bool:
        return self.state == FieldworkState.OPEN and self.first_day <= day <= self.last_day

    @property
    def is_linked(self) -> bool:
        return self.state != FieldworkState.UNLINKED


class LetterBatch(models.Model):
    """Letters printed together: what one press of a button printed, and one marks as sent."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    fieldwork = models.ForeignKey(Fieldwork, on_delete=models.CASCADE, related_name="batches")
    occurrence = models.CharField(max_length=10, choices=Occurrence.choices)
    made_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "public_id", "fieldwork", "occurrence", "made_at", "sent_at")

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_occurrence_display()}, {self.made_at:%Y-%m-%d}"


class SampleDraft(models.Model):
    """A list of addresses that was read and is looked at before it becomes the sample; sealed like them."""

    fieldwork = models.OneToOneField(Fieldwork, on_delete=models.CASCADE, related_name="draft")
    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    sealed = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)

    ABOUT = NOBODY
    PERSONAL = {
        "sealed": Personal(
            Category.CONTACT, TO_CHECK, Basis.PUBLIC_TASK, "", Erasure.DELETE_ROW, retention_days=30
        )
    }
    IMPERSONAL = ("id", "fieldwork", "public_id", "made_at")

    def __str__(self) -> str:
        return f"list for {self.fieldwork_id}"


class Quota(models.Model):
    """How many answers of one kind are wanted: of an area, or of those who give a question one value."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    fieldwork = models.ForeignKey(Fieldwork, on_delete=models.CASCADE, related_name="quotas")
    question = models.CharField(max_length=300, blank=True)  # reference, "/data/age"; "" means: an area
    value = models.CharField(max_length=120)  # a choice's value, or the area's code
    target = models.PositiveIntegerField()
    kind = models.CharField(max_length=4, choices=QuotaKind.choices, default=QuotaKind.SOFT)
    answered = models.PositiveIntegerField(default=0)

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "public_id", "fieldwork", "question", "value", "target", "kind", "answered")

    class Meta:
        ordering = ["question", "value", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_quota_a_value", fields=["fieldwork", "question", "value"])
        ]

    def __str__(self) -> str:
        return f"{self.question or 'area'} {self.value}: {self.answered} of {self.target}"

    @property
    def is_full(self) -> bool:
        return self.answered >= self.target
