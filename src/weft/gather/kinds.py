"""Kinds of places by name. A blueprint may name more; one that is unknown here reads as it is written."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "seat": _("Places"),
    "learner": _("Learners"),
    "creche_0_1": _("Crèche, under 2"),
    "creche_2_4": _("Crèche, 2 to 4"),
    "volunteer": _("Volunteers"),
    "runner": _("Runners"),
    "buddy": _("Buddies"),
    "rider": _("Riders"),
    "interview": _("Interview slots"),
    "table": _("Places at tables"),
}


def kind_name(kind: str) -> str:
    return str(KINDS.get(kind, kind.replace("_", " ")))


WELCOMES = (
    ("first_time", _("First time welcome")),
    ("no_english", _("No English needed")),
    ("children", _("Bring children")),
    ("women_only", _("Women only")),
)
