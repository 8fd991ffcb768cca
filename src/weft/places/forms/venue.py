"""What is said about a venue."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.places.access import CRECHE, choices
from weft.places.actions import VenueFacts
from weft.places.geometry import Point
from weft.places.locate import locate
from weft.places.models import Postcode, Venue
from weft.places.packs.pack import chosen_pack
from weft.places.packs.pattern import plain
from weft.web.once import OnceField

OLDEST_CHILD = 17
WIDTH_10 = {"class": "govuk-input--width-10"}
WIDTH_3 = {"class": "govuk-input--width-3", "inputmode": "numeric"}


class VenueForm(forms.Form):
    """What is said about a venue. Where it lies follows from its postcode, unless coordinates are given."""

    key = OnceField()
    name = forms.CharField(
        label=gettext_lazy("Name of the venue"), max_length=120,
        error_messages={"required": gettext_lazy("Enter the name of the venue")},
    )  # fmt: skip
    address = forms.CharField(
        label=gettext_lazy("Street and number"), max_length=300,
        help_text=gettext_lazy("A place open to people, never somebody’s home."),
        error_messages={"required": gettext_lazy("Enter the street and number")},
    )  # fmt: skip
    postcode = forms.CharField(
        label=gettext_lazy("Postcode"), max_length=16, widget=forms.TextInput(attrs=WIDTH_10),
        error_messages={"required": gettext_lazy("Enter the postcode")},
    )  # fmt: skip
    coordinates = forms.CharField(
        label=gettext_lazy("Latitude and longitude"), required=False, max_length=40,
        help_text=gettext_lazy("Leave it empty to use the middle of the postcode."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )  # fmt: skip
    access = forms.MultipleChoiceField(
        label=gettext_lazy("What makes it easy to come"), required=False, choices=choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Choose from the list")},
    )  # fmt: skip
    creche_from = forms.IntegerField(
        label=gettext_lazy("Crèche: youngest age in years"), required=False, min_value=0, max_value=OLDEST_CHILD,
        widget=forms.TextInput(attrs=WIDTH_3),
    )  # fmt: skip
    creche_to = forms.IntegerField(
        label=gettext_lazy("Crèche: oldest age in years"), required=False, min_value=0, max_value=OLDEST_CHILD,
        widget=forms.TextInput(attrs=WIDTH_3),
    )  # fmt: skip
    access_note = forms.CharField(
        label=gettext_lazy("Anything else about getting in"), required=False, max_length=300,
        help_text=gettext_lazy("For example: ring the bell at the side door."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    is_closed = forms.BooleanField(label=gettext_lazy("This venue has closed"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("creche_from", "creche_to"):
            wrong = _("Enter an age from 0 to %(oldest)s") % {"oldest": OLDEST_CHILD}
            field = self.fields[name]
            field.error_messages["invalid"] = wrong
            for check in field.validators:
                vars(check)["message"] = wrong

    @staticmethod
    def initial_of(venue: Venue) -> dict[str, Any]:
        known = {name: getattr(venue, name) for name in VenueFacts.__dataclass_fields__}
        return known | {
            "postcode": chosen_pack().pattern.written(venue.postcode),
            "coordinates": f"{venue.latitude:.6f}, {venue.longitude:.6f}",
        }

    def clean_postcode(self) -> str:
        pattern, text = chosen_pack().pattern, self.cleaned_data["postcode"]
        if pattern.halves(text) is None:
            raise forms.ValidationError(
                _("Enter a postcode such as %(example)s") % {"example": chosen_pack().example}
            )
        return plain(text)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        youngest, oldest = found.get("creche_from"), found.get("creche_to")
        if youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("creche_to", _("Enter an oldest age that is not below the youngest"))
        if (youngest is not None or oldest is not None) and CRECHE not in found.get("access", ()):
            self.add_error("access", _("Choose Crèche, or leave out its ages"))
        if found.get("postcode"):
            found["point"] = self._point(found)
        return found

    def _point(self, found: dict[str, Any]) -> Point | None:
        """The coordinates given, or the middle of the postcode as the table has it."""
        text = found.get("coordinates", "").strip()
        if text:
            located = locate(text)
            if located is None or not located.is_exact or located.name:
                self.add_error(
                    "coordinates", _("Enter latitude and longitude inside the city, such as 51.5010, -0.1190")
                )
                return None
            return located.point
        there = Postcode.objects.filter(code=found["postcode"]).first()
        if there is None:
            self.add_error(
                "coordinates", _("We do not know where this postcode is. Enter the latitude and longitude")
            )
            return None
        return Point(there.latitude, there.longitude)

    def facts(self) -> VenueFacts:
        said = self.cleaned_data
        point: Point = said["point"]
        return VenueFacts(
            name=said["name"].strip(), latitude=point.latitude, longitude=point.longitude,
            address=said["address"].strip(), postcode=said["postcode"], access=tuple(said["access"]),
            creche_from=said["creche_from"], creche_to=said["creche_to"],
            access_note=said["access_note"].strip(), is_closed=said["is_closed"],
        )  # fmt: skip
