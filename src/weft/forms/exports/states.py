"""States of an export that was asked for."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ExportState(TextChoices):
    ASKED = "asked", _("Waits for a second person")
    OPEN = "open", _("May be downloaded")
    REFUSED = "refused", _("Refused")
