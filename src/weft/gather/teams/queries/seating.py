"""The teams of a session as the host's page shows them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from weft.gather.models import Booking, Session
from weft.gather.teams import words
from weft.gather.teams.models import Seat, Seating
from weft.gather.teams.rules import is_frozen, seated_of
from weft.gather.teams.traits import offered
from weft.gather.teams.who import SEATING, name_of, short_names, sitters
from weft.people.roles.actor import Actor
from weft.people.roles.policy import scopes

MAKE = "teams.make"


@dataclass(frozen=True)
class Member:
    """Somebody with a seat: their booking, name, and how many come with them."""

    mark: str
    name: str
    size: int
    role: str = ""

    @property
    def others(self) -> int:
        return self.size - 1


@dataclass(frozen=True)
class Team:
    number: int
    members: list[Member]
    is_locked: bool
    why: list[str]

    @property
    def people(self) -> int:
        return sum(one.size for one in self.members)


@dataclass(frozen=True)
class Wish:
    marks: list[str]
    names: list[str]
    together: bool


@dataclass(frozen=True)
class Shown:
    """rounds: number and its teams. unseated: who comes and has no seat; gone: who has a seat and does not come."""

    seating: Seating
    rounds: list[tuple[int, list[Team]]]
    why: list[str]
    wishes: list[Wish]
    moved: list[str]
    unseated: list[Member]
    gone: int
    is_frozen: bool
    chart: list[tuple[Member, list[str]]] = field(default_factory=list)

    @property
    def is_off(self) -> bool:
        """Whether those who come are not those who have seats."""
        return bool(self.unseated or self.gone)


def sessions_for(actor: Actor, action: str = MAKE) -> QuerySet[Session]:
    """The sessions an action reaches: all, or those of the actor's organisations."""
    rows = Session.objects.select_related("activity__organisation", "activity__edition__programme", "venue")
    reached = scopes(actor, action)
    if any(scope.reach == "all" for scope in reached):
        return rows
    organisations = {one for scope in reached if scope.is_organisation for one in scope.organisations}
    return rows.filter(activity__organisation__in=organisations)


def current(session: Session) -> Seating | None:
    """The newest teams of a session."""
    return session.seatings.select_related("session__activity__edition__programme").first()


def shown(seating: Seating, now: datetime, *, short: bool = False) -> Shown:
    rows = (
        Seat.objects.unscoped(SEATING)
        .filter(seating=seating)
        .select_related("booking__person", "booking__group")
    )
    seats = list(rows.order_by("round", "team", "pk"))
    people = sitters(seating.session, seating.sides or seating.roles)
    there = {one.mark: one.booking for one in people}
    of_seats = {row.booking.public_id: row.booking for row in seats}
    names = short_names({**of_seats, **there}.values()) if short else {}
    members = {mark: _member(one, names) for mark, one in {**of_seats, **there}.items()}
    frozen = is_frozen(seating.session, now)
    kept = [row for row in seats if frozen or row.booking.public_id in there]
    seated = {row.booking.public_id for row in seats if row.round == seating.rounds}
    return Shown(
        seating=seating,
        rounds=_rounds(seating, kept, members),
        why=words.of_all(seating, dict(offered(seating.session))),
        wishes=_wishes(seating, members),
        moved=_moved(seating, members),
        unseated=[] if frozen or seating.sides else [members[mark] for mark in there if mark not in seated],
        gone=0 if frozen else len(set(of_seats) - set(there)),
        is_frozen=frozen,
        chart=_chart(seating, kept, members) if seating.sides else [],
    )


def _member(booking: Booking, names: Mapping[str, str]) -> Member:
    name = names.get(booking.public_id) or name_of(booking) or _("Without a name")
    return Member(booking.public_id, name, seated_of(booking.places), booking.role)


def _rounds(
    seating: Seating, seats: list[Seat], members: Mapping[str, Member]
) -> list[tuple[int, list[Team]]]:
    held: dict[tuple[int, int], list[Member]] = defaultdict(list)
    for row in seats:
        held[row.round, row.team].append(members[row.booking.public_id])
    traits = dict(offered(seating.session))
    return [
        (
            number,
            [
                Team(
                    team,
                    sorted(held[number, team], key=lambda one: one.name.casefold()),
                    [number, team] in seating.locked,
                    words.of_team(seating, number, team, traits) if not seating.sides else [],
                )
                for team in range(1, seating.teams + 1)
                if held[number, team]
            ],
        )
        for number in range(1, seating.rounds + 1)
    ]


def _chart(
    seating: Seating, seats: list[Seat], members: Mapping[str, Member]
) -> list[tuple[Member, list[str]]]:
    """Of meetings: each host in order of table, and whom they meet round by round ("" for a pause)."""
    at: dict[tuple[int, int], list[Member]] = defaultdict(list)
    for row in seats:
        at[row.round, row.team].append(members[row.booking.public_id])
    hosts: dict[int, Member] = {}
    for (_number, team), pair in at.items():
        for one in pair:
            if one.role == seating.sides[0]:
                hosts[team] = one
    rounds = range(1, seating.rounds + 1)
    return [
        (hosts[team], [" ".join(one.name for one in at[n, team] if one != hosts[team]) for n in rounds])
        for team in sorted(hosts)
    ]


def _wishes(seating: Seating, members: Mapping[str, Member]) -> list[Wish]:
    pairs = [(pair, True) for pair in seating.together] + [(pair, False) for pair in seating.apart]
    return [
        Wish(pair, [members[mark].name for mark in pair], together)
        for pair, together in pairs
        if all(mark in members for mark in pair)
    ]


def _moved(seating: Seating, members: Mapping[str, Member]) -> list[str]:
    """Who was moved when the teams were last made right."""
    rows = [row for row in seating.verdict.get("moved", []) if row[0] in members]
    said = _("%(name)s: from %(was)s to %(now)s")
    in_round = _("%(name)s, round %(round)s: from %(was)s to %(now)s")
    return [
        (in_round if seating.rounds > 1 else said)
        % {"name": members[mark].name, "round": number, "was": was, "now": now}
        for mark, number, was, now in rows
    ]
