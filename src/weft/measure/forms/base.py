"""What the journey's forms share."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.measure.tables.recipe import Recipe
from weft.registry.definitions import MissingReason

Choice = tuple[str, Any]
REASONS = {
    MissingReason.NOT_ANSWERED: gettext_lazy("Did not answer"),
    MissingReason.DONT_KNOW: gettext_lazy("Don’t know"),
    MissingReason.REFUSED: gettext_lazy("Prefer not to say"),
    MissingReason.NOT_ASKED: gettext_lazy("Was not asked"),
}
REASON = "missing:"  # what a choice that is a reason for missing starts with


class RecipeForm(forms.Form):
    """A form that changes one part of a recipe."""

    def change(self, recipe: Recipe) -> Recipe:
        raise NotImplementedError


def reason_choices() -> Choice:
    return (
        _("No answer, because they"),
        [(f"{REASON}{reason.value}", words) for reason, words in REASONS.items()],
    )


def hinted(words: str | Promise, hint: str | Promise) -> SafeString:
    """A choice with a line of explanation under it."""
    return format_html('{}<span class="choice-hint">{}</span>', words, hint)


def short(text: str, length: int = 90) -> str:
    """A text cut to fit a list, at a word."""
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"
