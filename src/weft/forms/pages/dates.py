"""Fields for days and times, typed in figures."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.dateparse import parse_time
from django.utils.translation import gettext as _

from weft.forms.pages.typed import Answer, narrow
from weft.forms.pages.widgets import DateParts, DateTimeParts


class Day(forms.MultiValueField):
    """A date in three fields; two or one where the form asks for a month or a year."""

    def __init__(self, appearance: str = "") -> None:
        self.parts = _parts_of_date(appearance)
        fields = [forms.CharField(max_length=10, required=False) for _part in self.parts]
        super().__init__(fields, require_all_fields=False, required=False, widget=DateParts(self.parts))

    def compress(self, data_list: Sequence[str]) -> str:
        typed = dict(zip(self.parts, (part.strip() for part in data_list), strict=False))
        if not any(typed.values()):
            return ""
        missing = [part for part in self.parts if not typed.get(part)]
        if missing:
            raise forms.ValidationError(
                _("The date needs a %(part)s as well") % {"part": DateParts.words(missing[0])}
            )
        return _as_date(typed)


def _parts_of_date(appearance: str) -> tuple[str, ...]:
    words = appearance.split()
    if "year" in words:
        return ("year",)
    return ("month", "year") if "month-year" in words else ("day", "month", "year")


def _as_date(typed: dict[str, str]) -> str:
    try:
        year, month, day = (int(typed.get(part, "1")) for part in ("year", "month", "day"))
        if year < 1000:
            raise forms.ValidationError(_("Write the year in four figures, like 1984"))
        return date(year, month, day).isoformat()
    except ValueError:
        raise forms.ValidationError(_("Enter a real date in figures, like 27 3 1984")) from None


class Moment(Answer):
    """A time of the day."""

    def __init__(self) -> None:
        super().__init__(max_length=12, widget=narrow("text"))

    def prepare_value(self, value: Any) -> str:
        return str(value or "")[:5]

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).replace(".", ":").strip()
        if not text:
            return ""
        return f"{_time_in(text)}:00.000"


def _time_in(text: str) -> str:
    try:
        found = parse_time(text if ":" in text else f"{text}:00")
    except ValueError:
        found = None
    if found is None:
        raise forms.ValidationError(_("Enter a time, like 09:30 or 16:45"))
    return found.strftime("%H:%M")


class DayAndTime(forms.MultiValueField):
    """A date in three fields and a time beside it."""

    def __init__(self) -> None:
        fields = [forms.CharField(max_length=10, required=False) for _part in range(4)]
        super().__init__(fields, require_all_fields=False, required=False, widget=DateTimeParts())

    def compress(self, data_list: Sequence[str]) -> str:
        day, month, year, time = (part.strip() for part in data_list) if data_list else ("", "", "", "")
        if not any((day, month, year, time)):
            return ""
        if not all((day, month, year, time)):
            raise forms.ValidationError(_("Enter the whole date and the time"))
        on = _as_date({"day": day, "month": month, "year": year})
        return f"{on}T{_time_in(time.replace('.', ':'))}:00.000"
