"""Lists of choices in Python are word for word what the templates make of them."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template

from weft.web.forms import Renderer
from weft.web.inputs import choices

HOSTILE = [("a", "A & <b>"), ("b", 'quote " and apostrophe'), (1, "number"), ("", "Choose"), ("æ", "æøå")]
ITEM = """
{% for option in field %}
<div class="govuk-{{ field.kind }}__item"><input class="govuk-{{ field.kind }}__input" id="{{ option.id_for_label }}" name="{{ option.data.name }}" type="{{ option.data.type }}" value="{{ option.data.value|stringformat:'s' }}"{% if option.data.selected %} checked{% endif %}{% if option.data.attrs.disabled %} disabled{% endif %}><label class="govuk-label govuk-{{ field.kind }}__label" for="{{ option.id_for_label }}">{{ option.choice_label }}</label></div>
{% endfor %}"""  # noqa: E501 - a template, as it was


@pytest.mark.parametrize(
    ("offered", "attrs", "value"),
    [
        (HOSTILE, {}, "a"),
        (HOSTILE, {"class": "wide", "autofocus": True, "hidden": False, "data-x": '"&', "maxlength": 3}, 1),
        ([("Group <1>", HOSTILE[:2]), ("z", "Alone"), (None, "None")], {"disabled": True}, None),
        ([], {}, ""),
    ],
)
def test_a_select_is_what_the_template_makes(
    offered: list[object], attrs: dict[str, object], value: object
) -> None:
    widget = forms.Select(choices=offered, attrs=attrs)
    assert widget.render("lang", value, renderer=Renderer()) == widget.render(
        "lang", value, renderer=DjangoTemplates()
    )


def test_a_select_of_several_is_what_the_template_makes() -> None:
    widget = forms.SelectMultiple(choices=HOSTILE)
    shown = [widget.render("x", ["a", "1"], renderer=each) for each in (Renderer(), DjangoTemplates())]
    assert shown[0] == shown[1] and shown[0].count(" selected") == 2


class Disabling(forms.RadioSelect):
    """Offers "b" to nobody."""

    def create_option(self, name: str, value: object, *more: object, **named: object) -> dict[str, object]:
        made: dict[str, object] = super().create_option(name, value, *more, **named)  # type: ignore[arg-type]
        if value == "b":
            made["attrs"]["disabled"] = True  # type: ignore[index]
        return made


@pytest.mark.parametrize("widget", [Disabling, forms.CheckboxSelectMultiple, forms.RadioSelect])
def test_radios_and_checkboxes_are_what_the_template_made(widget: type[forms.RadioSelect]) -> None:
    class Asked(forms.Form):
        default_renderer = Renderer
        which = forms.MultipleChoiceField(choices=HOSTILE, widget=widget)

    field = Asked(initial={"which": ["a"]})["which"]
    assert choices(field) == Template("{% for x in one %}" + ITEM.strip("\n") + "{% endfor %}").render(
        Context({"field": field, "one": [1]})
    )
