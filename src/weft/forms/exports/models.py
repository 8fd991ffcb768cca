"""An export somebody asked for: what it holds, who asked, who agreed where two are needed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from weft.forms.exports.states import ExportState
from weft.record.ids import public_id
from weft.record.personal import Personal


class Export(models.Model):
    """One export. Answers marked special leave the service only once a second person agreed."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    form = models.ForeignKey("forms.Form", on_delete=models.PROTECT, related_name="exports")
    wanted = models.JSONField(
        default=dict
    )  # the filter of the screen it was asked from (exports.wanted.Wanted)
    to = models.CharField(max_length=10)  # format
    digest = models.CharField(max_length=64)  # of the names of its columns: only these were agreed to
    needs_second = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=ExportState.choices, default=ExportState.ASKED)
    why = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_why = models.CharField(max_length=300, blank=True)
    taken = models.PositiveIntegerField(default=0)  # how often it was downloaded

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = (
        "id", "public_id", "form", "wanted", "to", "digest", "needs_second", "state", "why", "asked_by", "asked_at",
        "decided_by", "decided_at", "decided_why", "taken",
    )  # fmt: skip

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="export_agreed_by_another",
                condition=Q(decided_by=None) | Q(asked_by=None) | ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="special_export_was_agreed_to",
                condition=Q(needs_second=False) | ~Q(state=ExportState.OPEN) | Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="export_taken_only_when_open", condition=Q(taken=0) | Q(state=ExportState.OPEN)
            ),
        ]

    def __str__(self) -> str:
        return f"export {self.public_id[:6]}"
