"""Django forms in GOV.UK markup: a renderer, a bound field that knows its kind, templates in web/forms.

Ids follow Django: `<auto_id>_helptext` and `<auto_id>_error`, named in aria-describedby; the error summary
links to the first option (`<auto_id>_0`) of radios and checkboxes.
"""

from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest

from weft.web import inputs

KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file-upload"),
)


class BoundField(forms.BoundField):
    """A field that carries the GOV.UK class of its kind and leaves the checking to the server."""

    @property
    def kind(self) -> str:
        return next((kind for widget, kind in KINDS if isinstance(self.field.widget, widget)), "input")

    @property
    def has_choices(self) -> bool:
        return self.kind in ("radios", "checkboxes")

    @property
    def error_anchor(self) -> str:
        return f"{self.auto_id}_0" if self.has_choices else self.auto_id

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        attrs.pop("required", None)  # browsers' own messages are in the browser's language, not the page's
        if self.has_choices:
            attrs.pop("aria-invalid", None)
            return attrs
        base = "govuk-checkboxes__input" if self.kind == "checkbox" else f"govuk-{self.kind}"
        broken = f" {base}--error" if self.errors and self.kind != "checkbox" else ""
        own = self.field.widget.attrs.get("class", "")
        return {**attrs, "class": f"{base}{broken} {own}".strip()}


class Renderer(DjangoTemplates):
    """Named in settings.FORM_RENDERER."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"
    bound_field_class = BoundField

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if template_name == inputs.SELECT:
            return inputs.select(context["widget"])
        return super().render(template_name, context, request)
