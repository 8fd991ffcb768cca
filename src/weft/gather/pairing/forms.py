"""What people and coordinators are asked about pairs."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weft.gather.pairing.models import Missed, Pool
from weft.gather.pairing.rules import MOST_MINUTES, MOST_PLACES, REASONS
from weft.places.models import Area
from weft.web.once import OnceField

TOO_LONG = _("Enter a length between 1 minute and 10 hours")
HELD = "held"


class PairForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "label_suffix": ""})


class AcceptForm(PairForm):
    tells_address = forms.BooleanField(
        required=False,
        label=_("They may have my e-mail address"),
        help_text=_("So that you can agree where to meet. Only once you have both said yes."),
    )


class JoinForm(PairForm):
    """Join a pool, on one side."""

    key = OnceField()
    side = forms.ChoiceField(
        label=_("How would you like to take part?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you would like to take part")},
    )
    places = forms.IntegerField(
        label=_("How many people would you like to meet?"),
        initial=1,
        min_value=1,
        max_value=MOST_PLACES,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Enter a number from 1 to 5")
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-2"}),
    )

    def __init__(self, pool: Pool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = pool.rules.get("names", {})
        self.fields["side"].choices = [  # type: ignore[attr-defined]
            (side, names.get(side, side.replace("_", " ").capitalize())) for side in pool.sides
        ]


class EnterForm(JoinForm):
    """A coordinator puts somebody in who agreed to be matched."""

    email = forms.EmailField(
        label=_("Their e-mail address"),
        error_messages={
            "required": _("Enter their e-mail address"),
            "invalid": _("Enter an e-mail address, like name@example.org"),
        },
    )
    field_order = ["key", "email", "side", "places"]


class LogForm(PairForm):
    """One planned meeting: it took place, or why it did not. Written down once, whoever presses twice."""

    outcome = forms.ChoiceField(
        label=_("Did you meet?"),
        choices=[(HELD, _("Yes")), *((each.value, each.label) for each in Missed)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you met")},
    )
    held_on = forms.DateField(
        label=_("If you met, on which day?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Enter the day, like 2026-11-24")},
    )
    minutes = forms.IntegerField(
        label=_("If you met, for how many minutes?"),
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), TOO_LONG),
    )
    area = forms.ChoiceField(label=_("Where did you go?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = (
            Area.objects.filter(ends_on=None).exclude(kind__in=("ward", "city")).values_list("code", "name")
        )
        self.fields["area"].choices = [("", _("Not said")), *areas]  # type: ignore[attr-defined]
        self.fields["held_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("outcome") != HELD:
            return found
        day: date | None = found.get("held_on")
        if day is None and "held_on" not in self.errors:
            self.add_error("held_on", _("Enter the day you met"))
        elif day and day > timezone.localdate():
            self.add_error("held_on", _("Enter a day that is not in the future"))
        if found.get("minutes") is None and "minutes" not in self.errors:
            self.add_error("minutes", _("Enter how long you met, in minutes"))
        return found


class EndForm(PairForm):
    because = forms.ChoiceField(
        label=_("Why does it end?"),
        choices=list(REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why it ends")},
    )


class EndOwnForm(EndForm):
    never_again = forms.BooleanField(
        required=False,
        label=_("Never bring the two of us together again"),
        help_text=_("Nobody is told."),
    )


class MoreForm(PairForm):
    key = OnceField()
    number = forms.IntegerField(
        label=_("How many more times?"),
        initial=3,
        min_value=1,
        max_value=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-2"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Enter a number from 1 to 12")
        ),
    )
