"""Pairing in words: what two people share, what stands between them, why a pair ended."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.gather.pairing.rules import GONE, REASONS
from weft.people.matching.rules import FIELDS
from weft.places.models import Area

NEAR = "areas:near"
TAKEN = "taken"
FILTERS = {
    "languages": gettext_lazy("no language in common"),
    "times": gettext_lazy("no time of the week in common"),
    "areas": gettext_lazy("too far apart"),
    "interests": gettext_lazy("no interest in common"),
    "access_needs": gettext_lazy("what one of them needs for meeting is not met"),
    "again": gettext_lazy("they were brought together before"),
    TAKEN: gettext_lazy("nobody who suits them is free"),
}
SHARED = {
    "languages": gettext_lazy("Both want to meet in %(what)s"),
    "interests": gettext_lazy("Both like: %(what)s"),
    "times": gettext_lazy("Both can meet: %(what)s"),
    "areas": gettext_lazy("Both want to meet in %(what)s"),
}


def places_among(codes: Iterable[str]) -> dict[str, str]:
    """The names of the places among codes of what people share."""
    wanted = {code.partition(":")[2] for code in codes if code.startswith("areas:")}
    return dict(Area.objects.filter(code__in=wanted).values_list("code", "name")) if wanted else {}


def reasons_in_words(codes: list[str], places: Mapping[str, str] | None = None) -> list[str]:
    """What two people share, a sentence a field."""
    places = places_among(codes) if places is None else places
    found: dict[str, list[str]] = {}
    for code in codes:
        found.setdefault(code.partition(":")[0], []).append(code)
    said = []
    for field, ones in found.items():
        if ones == [NEAR]:
            said.append(_("They want to meet in places next to each other"))
        else:
            what = ", ".join(_label(code, places) for code in ones if code != NEAR)
            said.append(str(SHARED[field]) % {"what": what})
    return said


def filter_in_words(name: str) -> str:
    return str(FILTERS[name])


def why_ended(code: str) -> str:
    if code == GONE:
        return _("One of the two no longer takes part")
    return str(REASONS.get(code, ""))


def place(code: str) -> str:
    return Area.objects.filter(code=code).values_list("name", flat=True).first() or ""


def _label(code: str, places: Mapping[str, str]) -> str:
    field, _colon, what = code.partition(":")
    return places.get(what, what) if field == "areas" else _(FIELDS[field].get(what, what))
