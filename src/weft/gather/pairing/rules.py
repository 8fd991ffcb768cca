"""The rules of pairing that a person could argue with."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from weft.gather.pairing.models import Pool
from weft.people.models import HouseholdMember, Person
from weft.programmes.queries.evidence import missing_of_many
from weft.solve.pairs import LONGEST_WAIT

FIELDS = ("languages", "times", "areas", "interests")  # of the matching profile, access needs apart
HARD = ("languages", "times", "areas")  # where a pool does not say
SOFT = {"interests": 3.0, "languages": 1.0, "times": 1.0, "areas": 1.0}
WEIGHED = 2  # sharing more than this many of a field counts no more

# What an empty answer of a hard filter stands for. "Anywhere" and no time given limit nobody; who named no language
# meets in the city's own.
SPOKEN_WHERE_SILENT = ("en",)
# Needs that a good choice of place answers; the pair chooses the place. The others take the other person: they share
# it, or a language does (British Sign Language).
OF_THE_PLACE = frozenset({"step_free", "hearing_loop", "quiet", "seating", "bring_someone"})
ANSWERED_BY_LANGUAGE = {"bsl": "bfi"}

TIER_DAYS = 14  # one tier of waiting for every two weeks (ENGINES 6: waiting tiers before cost)
# Rare needs first (pair-roulette #24: matching starves them): who could meet fewer than this many people counts as
# having waited this many tiers longer.
RARE_BELOW, RARE_TIERS = 4, 4

ADULT = 18  # years; a pool for younger people says so in its rules ("minimum_age")
MEETINGS = 3  # planned where a pool does not say (Bike Buddies: three rides)
DAYS_BETWEEN = 7
MOST_MINUTES = 600  # of one meeting; the database keeps to it too
SILENT_AFTER = timedelta(days=14)  # no word of a pair: the coordinator sees it and both are asked, once
MOST_MEETINGS = 52
MOST_PLACES = 5

# Why a pair ends: a choice and no text, because it is kept.
REASONS = {
    "met_enough": _("We met as often as we had planned"),
    "goal_reached": _("We did what we set out to do"),
    "no_time": _("There is no time for it any more"),
    "moved_away": _("One of us has moved or changed plans"),
    "did_not_fit": _("It was not the right match"),
    "no_answer": _("We could not reach each other"),
    "other": _("Another reason"),
}
GONE = "gone"  # one of the two is no longer here; nobody chooses it
FITS = (
    (250, _("a very good fit")),
    (500, _("a good fit")),
    (750, _("a fair fit")),
    (1000, _("they can meet, but share little")),
)


def waiting_tier(since: date, today: date) -> int:
    """How long somebody has waited, in tiers of two weeks, 0 to 9."""
    return max(0, min(LONGEST_WAIT, (today - since).days // TIER_DAYS))


def hard_fields(pool: Pool) -> tuple[str, ...]:
    """Fields of the profile in which two people must share something; access needs are respected in every pool."""
    named = pool.rules.get("hard", HARD)
    return tuple(field for field in FIELDS if field in named)


def soft_weights(pool: Pool) -> dict[str, float]:
    return {field: float(weight) for field, weight in pool.rules.get("soft", SOFT).items() if field in FIELDS}


def meetings_planned(pool: Pool) -> int:
    return int(pool.rules.get("meetings", MEETINGS))


def silent_after(pool: Pool) -> timedelta:
    days = pool.rules.get("silent_after_days")
    return timedelta(days=int(days)) if days else SILENT_AFTER


def volunteers_side(pool: Pool) -> str:
    """The side whose minutes are volunteering: they count once, never twice (programmes.md 6: "not 2x")."""
    return str(pool.rules.get("counts_minutes_of") or pool.sides[0])


def plan(first_on: date, number: int) -> list[date]:
    """Days to meet: one a week."""
    return [first_on + timedelta(days=DAYS_BETWEEN * (n + 1)) for n in range(number)]


def first_name(name: str) -> str:
    """What the other is told before both have said yes: never the whole name."""
    return name.split(maxsplit=1)[0] if name.split() else ""


def fit(cost: int) -> str:
    return str(next(words for most, words in FITS if cost <= most))


def is_child(person: Person, on: date) -> bool:
    """Whether somebody is a child of a household: the only way Weft knows of a child."""
    parts = HouseholdMember.objects.unscoped("whether somebody is a child").filter(
        HouseholdMember.in_force(on), person=person, part=HouseholdMember.Part.CHILD
    )
    return bool(parts.exists())


def admits_children(pool: Pool) -> bool:
    return int(pool.rules.get("minimum_age", ADULT)) < ADULT


def labels_missing(people: Iterable[Person], pool: Pool, on: date) -> dict[tuple[int, str], list[str]]:
    """(person, side) -> labels of what they have not shown yet, of those among many who lack something."""
    lacking = missing_of_many(people, pool.edition.programme, on)
    return {key: [each.requirement.label for each in missing] for key, missing in lacking.items()}


def label_missing(person: Person, pool: Pool, side: str, on: date) -> list[str]:
    """The same of one person, for one side."""
    return labels_missing([person], pool, on).get((person.pk, side), [])
