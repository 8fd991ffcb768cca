"""The waves of a form."""

from django.urls import reverse
from django.utils.translation import gettext as _

from weft.fielding.models import Fieldwork
from weft.forms.models import Form
from weft.people.roles.actor import Actor
from weft.people.roles.policy import may

SHOWN = 5


def links_of(form: Form, actor: Actor) -> list[tuple[str, str]]:
    """The latest waves of a form, for whoever may see how fieldwork stands (settings.FORM_LINKS)."""
    if not may(actor, "fieldwork.see"):
        return []
    rows = Fieldwork.objects.filter(form=form)[:SHOWN]
    words = _("Fieldwork: %(wave)s (%(state)s)")
    return [
        (
            words % {"wave": wave.name, "state": wave.get_state_display()},
            reverse("fieldwork-one", args=[wave.public_id]),
        )
        for wave in rows
    ]
