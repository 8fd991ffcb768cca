"""What the forms about people share."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from weft.people.rules.languages import LANGUAGES
from weft.places.models import Area
from weft.web.once import OnceField


class OnceForm(forms.Form):
    """A form that makes something: sent twice, it makes one."""

    once = OnceField()


def areas() -> "QuerySet[Area]":
    """The city and its boroughs: two steps of the place pack, as they are today."""
    current = Area.objects.filter(ends_on=None)
    return current.filter(Q(parent=None) | Q(parent__parent=None)).order_by("name")


class AreaField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A borough by its code, or the city."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Area.objects.none(),
            to_field_name="code",
            required=False,
            label=kwargs.pop("label", _("Area")),
            empty_label=_("Not known"),
            help_text=_("The borough, never the address."),
            **kwargs,
        )


def language_choices() -> list[tuple[str, Any]]:
    return [("", _("Not known")), *LANGUAGES]
