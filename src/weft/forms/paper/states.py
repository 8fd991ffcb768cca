"""States of a paper return."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PaperState(TextChoices):
    FIRST = "first", _("Keyed once")
    SECOND = "second", _("Keyed twice, differences to settle")
    SETTLED = "settled", _("Settled")
