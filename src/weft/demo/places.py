"""The demonstration's places: the pack of the city, and some forty venues that do not exist."""

import random

from django.contrib.auth.models import User

from weft.places.access import features
from weft.places.actions import VenueFacts, add_venue, load_pack
from weft.places.models import Area, Outcode, Venue

SEED, MOST_MORE = 20181, 8  # one venue a borough and a few more in the middle
STREETS = (
    "Weaver",
    "Dyer",
    "Fuller",
    "Carder",
    "Spinner",
    "Shuttle",
    "Bobbin",
    "Heddle",
    "Selvedge",
    "Madder",
)
KINDS = (
    "Hall",
    "Library",
    "Community Centre",
    "Workshop",
    "Garden Room",
    "Pavilion",
    "Reading Room",
    "Kitchen",
)
OFTEN = ("step_free", "toilets", "first_time_welcome", "free", "near_bus")
NEARBY = 0.008  # degrees around the middle of a postcode district


def load_places(*, by: User | None) -> int:
    """The pack and the venues, made anew; how many venues there are."""
    Venue.objects.all().delete()
    load_pack(by=by)
    chance = random.Random(SEED)  # noqa: S311 - made-up places
    for number, outcode in enumerate(_outcodes(chance)):
        add_venue(facts=_facts(number, outcode, chance), by=by)
    return Venue.objects.count()


def _outcodes(chance: random.Random) -> list[Outcode]:
    """One of each area, and some more."""
    codes = list(
        Area.objects.filter(parent__isnull=False, ends_on=None)
        .order_by("code")
        .values_list("code", flat=True)
    )
    there = list(Outcode.objects.exclude(area_code="").order_by("code"))
    of_area = {code: [one for one in there if one.area_code == code] for code in codes}
    chosen = [chance.choice(outcodes) for outcodes in of_area.values() if outcodes]
    rest = [one for one in there if one not in chosen]
    return chosen + chance.sample(rest, min(MOST_MORE, len(rest)))


def _facts(number: int, outcode: Outcode, chance: random.Random) -> VenueFacts:
    street, kind = STREETS[number % len(STREETS)], KINDS[number % len(KINDS)]
    access = {key for key in OFTEN if chance.random() < 0.7} | set(chance.sample(list(features()), 4))
    has_creche = "creche" in access
    return VenueFacts(
        name=f"{street} {kind}", latitude=round(outcode.latitude + chance.uniform(-NEARBY, NEARBY), 5),
        longitude=round(outcode.longitude + chance.uniform(-NEARBY, NEARBY), 5),
        address=f"{chance.randint(1, 90)} {street} Street (made up)", postcode=outcode.code,
        access=tuple(sorted(access)), creche_from=0 if has_creche else None, creche_to=5 if has_creche else None,
        access_note="Ring the bell at the side door." if number % 9 == 0 else "",
    )  # fmt: skip
