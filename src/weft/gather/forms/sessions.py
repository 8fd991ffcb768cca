"""When, where and how many: one session, or a series of them."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.gather.kinds import KINDS, kind_name
from weft.gather.models import Session
from weft.gather.recurrence import Term
from weft.gather.told import ActivityTold
from weft.places.models import Venue
from weft.web.once import OnceField

ROWS = 3
SHORT = {"class": "govuk-input--width-5", "inputmode": "numeric"}
WEEKDAYS = (
    ("MO", gettext_lazy("Monday")), ("TU", gettext_lazy("Tuesday")), ("WE", gettext_lazy("Wednesday")),
    ("TH", gettext_lazy("Thursday")), ("FR", gettext_lazy("Friday")), ("SA", gettext_lazy("Saturday")),
    ("SU", gettext_lazy("Sunday")),
)  # fmt: skip
DAY_INPUT = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input--width-10"})


def whole(label: Any, most: int, **more: Any) -> forms.IntegerField:
    """A whole number in a short field, with one message for all that is wrong with it."""
    wrong = _("Enter a number from %(least)s to %(most)s") % {"least": more.get("min_value", 0), "most": most}
    names = ("required", "invalid", "min_value", "max_value")
    field = forms.IntegerField(
        label=label, max_value=most, widget=forms.TextInput(attrs=dict(SHORT)),
        error_messages=dict.fromkeys(names, wrong), **{"min_value": 0, **more},
    )  # fmt: skip
    for check in field.validators:
        vars(check)["message"] = wrong
    return field


class WhenForm(forms.Form):
    """Day, hour, length and venue."""

    day = forms.DateField(
        label=gettext_lazy("Day"), widget=DAY_INPUT,
        error_messages=dict.fromkeys(("required", "invalid"), gettext_lazy("Enter the day, such as 2026-11-24")),
    )  # fmt: skip
    hour = forms.TimeField(
        label=gettext_lazy("It starts at"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "govuk-input--width-5"}),
        error_messages=dict.fromkeys(("required", "invalid"), gettext_lazy("Enter the hour, such as 18:30")),
    )  # fmt: skip
    venue = forms.ModelChoiceField(
        label=gettext_lazy("Where"), queryset=Venue.objects.none(), to_field_name="public_id", required=False,
        empty_label=gettext_lazy("Not at a venue: online, or told later"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["minutes"] = whole(_("How many minutes it lasts"), 24 * 60, min_value=1, initial=60)
        self.fields["venue"].queryset = Venue.objects.filter(is_closed=False)  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(session: Session) -> dict[str, Any]:
        day, _t, hour = session.local_start.partition("T")
        venue = session.venue.public_id if session.venue else ""
        return {"day": day, "hour": hour, "minutes": session.minutes, "venue": venue}

    @property
    def local_start(self) -> str:
        return f"{self.cleaned_data['day']:%Y-%m-%d}T{self.cleaned_data['hour']:%H:%M}"

    def when(self) -> dict[str, Any]:
        return {"minutes": self.cleaned_data["minutes"], "venue": self.cleaned_data["venue"]}


class PlacesForm(forms.Form):
    """Up to three kinds of places, how many there are, and how many of these are kept for newcomers."""

    def __init__(
        self,
        *args: Any,
        there: dict[str, tuple[int, int]] | None = None,
        names: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        known = list((there or {"seat": (12, 0)}).items())
        named = {kind: kind_name(kind) for kind, _many in known} | dict(names or {})
        choices = [("", _("None")), *({**KINDS, **named} if not names else named).items()]
        for number in range(max(ROWS, len(known))):
            kind, (total, kept) = known[number] if number < len(known) else ("", (0, 0))
            words = {"number": number + 1}
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=_("Kind of place %(number)s") % words, choices=choices, required=False, initial=kind
            )
            self.fields[f"many_{number}"] = whole(
                _("How many of kind %(number)s") % words, 10_000, required=False, initial=total or None
            )
            self.fields[f"kept_{number}"] = whole(
                _("Of kind %(number)s, kept for newcomers") % words,
                10_000,
                required=False,
                initial=kept or None,
            )

    def rows(self) -> Iterator[tuple[Any, Any, Any]]:
        for number in range(sum(name.startswith("kind_") for name in self.fields)):
            yield self[f"kind_{number}"], self[f"many_{number}"], self[f"kept_{number}"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        kinds = [found.get(name) for name in self.fields if name.startswith("kind_") and found.get(name)]
        if not kinds:
            self.add_error("kind_0", _("Choose at least one kind of place"))
        for name in self.fields:
            number = name.removeprefix("kind_")
            if name.startswith("kind_") and kinds.count(found.get(name)) > 1:
                self.add_error(name, _("Choose each kind once"))
            if name.startswith("kind_") and found.get(name) and found.get(f"many_{number}") is None:
                self.add_error(f"many_{number}", _("Enter how many there are"))
        return found

    def places(self) -> dict[str, dict[str, int]]:
        total, kept = {}, {}
        for number in range(sum(name.startswith("kind_") for name in self.fields)):
            if kind := self.cleaned_data[f"kind_{number}"]:
                total[kind] = self.cleaned_data[f"many_{number}"]
                kept[kind] = self.cleaned_data[f"kept_{number}"] or 0
        return {"capacities": total, "newcomer_places": {kind: many for kind, many in kept.items() if many}}


class SessionForm(WhenForm, PlacesForm):
    """One session; what the blueprint says of its activity comes filled in."""

    once = OnceField()

    def __init__(self, *args: Any, told: ActivityTold | None = None, **kwargs: Any) -> None:
        if told is not None:
            kwargs |= {"there": told.totals, "names": {each.key: each.title for each in told.kinds}}
            kwargs["initial"] = {
                "minutes": told.minutes,
                "weekdays": told.weekdays,
                **kwargs.get("initial", {}),
            }
        super().__init__(*args, **kwargs)
        self.fields["released"] = whole(
            _("Days before the start when newcomers’ places become anybody’s"), 60, initial=2, required=False
        )
        self.fields["closes"] = whole(
            _("Hours before the start when booking ends"), 24 * 30, initial=0, required=False
        )

    def said(self) -> dict[str, Any]:
        """As the actions take it."""
        released, closes = self.cleaned_data["released"], self.cleaned_data["closes"] or 0
        before = None if released is None else timedelta(days=released)
        ends = {"released_before": before, "closes_before": timedelta(hours=closes)}
        return {**self.when(), **self.places(), **ends, "zone": settings.TIME_ZONE}


class SeriesForm(SessionForm):
    """The same again and again."""

    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("Days of the week"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one day of the week")},
    )  # fmt: skip
    until = forms.DateField(
        label=gettext_lazy("Last day"), widget=DAY_INPUT,
        error_messages=dict.fromkeys(("required", "invalid"), gettext_lazy("Enter the last day, such as 2027-03-24")),
    )  # fmt: skip
    left_out = forms.CharField(
        label=gettext_lazy("Days it does not meet"), required=False, max_length=2000,
        help_text=gettext_lazy("One day a line, such as 2026-12-25."), widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    terms = forms.CharField(
        label=gettext_lazy("School terms it keeps to"), required=False, max_length=2000,
        help_text=gettext_lazy("First and last day on one line, such as 2026-09-03 2026-10-23. Empty: all year."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].label = _("First day")
        self.fields["every"] = whole(_("Every how many weeks"), 12, min_value=1, initial=1)

    def clean_left_out(self) -> list[date]:
        return _days(self.cleaned_data["left_out"])

    def clean_terms(self) -> list[Term]:
        days = _days(self.cleaned_data["terms"])
        if len(days) % 2 or any(first > last for first, last in zip(days[::2], days[1::2], strict=False)):
            raise forms.ValidationError(_("Enter the first and the last day of each term"))
        return list(zip(days[::2], days[1::2], strict=True))

    def rule(self) -> dict[str, Any]:
        said = self.cleaned_data
        rule = f"FREQ=WEEKLY;INTERVAL={said['every']};BYDAY={','.join(said['weekdays'])}"
        days = {"exceptions": said["left_out"], "terms": said["terms"]}
        return {"rule": rule, "starts": self.local_start, "until": said["until"], **days}


def _days(text: str) -> list[date]:
    try:
        return [date.fromisoformat(word) for word in re.split(r"[\s,;]+", text) if word]
    except ValueError:
        raise forms.ValidationError(_("Enter each day as year, month and day, such as 2026-12-25")) from None
