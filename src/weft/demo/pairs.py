"""A pool of the demonstration: a dozen people who do not exist, some paired, some waiting, one pair gone quiet."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from weft.demo.programmes import running
from weft.gather.pairing import actions
from weft.gather.pairing.models import FIRST, SECOND, Entry, Match, Meeting, Pool
from weft.people.matching.actions import save_profile
from weft.people.models import Person
from weft.programmes.models import Evidence

BUDDY, CYCLIST = "buddy", "rider"
CAMDEN, HACKNEY, ISLINGTON, BROMLEY = "E09000007", "E09000012", "E09000019", "E09000006"
EARLY, LATE = "weekend_morning", "weekday_evening"
# name, side, weeks waited, languages, times, area, interests, needs
PEOPLE: tuple[tuple[str, str, int, str, str, str, str, str], ...] = (
    ("Amal", BUDDY, 3, "en ar", EARLY, HACKNEY, "walking music", ""),
    ("Bryn", BUDDY, 5, "en", f"{EARLY} {LATE}", ISLINGTON, "film history", ""),
    ("Chidi", BUDDY, 1, "en", LATE, CAMDEN, "cooking sport", ""),
    ("Delia", BUDDY, 2, "en pl", EARLY, ISLINGTON, "gardening", ""),
    ("Emre", BUDDY, 6, "en tr", LATE, HACKNEY, "games sport", ""),
    ("Farah", BUDDY, 1, "en", EARLY, BROMLEY, "music", ""),
    ("Noor", BUDDY, 1, "en", LATE, CAMDEN, "music", ""),
    ("Goran", CYCLIST, 4, "ar", EARLY, HACKNEY, "music walking", "step_free"),
    ("Hana", CYCLIST, 7, "en", EARLY, ISLINGTON, "film", ""),
    ("Ines", CYCLIST, 2, "en", LATE, CAMDEN, "cooking", "quiet"),
    ("Jonas", CYCLIST, 8, "pl", EARLY, ISLINGTON, "gardening", ""),
    ("Kofi", CYCLIST, 9, "so", EARLY, HACKNEY, "walking", ""),
    ("Lena", CYCLIST, 5, "en bfi", EARLY, BROMLEY, "music", "bsl"),
    ("Mira", CYCLIST, 3, "en tr", LATE, HACKNEY, "games", ""),
)
UNCHECKED = "Noor"  # whose references were not seen yet
QUIET_DAYS = 16


def build_pairs(*, by: User) -> None:
    """One pair meeting with a meeting confirmed, one gone quiet, one waiting for an answer, the rest suggested."""
    if Pool.objects.unscoped("whether the demonstration has it").exists():
        return
    pool = _pool(by)
    for number, row in enumerate(PEOPLE):
        _enter(pool, number, row, by)
    pairs = {
        one.first.person.name.split()[0]: one for one in actions.suggest(pool=pool, by=by) if one.first.person
    }
    for name, step in (("Amal", _meets), ("Chidi", _quiet), ("Delia", _waits)):
        if name in pairs:
            step(pairs[name], by)


def _pool(by: User) -> Pool:
    return actions.open_pool(edition=running("bike-buddies", by=by), key="riders", by=by)


def _enter(pool: Pool, number: int, row: tuple[str, str, int, str, str, str, str, str], by: User) -> None:
    name, side, weeks, languages, times, area, interests, needs = row
    person = Person.objects.create(name=f"{name} Example", email=f"pair{number}@demonstration.example")
    _show(pool, person, side, name)
    chosen: Mapping[str, list[str]] = {
        "languages": languages.split(),
        "times": times.split(),
        "areas": [area],
        "interests": interests.split(),
        "access_needs": needs.split(),
    }
    save_profile(person=person, chosen=chosen, consent=True, by=by)
    entry = actions.enter_pool(pool=pool, person=person, side=side, by=by)
    since = timezone.localdate() - timedelta(weeks=weeks)
    Entry.objects.unscoped("the demonstration").filter(pk=entry.pk).update(since=since)


def _show(pool: Pool, person: Person, side: str, name: str) -> None:
    """What everybody has to show was seen, but of one."""
    today = timezone.localdate()
    for asked in pool.edition.programme.requirements.filter(role=side):
        for _each in range(asked.how_many if name != UNCHECKED else 0):
            Evidence.objects.create(requirement=asked, person=person, state="verified", seen_on=today)


def _begin(match: Match, by: User, days_ago: int) -> list[Meeting]:
    """Both said yes, so many days ago."""
    actions.approve(match=match, by=by)
    actions.accept(match=match, side=FIRST, by=match.first.person, tells_address=True)
    actions.accept(match=match, side=SECOND, by=match.second.person)
    ago: datetime = timezone.now() - timedelta(days=days_ago)
    rows = Match.objects.unscoped("the demonstration").filter(pk=match.pk)
    rows.update(made_at=ago, proposed_at=ago, accepted_first=ago, accepted_second=ago)
    match.refresh_from_db()
    planned = list(match.meetings.unscoped("the demonstration"))
    for meeting in planned:
        if meeting.planned_on:
            meeting.planned_on -= timedelta(days=days_ago)
        meeting.save(update_fields=["planned_on"])
    return planned


def _meets(match: Match, by: User) -> None:
    first, second, _third = _begin(match, by, days_ago=QUIET_DAYS)
    week, day = (timezone.localdate() - timedelta(days=ago) for ago in (7, 1))
    actions.log_meeting(
        meeting=first, held_on=week, minutes=118, area=HACKNEY, side=FIRST, by=match.first.person
    )
    actions.confirm_meeting(meeting=first, side=SECOND, by=match.second.person)
    actions.log_meeting(meeting=second, held_on=day, minutes=95, area="", side=SECOND, by=match.second.person)


def _quiet(match: Match, by: User) -> None:
    _begin(match, by, days_ago=QUIET_DAYS)


def _waits(match: Match, by: User) -> None:
    actions.approve(match=match, by=by)
    actions.accept(match=match, side=SECOND, by=match.second.person)
