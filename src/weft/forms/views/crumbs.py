"""The way back to a form."""

from django.urls import reverse

from weft.forms.models import Form
from weft.people.roles.actor import Actor
from weft.people.roles.policy import may


def below(form: Form, actor: Actor, page: tuple[str, str], here: str) -> list[tuple[str, str]]:
    """From the form past one of its pages (its words and route) to a page under it."""
    words, route = page
    return [crumb_of(form, actor), (words, reverse(route, args=[form.key])), (here, "")]


def crumb_of(form: Form, actor: Actor) -> tuple[str, str]:
    """The form's name, leading to its page for those who keep forms."""
    return form.title, reverse("form-page", args=[form.key]) if may(actor, "form.manage") else ""
