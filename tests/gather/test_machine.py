"""Hold, run out, cancel, wait, accept, decline, change the places: in any order, beside a model that counts by hand.

After every step the ledger equals the sum of the open bookings, no kind has more taken than there are, and the states
are those the model expects. The model knows nothing of the code: it is the rule in a few lines.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.gather.make import NOW, activity, session
from weft.gather.actions.amounts import change_places
from weft.gather.actions.bookings import book, cancel, confirm, hold
from weft.gather.actions.waiting import accept_offer, decline_offer, expire_due, join_waiting_list
from weft.gather.errors import NeverFits, NoPlaces, TooFewPlaces
from weft.gather.models import Booking, Capacity
from weft.gather.queries.ledger import faults

DAY = timedelta(days=1)
STARTS = datetime.fromisoformat("2026-12-20T10:00:00+00:00")
PARTIES = st.sampled_from(
    [{"seat": 1}, {"seat": 2}, {"seat": 4}, {"seat": 1, "creche": 1}, {"creche": 2, "seat": 3}]
)
HELD, BOOKED, OFFERED, WAITING = "held", "booked", "offered", "waiting"


@dataclass
class Party:
    places: dict[str, int]
    state: str
    until: datetime | None = None
    kept_from: datetime | None = None
    code: str = ""


@dataclass
class Model:
    total: dict[str, int] = field(default_factory=lambda: {"seat": 5, "creche": 2})
    parties: dict[int, Party] = field(default_factory=dict)  # in order of joining

    def free(self) -> dict[str, int]:
        return {kind: self.total[kind] - self.taken(kind) for kind in self.total}

    def taken(self, kind: str) -> int:
        open_ = [party for party in self.parties.values() if party.state in (HELD, BOOKED, OFFERED)]
        return sum(party.places.get(kind, 0) for party in open_)

    def in_state(self, *states: str) -> list[int]:
        return [number for number, party in self.parties.items() if party.state in states]

    def offered(self, now: datetime, free: dict[str, int], *, is_real: bool = True) -> list[Party]:
        """Whom the list would offer places; what it keeps for large parties is gone from `free`."""
        found = []
        for number in self.in_state(WAITING):
            party = self.parties[number]
            if not any(free.values()):
                break
            if all(free[kind] >= many for kind, many in party.places.items()):
                found.append(party)
            else:
                since = party.kept_from or now
                party.kept_from = since if is_real else party.kept_from
                if now >= min(since + DAY, STARTS - DAY):
                    continue
            for kind, many in party.places.items():
                free[kind] = max(0, free[kind] - many)
        return found

    def promote(self, now: datetime) -> None:
        for party in self.offered(now, self.free()):
            party.state = OFFERED
            party.until = now + min(DAY, max(timedelta(minutes=30), (STARTS - now) / 2))


STEPS: list[int] = []


class Bookings(RuleBasedStateMachine):
    """One session of five seats and two crèche places, booked from nineteen days before it starts."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.session = session({"seat": 5, "creche": 2}, activity=activity())
        self.model, self.now = Model(), NOW

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def row(self, number: int) -> Booking:
        return Booking.objects.unscoped("test").select_related("session").get(pk=number)

    def asked(self, way: Any, places: dict[str, int], state: str, **more: Any) -> Any:
        """Book directly: behind the list, and behind what ran out."""
        free = self.model.free()
        self.model.offered(self.now, free, is_real=False)
        fits = all(free[kind] >= many for kind, many in places.items())
        try:
            made = way(session=self.session, places=places, by=None, at=self.now, **more)
        except NoPlaces:
            assert not fits
            return None
        assert fits
        booking = getattr(made, "booking", made)
        self.model.parties[booking.pk] = Party(places, state, booking.until, code=getattr(made, "code", ""))
        return booking

    @rule(places=PARTIES)
    def hold(self, places: dict[str, int]) -> None:
        self.asked(hold, places, HELD)

    @rule(places=PARTIES)
    def book(self, places: dict[str, int]) -> None:
        self.asked(book, places, BOOKED)

    @rule(places=PARTIES)
    def wait(self, places: dict[str, int]) -> None:
        try:
            made = join_waiting_list(session=self.session, places=places, by=None, at=self.now)
        except NeverFits:
            assert any(many > self.model.total[kind] for kind, many in places.items())
            return
        self.model.parties[made.pk] = Party(places, WAITING)
        self.model.promote(self.now)

    @precondition(lambda self: self.model.in_state(HELD))
    @rule(data=st.data())
    def confirm(self, data: Any) -> None:
        number = data.draw(st.sampled_from(self.model.in_state(HELD)))
        confirm(booking=self.row(number), code=self.model.parties[number].code, by=None, at=self.now)
        self.model.parties[number].state = BOOKED

    @precondition(lambda self: self.model.in_state(OFFERED))
    @rule(data=st.data(), takes=st.booleans())
    def answer(self, data: Any, takes: bool) -> None:
        number = data.draw(st.sampled_from(self.model.in_state(OFFERED)))
        (accept_offer if takes else decline_offer)(booking=self.row(number), by=None, at=self.now)
        self.model.parties[number].state = BOOKED if takes else "declined"
        if not takes:
            self.model.promote(self.now)

    @precondition(lambda self: self.model.in_state(HELD, BOOKED, OFFERED, WAITING))
    @rule(data=st.data())
    def cancel(self, data: Any) -> None:
        number = data.draw(st.sampled_from(self.model.in_state(HELD, BOOKED, OFFERED, WAITING)))
        is_late = self.now > STARTS - DAY and self.model.parties[number].state == BOOKED
        cancel(booking=self.row(number), by=None, at=self.now)
        self.model.parties[number].state = "cancelled_late" if is_late else "cancelled"
        self.model.promote(self.now)

    @rule(seats=st.integers(0, 9))
    def change_places(self, seats: int) -> None:
        wanted = {"seat": seats, "creche": 2}
        try:
            change_places(session=self.session, capacities=wanted, by=None, at=self.now)
        except TooFewPlaces:
            assert seats < self.model.taken("seat")
            return
        self.model.total = wanted
        self.model.promote(self.now)

    @precondition(lambda self: self.now < STARTS - 4 * DAY)
    @rule(minutes=st.sampled_from([5, 15, 60 * 12, 60 * 25]))
    def let_time_pass(self, minutes: int) -> None:
        """And the tick comes by: everything that ran out goes first to last, each place on to the next."""
        self.now += timedelta(minutes=minutes)
        model, now = self.model, self.now
        expected = 0
        due = [n for n in model.in_state(HELD, OFFERED) if (model.parties[n].until or now) <= now]
        for number in sorted(due, key=lambda n: (model.parties[n].until or now, n)):
            model.parties[number].state, expected = "expired", expected + 1
            model.promote(now)
        model.promote(now)
        assert expire_due(now) == expected

    @invariant()
    def all_agree(self) -> None:
        STEPS.append(1)
        rows = Booking.objects.unscoped("test").filter(session=self.session)
        there = dict(rows.values_list("pk", "state"))
        assert there == {number: party.state for number, party in self.model.parties.items()}
        ledger = dict(Capacity.objects.filter(session=self.session).values_list("kind", "taken"))
        assert ledger == {kind: self.model.taken(kind) for kind in self.model.total}
        assert faults(self.session) == []


def play(examples: int, steps: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Bookings,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


@pytest.mark.django_db
def test_bookings_do_what_the_model_says() -> None:
    play(6, 25)


@pytest.mark.slow
@pytest.mark.django_db
def test_bookings_do_what_the_model_says_for_fifteen_thousand_steps() -> None:
    STEPS.clear()
    play(340, 50)
    print(f"{connection.vendor}: {len(STEPS)} steps")
    assert len(STEPS) >= 15_000
