"""A city's own words, and where and in which languages a programme runs."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.people.languages import language_names
from weft.places.models import Area
from weft.programmes.blueprint.words import editable, is_number
from weft.programmes.models import Programme

# One page each: what is edited together.
PARTS = {
    "about": ("title", "purpose", "background", "measuring", "data_protection"),
    "lists": ("target_groups", "optional_elements", "resources", "caveats"),
    "steps": ("steps",),
    "roles": ("roles", "requirements", "forms"),
    "activities": ("activities",),
    "figures": ("indicators", "mixing"),
}
PART_WORDS = {
    "about": gettext_lazy("Title, purpose and what people are told"),
    "lists": gettext_lazy("Groups, resources and caveats"),
    "steps": gettext_lazy("Steps"),
    "roles": gettext_lazy("Roles, what they must show, forms"),
    "activities": gettext_lazy("Activities and their places"),
    "figures": gettext_lazy("Figures"),
}
SHORT_WORDS = {
    "title": gettext_lazy("title"),
    "about": gettext_lazy("about"),
    "takes": gettext_lazy("what it takes"),
    "who": gettext_lazy("who can come"),
    "total": gettext_lazy("how many places"),
    "newcomers": gettext_lazy("of them kept for newcomers"),
    "caveat": gettext_lazy("caveat"),
    "purpose": gettext_lazy("purpose"),
    "background": gettext_lazy("background"),
    "measuring": gettext_lazy("how one knows"),
    "data_protection": gettext_lazy("data protection"),
}
LONG = 90  # characters: longer texts get a box of several lines


def parts_of(programme: Programme) -> list[tuple[str, str, int]]:
    """Each part with something to word: its name, its title, how many places say something else than the original."""
    places = editable(programme.document)
    found = []
    for part, roots in PARTS.items():
        paths = [path for path in places if path.split("/")[0] in roots]
        if paths:
            found.append((part, str(PART_WORDS[part]), sum(path in programme.words for path in paths)))
    return found


class WordsForm(forms.Form):
    """Every text of one part, with the original beside it."""

    def __init__(self, *args: Any, programme: Programme, part: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.originals: dict[str, Any] = {}
        told = editable(programme.told)
        for path, original in editable(programme.document).items():
            if path.split("/")[0] in PARTS[part]:
                name = path.replace("/", ".")
                self.originals[name] = original
                self.fields[name] = _field(programme, path, original, told[path])

    def rows(self) -> list[tuple[forms.BoundField, Any, bool]]:
        """Field, original, and whether the city says something else."""
        return [(self[name], said, self[name].initial != said) for name, said in self.originals.items()]

    def words(self) -> dict[str, str]:
        return {name.replace(".", "/"): self.cleaned_data[name] for name in self.originals}


class Wording(forms.CharField):
    """A text that may be left empty, without saying so at each: the page says once what that means."""

    def validate(self, value: str) -> None:
        """Empty brings the original back; what else may be said is the action's to refuse."""


def _field(programme: Programme, path: str, original: Any, said: Any) -> forms.CharField:
    if is_number(path):
        widget: forms.Widget = forms.TextInput(
            attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}
        )
    elif len(str(original)) > LONG or len(str(said)) > LONG:
        widget = forms.Textarea(attrs={"rows": 4})
    else:
        widget = forms.TextInput()
    return Wording(label=label_of(programme.told, path), initial=said, widget=widget, max_length=4000)


def label_of(document: dict[str, Any], path: str) -> str:
    """ "Book a place: about" """
    names = path.split("/")
    here: Any = document
    titles: list[str] = []
    for name in names[:-1]:
        found = here[name] if isinstance(here, dict) else _keyed(here, name)
        here = found
        if isinstance(here, dict) and "title" in here:
            titles.append(str(here["title"]))
    last = SHORT_WORDS.get(names[-1])
    if last is None:  # a position in a list of texts
        return f"{names[0].replace('_', ' ').capitalize()} {int(names[-1]) + 1}"
    return ": ".join([*titles, str(last)]) if titles else str(last).capitalize()


def _keyed(these: list[Any], name: str) -> Any:
    return next(each for number, each in enumerate(these) if name in (str(number), each.get("key")))


class WhereForm(forms.Form):
    """Languages, and areas of the city."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Which languages is it run in?"),
        choices=language_names(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one language")},
    )
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("Where does it run?"),
        help_text=gettext_lazy("Choose none for the whole city."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Choose areas of the list")},
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        kwargs["initial"] = {"languages": programme.languages, "areas": programme.areas}
        super().__init__(*args, **kwargs)
        field = self.fields["areas"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(each.code, each.name) for each in Area.objects.filter(kind="borough", ends_on=None)]
        if not field.choices:
            field.help_text = _("The city has no areas yet: it runs in the whole city.")
