"""Widgets of more than one part: a date in three fields, a time beside it, a place for each thing ranked."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


class Line(forms.TextInput):
    """One line. Written here as Django's three templates write it, at a tenth of their cost: every page has one."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002 - Django's signature
    ) -> SafeString:
        shown = self.format_value(value)
        given = {"type": self.input_type, "name": name}
        if shown is not None:
            given["value"] = str(shown)
        return mark_safe(f"<input{_written({**given, **self.build_attrs(self.attrs, attrs)})}>")  # noqa: S308


def _written(attrs: dict[str, Any]) -> str:
    """Attributes, escaped: True is one without a value, False is none."""
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


class LongText(forms.Textarea):
    pass


class DateParts(forms.MultiWidget):
    """Day, month and year; fewer where less is asked."""

    template_name = "forms/answer/widgets/date.html"

    def __init__(self, parts: Sequence[str]) -> None:
        self.parts = tuple(parts)
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            part: Line(attrs={"inputmode": "numeric"}) for part in parts
        }
        super().__init__(widgets)

    @staticmethod
    def words(part: str) -> str:
        return {"day": _("day"), "month": _("month"), "year": _("year"), "time": _("time")}[part]

    def decompress(self, value: Any) -> list[str]:
        bits = str(value or "").partition("T")[0].split("-")
        if len(bits) != 3:
            return [""] * len(self.parts)
        known = dict(zip(("year", "month", "day"), (bit.lstrip("0") for bit in bits), strict=True))
        return [known[part] for part in self.parts]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        labels = [self.words(part).capitalize() for part in self.parts]
        context["widget"]["parts"] = list(
            zip(self.parts, labels, context["widget"]["subwidgets"], strict=True)
        )
        return context


class DateTimeParts(DateParts):
    def __init__(self) -> None:
        super().__init__(("day", "month", "year", "time"))

    def decompress(self, value: Any) -> list[str]:
        day, _t, time = str(value or "").partition("T")
        found = DateParts(("day", "month", "year")).decompress(day)
        return [*found, time[:5]]


class RankPlaces(forms.MultiWidget):
    """A list of places beside each thing."""

    template_name = "forms/answer/widgets/rank.html"

    def __init__(self, codes: Sequence[str], labels: Sequence[str]) -> None:
        self.codes, self.labels = tuple(codes), tuple(labels)
        places = [("", "–"), *((str(n), str(n)) for n in range(1, len(codes) + 1))]
        super().__init__({str(n): forms.Select(choices=places) for n in range(len(codes))})

    def decompress(self, value: Any) -> list[str]:
        order = str(value or "").split()
        return [str(order.index(code) + 1) if code in order else "" for code in self.codes]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["ranked"] = list(zip(self.labels, context["widget"]["subwidgets"], strict=True))
        return context
