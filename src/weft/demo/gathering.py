"""What takes place in the demonstration: sessions that were, with registers kept, and sessions to come, partly booked.

Everything goes through the actions of the pages; days count from the day of the build.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from weft.demo.programmes import running
from weft.demo.roles import account_of
from weft.gather.actions.attendance import note, verify_register
from weft.gather.actions.bookings import add_walk_in, book
from weft.gather.actions.sessions import make_activity, plan_session
from weft.gather.models import Activity, Booking, Session
from weft.gather.told import told_of
from weft.people.models import Organisation
from weft.people.roles.current import person_of
from weft.places.models import Venue
from weft.programmes.actions import note_answers, note_outcomes, publish_mixing_due
from weft.programmes.models import Edition

DOMAIN = "demonstration.example"
NAMES = ("Amara", "Benedek", "Chloe", "Dawit", "Elif", "Fatou", "Giulia", "Hakim", "Iman", "Joao", "Kemi", "Luca",
         "Meera", "Nils", "Olga", "Pavel", "Rania", "Sunita", "Tomasz", "Umar")  # fmt: skip
FIRST_TIME = {"first_time": "yes"}, {"first_time": "no"}
RUNNERS = (
    {"first_time": "yes", "age": "under_30", "team": "east"},
    {"first_time": "no", "age": "from_50", "team": "west"},
    {"first_time": "no", "age": "from_30_to_49", "team": "east"},
)
LEARNER, BABY, TODDLER = {"learner": 1}, {"learner": 1, "creche_0_1": 1}, {"learner": 1, "creche_2_4": 1}


@dataclass(frozen=True)
class Plan:
    """One activity: of which programme and kind, called what, whose, how many days from today at which hour."""

    programme: str
    kind: str
    title: str
    host: str
    days: tuple[int, ...]
    hour: int
    booked: int  # how many book each session
    places: tuple[Mapping[str, int], ...]  # in turns
    languages: tuple[str, ...] = ("en",)
    role: str = ""
    traits: tuple[Mapping[str, str], ...] = ()
    walk_ins: int = 0
    minutes: int | None = None  # of the task, where it is not the whole session
    weekday: int | None = None  # counted from the next such day (0: Monday), not from today
    words: Mapping[str, Any] = field(
        default_factory=dict
    )  # what people read, where it is not the blueprint's


KITCHEN, YOUTH = "Arches Community Kitchen", "Lantern Youth Trust"
PLANS = (
    Plan("speed-volunteering", "slot", "Sort food for the weekend", KITCHEN, (-12, -1, 3, 8, 15), 10, 7,
         ({"volunteer": 1},), role="volunteer", traits=FIRST_TIME, walk_ins=1),
    Plan("speed-volunteering", "slot", "Paint the youth club", YOUTH, (5, 20), 14, 3, ({"volunteer": 1},),
         role="volunteer", traits=FIRST_TIME),
    Plan("speed-volunteering", "slot", "Read with children after school", YOUTH, (2, 9, 16), 16, 2,
         ({"volunteer": 1},), role="volunteer", traits=FIRST_TIME,
         words={"takes": "Patience. Books are there.", "about": "Listen to a child read for half an hour, twice."}),
    Plan("run-to-do-good", "run", "Run to the allotments", KITCHEN, (-55, -48, -41, -34, -27, -20, 6), 18, 14,
         ({"runner": 1},), role="runner", traits=RUNNERS, walk_ins=2, minutes=35),
    Plan("esol-plus-childcare", "class", "English for parents", KITCHEN, (-14, -7, 7, 14, 21), 10, 12,
         (LEARNER, TODDLER, LEARNER, BABY, LEARNER, TODDLER), languages=("en", "so", "ur", "bn"), role="learner",
         traits=({"level": "starter"}, {"level": "entry_1"}, {"level": "entry_2"}), weekday=1),
    Plan("esol-plus-childcare", "family", "Holiday morning for the whole family", KITCHEN, (19,), 10, 3,
         ({"adult": 1, "child": 2},), languages=("en", "so", "ur"), role="learner", weekday=5),
)  # fmt: skip
UNKEPT = -1  # the session of this day has a register nobody has stood for yet
ANSWERED = 14


def build_gathering(*, by: User) -> None:
    """Every plan, in order; nothing where it is there already."""
    if Activity.objects.exists():
        return
    venues = [each for each in Venue.objects.order_by("pk") if "step_free" in each.access]
    for plan, venue in zip(PLANS, venues, strict=False):
        _build(plan, venue, by)
    _ask(by)
    publish_mixing_due()
    _book_for_the_resident()


def _build(plan: Plan, venue: Venue, by: User) -> None:
    activity = _activity(plan, by)
    numbers = count()
    for day in plan.days:
        session = _session(activity, plan, day, venue, by)
        begun = session.ends_at < timezone.now()
        who = range(plan.booked) if begun else [next(numbers) + day for _each in range(plan.booked)]
        rows = [_book(session, plan, number, by) for number in who]
        if begun and day != UNKEPT:
            _keep(session, plan, rows, by)


def _activity(plan: Plan, by: User) -> Activity:
    edition = running(plan.programme, by=by)
    host = (
        Organisation.objects.unscoped("the demonstration's own").filter(name=plan.host).first()
        or edition.programme.organisation
    )
    said = next(each for each in edition.programme.told["activities"] if each["key"] == plan.kind)
    words = {
        name: said[name] for name in ("about", "takes", "who", "welcomes", "volunteering") if name in said
    }
    assert host is not None
    return make_activity(
        organisation=host, title=plan.title, edition=edition, kind=plan.kind, is_speed=said.get("speed", False),
        languages=plan.languages, by=by, **{**words, **plan.words},
    )  # fmt: skip


def _session(activity: Activity, plan: Plan, day: int, venue: Venue, by: User) -> Session:
    told = told_of(activity)
    assert told is not None
    today = timezone.localdate()
    until = 0 if plan.weekday is None else (plan.weekday - today.weekday()) % 7
    on = today + timedelta(days=day + until)
    return plan_session(
        activity=activity, local_start=f"{on}T{plan.hour:02}:00", minutes=told.minutes, zone=settings.TIME_ZONE,
        venue=venue, capacities={each.key: each.total for each in told.kinds},
        newcomer_places={each.key: each.newcomers for each in told.kinds if each.newcomers},
        released_before=timedelta(days=2), by=by,
    )  # fmt: skip


def _book(session: Session, plan: Plan, number: int, by: User) -> Booking:
    """Somebody by name and address, so that they are counted once however often they come."""
    name = NAMES[number % len(NAMES)]
    return book(
        session=session, places=plan.places[number % len(plan.places)], name=f"{name} Example",
        contact=f"{name}.{plan.kind}@{DOMAIN}".lower(), role=plan.role, is_newcomer=number % 3 == 0,
        traits=plan.traits[number % len(plan.traits)] if plan.traits else None,
        at=min(timezone.now(), _before(session)), by=by,
    )  # fmt: skip


def _before(session: Session) -> datetime:
    return session.starts_at - timedelta(days=3)


def _keep(session: Session, plan: Plan, rows: Iterable[Booking], by: User) -> None:
    """From paper: two walked in, one did not come."""
    after = session.ends_at + timedelta(hours=1)
    walked = [
        add_walk_in(
            session=session, name=f"Walked in {number + 1}", role=plan.role, at=session.starts_at, by=by
        )
        for number in range(plan.walk_ins)
    ]
    for number, booking in enumerate([*rows, *walked]):
        state = "no_show" if number == 0 else "part" if plan.minutes else "attended"
        note(booking=booking, state=state, minutes=plan.minutes, came="paper", at=after, by=by)
    verify_register(session=session, at=after, by=by)


def _ask(by: User) -> None:
    """What some said when they signed up, and the exam of a dozen learners."""
    today = datetime.now(ZoneInfo(settings.TIME_ZONE)).date()
    slots, classes = running("speed-volunteering", by=by), running("esol-plus-childcare", by=by)
    for number in range(ANSWERED):
        reason = ("time", "time", "alone", "where", "nothing")[number % 5]
        note_answers(
            edition=slots,
            form="first",
            wave="start",
            person=None,
            answers={"reason": reason},
            on=today,
            by=by,
        )
    for result, many in (("passed", 11), ("not_passed", 10)):
        _exam(classes, result, many, by)


def _exam(edition: Edition, result: str, many: int, by: User) -> None:
    on = timezone.localdate() - timedelta(days=3)
    note_outcomes(edition=edition, outcome="exam", traits={"result": result}, many=many, on=on, by=by)


def _book_for_the_resident() -> None:
    """So that the pages of somebody signed in show something."""
    resident = account_of(role="resident")
    person = person_of(resident)
    ahead = Session.objects.filter(starts_at__gt=timezone.now(), activity__kind="slot").order_by("starts_at")[
        :2
    ]
    for session in ahead:
        book(session=session, places={"volunteer": 1}, person=person, role="volunteer", by=resident)
