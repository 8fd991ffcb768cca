"""A session with many people, and the ways tests look at its teams."""

from collections.abc import Sequence
from datetime import date

from tests.gather.make import host, session
from weft.gather.actions.sessions import make_activity
from weft.gather.models import Booking, Session
from weft.gather.states import BookingState
from weft.gather.teams.actions.keeping import current_seats
from weft.gather.teams.models import Seating
from weft.people.models import Organisation, Person
from weft.programmes.models import Edition, Programme

AGES = {"young": "Under 30", "old": "From 30"}


def programme(key: str = "evening-run", organisation: Organisation | None = None) -> Edition:
    traits = [{"key": "age", "title": "Age", "options": AGES}]
    made = Programme.objects.create(
        key=key, title="Run", organisation=organisation, state="open",
        document={"mixing": {"traits": traits}, "indicators": [], "title": "Run"},
    )  # fmt: skip
    return Edition.objects.create(
        programme=made, key="1", title="1", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)
    )


def run_session(edition: Edition | None = None, **said: object) -> Session:
    made = make_activity(organisation=host(), title="Run", by=None, edition=edition or programme())
    return session(500, activity=made, **said)


def booked(
    of: Session, number: int, ages: Sequence[str] = ("young", "old"), role: str = "", size: int = 1
) -> list[Booking]:
    """So many bookings, ages in turn ("" says nothing)."""
    start = Booking.objects.unscoped("test").count()
    people = Person.objects.bulk_create(
        [
            Person(name=f"Person{start + n} Surname{n}", email=f"p{start + n}@demonstration.example")
            for n in range(number)
        ]
    )
    return Booking.objects.bulk_create(
        [
            Booking(
                session=of, person=one, role=role, state=BookingState.BOOKED, places={"seat": size},
                traits={"age": ages[n % len(ages)]} if ages[n % len(ages)] else {},
            )
            for n, one in enumerate(people)
        ]
    )  # fmt: skip


def teams_of(seating: Seating, number: int = 1) -> list[set[str]]:
    """Marks of each team of a round, in order of team."""
    found: dict[int, set[str]] = {}
    for (mark, held), team in current_seats(seating).items():
        if held == number:
            found.setdefault(team, set()).add(mark)
    return [found[team] for team in sorted(found)]


def sizes_of(seating: Seating, number: int = 1) -> list[int]:
    return sorted(len(team) for team in teams_of(seating, number))
