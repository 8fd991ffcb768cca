"""What the blueprint of its programme says of an activity: its places, which of them go together, who comes on them.

Without a blueprint the names of the kinds say it: a place in the crèche goes with the first kind that is none.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from weft.gather.kinds import kind_name
from weft.gather.models import Activity

CRECHE_KIND = re.compile(r"creche_(\d{1,2})_(\d{1,2})")


@dataclass(frozen=True)
class KindTold:
    """One kind of place: how many by default, of these for newcomers, ages it takes, beside which kind, as what."""

    key: str
    title: str
    total: int = 0
    newcomers: int = 0
    ages: tuple[int, int] | None = None
    goes_with: str = ""
    role: str = ""

    def columns(self) -> dict[str, Any]:
        """As the ledger keeps them."""
        youngest, oldest = self.ages or (None, None)
        return {"goes_with": self.goes_with, "youngest": youngest, "oldest": oldest, "role": self.role}


@dataclass(frozen=True)
class ActivityTold:
    """One activity of a blueprint, with the city's words."""

    key: str
    said: Mapping[str, Any]
    kinds: tuple[KindTold, ...]

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "ActivityTold":
        beside = {kind: group[0] for group in said.get("booked_together", ()) for kind in group[1:]}
        kinds = (_kind(key, place, beside, said.get("roles", ())) for key, place in said["places"].items())
        return cls(said["key"], said, tuple(kinds))

    @property
    def title(self) -> str:
        return str(self.said["title"])

    @property
    def minutes(self) -> int:
        return int(self.said["minutes"])

    @property
    def totals(self) -> dict[str, tuple[int, int]]:
        """Kind -> how many, and how many of these are kept for newcomers."""
        return {each.key: (each.total, each.newcomers) for each in self.kinds}

    @property
    def weekdays(self) -> list[str]:
        """Of its rule: ["TU"]."""
        found = re.search(r"BYDAY=([A-Z,]+)", str(self.said.get("repeats", "")))
        return found[1].split(",") if found else []


def _kind(key: str, place: Mapping[str, Any], beside: Mapping[str, str], roles: Iterable[str]) -> KindTold:
    ages = tuple(place["ages"]) if "ages" in place else None
    return KindTold(
        key, place["title"], place["total"], place.get("newcomers", 0), ages, beside.get(key, ""),
        "" if key in beside else _role(key, place, tuple(roles)),
    )  # fmt: skip


def _role(key: str, place: Mapping[str, Any], roles: tuple[str, ...]) -> str:
    """As the place says; else the role of the same name; else the only one there is."""
    if "role" in place:
        return str(place["role"])
    return key if key in roles else roles[0] if len(roles) == 1 else ""


def told_of(activity: Activity) -> ActivityTold | None:
    """What the blueprint says of it; None for an activity of no programme."""
    if activity.edition is None or not activity.kind:
        return None
    parts = activity.edition.programme.told.get("activities", ())
    return next((ActivityTold.of(each) for each in parts if each["key"] == activity.kind), None)


def roles_of(activity: Activity) -> dict[str, str]:
    """What somebody may come as, in the programme's words; none where the activity belongs to none."""
    told = told_of(activity)
    if told is None or activity.edition is None:
        return {}
    titles = {each["key"]: str(each["title"]) for each in activity.edition.programme.told["roles"]}
    return {key: titles.get(key, key) for key in told.said.get("roles", ())}


def kinds_told(activity: Activity, kinds: Iterable[str]) -> dict[str, KindTold]:
    """Each kind by name: of the blueprint where it names it, else by its own name."""
    told, names = told_of(activity), list(kinds)
    named = {each.key: each for each in told.kinds} if told else {}
    seats = [name for name in names if not CRECHE_KIND.fullmatch(name)]
    return {name: named.get(name) or _plain(name, seats) for name in names}


def _plain(name: str, seats: list[str]) -> KindTold:
    found = CRECHE_KIND.fullmatch(name)
    if found is None:
        return KindTold(name, kind_name(name))
    ages = (int(found[1]), int(found[2]))
    return KindTold(name, kind_name(name), ages=ages, goes_with=seats[0] if seats else "")
