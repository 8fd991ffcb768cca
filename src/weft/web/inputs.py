"""Lists of choices written out in Python, word for word as their templates would: a list of fifty languages took a
template for each, and with it most of the time of a page."""

from collections.abc import Mapping
from typing import Any

from django.forms.boundfield import BoundField
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

SELECT = "django/forms/widgets/select.html"
ITEM = (
    '<div class="govuk-{kind}__item"><input class="govuk-{kind}__input" id="{id}" name="{name}" type="{type}" '
    'value="{value}"{marks}><label class="govuk-label govuk-{kind}__label" for="{id}">{label}</label></div>\n'
)  # one radio or checkbox; the pages of a survey's form fill it in too


def select(widget: Mapping[str, Any]) -> SafeString:
    """What Django's own template makes of a select, from the context of the widget."""
    found = [format_html('<select name="{}"{}>', widget["name"], _attributes(widget["attrs"]))]
    for name, options, _number in widget["optgroups"]:
        if name:
            found.append(format_html('\n  <optgroup label="{}">', name))
        found += [
            format_html(
                '\n  <option value="{}"{}>{}</option>\n',
                str(each["value"]),
                _attributes(each["attrs"]),
                each["label"],
            )
            for each in options
        ]
        if name:
            found.append(SafeString("\n  </optgroup>"))
    return mark_safe("".join(found) + "\n</select>")  # noqa: S308 - every value was escaped above


def _attributes(attrs: Mapping[str, Any]) -> SafeString:
    said = (
        f" {conditional_escape(name)}" + ("" if value is True else f'="{conditional_escape(str(value))}"')
        for name, value in attrs.items()
        if value is not False
    )
    return mark_safe("".join(said))  # noqa: S308 - escaped above


def choices(field: BoundField) -> SafeString:
    """Radios or checkboxes, an item each."""
    kind = field.kind  # type: ignore[attr-defined]
    return mark_safe("".join(str(_item(kind, option)) for option in field))  # noqa: S308 - escaped in _item


def _item(kind: str, option: Any) -> SafeString:
    data = option.data
    marks = (" checked" if data["selected"] else "") + (" disabled" if data["attrs"].get("disabled") else "")
    return format_html(
        "\n" + ITEM,
        kind=kind, id=option.id_for_label, name=data["name"], type=data["type"], value=str(data["value"]),
        marks=SafeString(marks), label=option.choice_label,
    )  # fmt: skip
