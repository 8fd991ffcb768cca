"""The way back to a form."""

from django.urls import reverse

from weft.forms.models import Form
from weft.people.roles.actor import Actor
from weft.people.roles.policy import may


def crumb_of(form: Form, actor: Actor) -> tuple[str, str]:
    """The form's name, leading to its page for those who keep forms."""
    return form.title, reverse("form-page", args=[form.key]) if may(actor, "form.manage") else ""
