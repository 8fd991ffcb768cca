"""What makes a venue easy to come to: the one list (access.yaml) that venues, chips and searches choose from."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

FILE = Path(__file__).with_name("access.yaml")
CRECHE = "creche"
ASKED_FOR = (
    "step_free",
    "hearing_loop",
    "bsl",
    "creche",
    "bring_children",
    "accessible_toilet",
    "quiet_space",
    "women_only",
)
# The labels of access.yaml once more, for the translators' list; a test holds the two together.
LABELS: tuple[str | Promise, ...] = (
    _("Step-free"), _("Lift"), _("Blue Badge parking"), _("Parking"), _("Cycle parking"),
    _("Bus stop within 200 metres"), _("Toilets"), _("Accessible toilet"), _("Changing Places toilet"),
    _("Baby changing"), _("Changing rooms"), _("Showers"), _("Lockers"), _("Kitchen"), _("Café"), _("Crèche"),
    _("Bring children"), _("Hearing loop"), _("British Sign Language"), _("Large print and good light"),
    _("Easy read signs"), _("Quiet space"), _("First time welcome"), _("No English needed"),
    _("Women only available"), _("Prayer room"), _("Free to use"),
)  # fmt: skip
GROUPS: tuple[str | Promise, ...] = (_("Getting in and around"), _("Facilities"), _("Made easy for"))


@dataclass(frozen=True)
class Feature:
    key: str
    label: str
    group: str
    bit: int  # of Venue.access_bits; never given to another feature
    open_active: str = ""


@cache
def features() -> dict[str, Feature]:
    """Every feature by key, in the order of the file."""
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {each["key"]: Feature(**each) for each in data["features"]}


@cache
def groups() -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["groups"]
    return found


def bits_of(keys: Iterable[str]) -> int:
    """The features as one number, a bit each: the database filters by it without reading the list."""
    return sum(1 << features()[key].bit for key in set(keys) if key in features())


@dataclass(frozen=True)
class Chip:
    """One pill: what there is, and whether it was asked for."""

    label: str
    is_asked: bool


def chips(keys: Iterable[str], *, asked: Iterable[str] = (), creche_ages: str = "") -> list[Chip]:
    """The pills of a venue: what was asked for first, then in the order of the list."""
    have, wanted = set(keys), set(asked)
    found = []
    for feature in features().values():
        if feature.key in have:
            label = gettext(feature.label)
            if feature.key == CRECHE and creche_ages:
                label = pgettext("between the things of a list", ", ").join((label, creche_ages))
            found.append(Chip(label, feature.key in wanted))
    return sorted(found, key=lambda chip: not chip.is_asked)


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """For a form: features by group."""
    return [
        (gettext(name), [(f.key, gettext(f.label)) for f in features().values() if f.group == key])
        for key, name in groups().items()
    ]
