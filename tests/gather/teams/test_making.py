"""Teams of a session: even, together and apart as wished, repaired on the day, frozen afterwards."""

from datetime import timedelta

import pytest

from tests.gather.make import NOW, STARTS
from tests.gather.teams.make import booked, run_session, sizes_of, teams_of
from weft.gather.actions.attendance import note
from weft.gather.actions.bookings import add_walk_in
from weft.gather.models import Booking, Session
from weft.gather.pairing.actions import block
from weft.gather.teams.actions.changing import drop_wish, lock_team, move_somebody, wish
from weft.gather.teams.actions.keeping import current_seats
from weft.gather.teams.actions.making import Wanted, make_seating, seat_again, use_seating
from weft.gather.teams.errors import CannotHold, Frozen, LockedTeam, NoSide, NotASeat
from weft.gather.teams.models import Seat, Seating
from weft.people.matching.actions import save_profile
from weft.people.models import Person
from weft.people.mydata.actions.erase import erase_person
from weft.record.models import Event

pytestmark = pytest.mark.django_db
BY_AGE = ("booking.age",)
DAY = {"by": None, "at": STARTS}


@pytest.fixture
def of() -> Session:
    return run_session()


def make(of: Session, **asked: object) -> Seating:
    return make_seating(session=of, wanted=Wanted(**{"mix_on": BY_AGE, **asked}), by=None, at=NOW)


def ages(team: set[str]) -> list[str]:
    rows = Booking.objects.unscoped("test").filter(public_id__in=team)
    return sorted(row.traits.get("age", "") for row in rows)


def test_teams_are_as_even_as_can_be_and_say_so(of: Session) -> None:
    booked(of, 12)
    made = make(of, teams=3)
    assert [ages(team) for team in teams_of(made)] == [["old", "old", "young", "young"]] * 3
    assert made.verdict["said"] == 12 and made.verdict["uneven"] == [] and made.verdict["alone"] == []


def test_a_size_gives_the_fewest_teams_that_hold_everybody(of: Session) -> None:
    booked(of, 14)
    made = make(of, smallest=3, largest=5)
    assert (made.teams, sizes_of(made)) == (3, [4, 5, 5])


def test_nobody_of_a_small_group_is_alone(of: Session) -> None:
    booked(of, 12, ["young", "old", "old", "old", "old", "old"])
    made = make(of, teams=3)
    assert sorted(ages(team).count("young") for team in teams_of(made)) == [0, 0, 2]


def test_who_said_nothing_counts_nowhere_and_is_told(of: Session) -> None:
    booked(of, 9, ["", "", "old"])
    verdict = make(of, teams=3).verdict
    assert (verdict["said"], verdict["bookings"], verdict["said_of"]) == (3, 9, {"booking.age": 3})


def test_a_profile_mixes_only_who_agreed(of: Session) -> None:
    rows = booked(of, 8)
    for row in rows[:4]:
        save_profile(person=row.person, chosen={"languages": ["ur"]}, consent=True, by=None)
    made = make(of, teams=2, mix_on=("profile.languages",))
    speakers = {row.public_id for row in rows[:4]}
    assert sorted(len(team & speakers) for team in teams_of(made)) == [2, 2]
    assert made.verdict["said"] == 4


def test_a_party_stays_together_and_counts_as_many(of: Session) -> None:
    booked(of, 4)
    booked(of, 1, size=4)
    made = make(of, teams=2)
    assert sizes_of(made) == [1, 4]  # bookings; four people in each


def test_rounds_bring_no_two_people_together_twice(of: Session) -> None:
    booked(of, 16)
    made = make(of, teams=4, rounds=3, mix_on=())
    pairs = [
        frozenset((one, other))
        for number in (1, 2, 3)
        for team in teams_of(made, number)
        for one in team
        for other in team
        if one < other
    ]
    assert len(pairs) == len(set(pairs)) == 72 and made.verdict["repeats"] == 0


def test_wishes_are_followed_when_the_teams_are_made_right(of: Session) -> None:
    booked(of, 12)
    made = make(of, teams=3)
    first, second, *_ = [sorted(team) for team in teams_of(made)]
    wish(seating=made, marks=[first[0], second[0]], together=True, by=None, at=NOW)
    wish(seating=made, marks=[first[0], first[1]], together=False, by=None, at=NOW)
    again = seat_again(seating=made, by=None, at=NOW)
    team = {mark: n for n, marks in enumerate(teams_of(again)) for mark in marks}
    assert team[first[0]] == team[second[0]] != team[first[1]]
    drop_wish(seating=made, marks=[first[1], first[0]], by=None, at=NOW)
    made.refresh_from_db()
    assert made.apart == [] and made.together == [sorted([first[0], second[0]])]


def test_new_teams_take_the_wishes_over(of: Session) -> None:
    rows = booked(of, 8)
    pair = sorted([rows[0].public_id, rows[1].public_id])
    wish(seating=make(of, teams=4), marks=pair, together=True, by=None, at=NOW)
    team = next(team for team in teams_of(make(of, teams=4)) if pair[0] in team)
    assert team == set(pair)


def test_wishes_that_contradict_each_other_are_refused_without_a_name(of: Session) -> None:
    rows = booked(of, 3)
    marks = [row.public_id for row in rows]
    made = make(of, teams=2)
    for pair in ((0, 1), (0, 2), (1, 2)):
        wish(seating=made, marks=[marks[n] for n in pair], together=False, by=None, at=NOW)
    with pytest.raises(CannotHold) as refused:
        seat_again(seating=made, by=None, at=NOW)
    assert str(refused.value).startswith("These wishes cannot all hold.")


def test_the_day_takes_out_the_absent_seats_who_walks_in_and_moves_few(of: Session) -> None:
    rows = booked(of, 12)
    made = make(of, teams=3, nobody_alone=False)
    before = current_seats(made)
    note(booking=rows[0], state="no_show", by=None, at=STARTS)
    walked = add_walk_in(session=of, name="Cy", by=None, at=STARTS)
    again = seat_again(seating=made, **DAY)
    after = current_seats(again)
    assert (rows[0].public_id, 1) not in after and (walked.public_id, 1) in after
    moved = [key for key in after if key in before and after[key] != before[key]]
    assert moved == again.verdict["moved"] == []
    assert sizes_of(again) == [4, 4, 4]


def test_a_locked_team_stays_as_it_is(of: Session) -> None:
    rows = booked(of, 12)
    made = make(of, teams=3)
    locked = teams_of(made)[1]
    lock_team(seating=made, number=1, team=2, locked=True, by=None, at=NOW)
    with pytest.raises(LockedTeam):
        move_somebody(seating=made, mark=next(iter(locked)), number=1, team=1, by=None, at=NOW)
    other = next(row.public_id for row in rows if row.public_id not in locked)
    with pytest.raises(LockedTeam):
        move_somebody(seating=made, mark=other, number=1, team=2, by=None, at=NOW)
    for n in range(2):
        add_walk_in(session=of, name=f"Walk{n}", by=None, at=STARTS)
    assert teams_of(seat_again(seating=made, **DAY))[1] == locked


def test_somebody_moved_by_hand_makes_the_verdict_honest(of: Session) -> None:
    booked(of, 8)
    made = make(of, teams=2)
    mover = next(iter(teams_of(made)[0]))
    moved = move_somebody(seating=made, mark=mover, number=1, team=2, by=None, at=NOW)
    assert sizes_of(moved) == [3, 5]
    with pytest.raises(NotASeat):
        move_somebody(seating=made, mark=mover, number=1, team=3, by=None, at=NOW)


def test_after_the_session_nothing_is_changed(of: Session) -> None:
    booked(of, 6)
    made = make(of, teams=2)
    over = STARTS + timedelta(hours=1, minutes=1)
    for change in (
        lambda: seat_again(seating=made, by=None, at=over),
        lambda: use_seating(seating=made, by=None, at=over),
        lambda: lock_team(seating=made, number=1, team=1, locked=True, by=None, at=over),
        lambda: make_seating(session=of, wanted=Wanted(teams=2), by=None, at=over),
    ):
        with pytest.raises(Frozen):
            change()


def test_the_same_key_makes_teams_once(of: Session) -> None:
    booked(of, 6)
    made = [make_seating(session=of, wanted=Wanted(teams=2), by=None, key="k", at=NOW) for _ in range(2)]
    assert made[0] == made[1] and Seating.objects.count() == 1


def test_people_who_blocked_each_other_are_apart_and_nothing_says_so(of: Session) -> None:
    rows = booked(of, 8)
    block(person=rows[0].person, other=rows[1].person, by=None)
    for _ in range(3):
        made = make(of, teams=2)
        team = {mark: n for n, marks in enumerate(teams_of(made)) for mark in marks}
        assert team[rows[0].public_id] != team[rows[1].public_id]
    assert made.apart == [] and made.verdict["apart_broken"] == 0
    assert make(of, teams=1).verdict["apart_broken"] == 0  # not possible, and not told


def test_a_block_that_cannot_be_kept_gives_up_no_other(of: Session) -> None:
    """Three who all blocked each other cannot be in three of two teams; two others still are never together."""
    rows = booked(of, 8)
    for one, other in ((0, 1), (1, 2), (0, 2), (3, 4)):
        block(person=rows[one].person, other=rows[other].person, by=None)
    for _ in range(6):
        made = make(of, teams=2)
        team = {mark: n for n, marks in enumerate(teams_of(made)) for mark in marks}
        assert team[rows[3].public_id] != team[rows[4].public_id]
        assert len({team[rows[n].public_id] for n in range(3)}) == 2


def test_erasing_somebody_leaves_the_teams_their_size(of: Session) -> None:
    rows = booked(of, 6)
    made = make(of, teams=2)
    erase_person(person=rows[0].person, by=None)
    assert sizes_of(made) == [3, 3]
    assert Booking.objects.unscoped("test").get(pk=rows[0].pk).person is None


def test_no_trait_and_no_name_is_kept_with_teams_or_in_the_record(of: Session) -> None:
    booked(of, 6)
    made = make(of, teams=2)
    kept = [made.verdict, *Event.objects.filter(action="teams.make").values_list("after", flat=True)]
    assert not any(word in str(kept) for word in ("young", "old'", "Person", "Surname"))


def test_two_roles_meet_one_to_one_and_nobody_twice(of: Session) -> None:
    charities, experts = booked(of, 5, role="charity"), booked(of, 6, role="expert")
    booked(of, 2, role="press")
    made = make_seating(session=of, wanted=Wanted(rounds=4, sides=("charity", "expert")), by=None, at=NOW)
    assert made.verdict["meetings"] == 20
    met = [frozenset(team) for number in range(1, 5) for team in teams_of(made, number)]
    assert len(met) == len(set(met)) == 20 and all(len(pair) == 2 for pair in met)
    hosts, guests = ({row.public_id for row in rows} for rows in (charities, experts))
    assert all(len(pair & hosts) == len(pair & guests) == 1 for pair in met)


def test_a_no_show_after_the_first_round_leaves_what_was_held(of: Session) -> None:
    booked(of, 5, role="charity")
    experts = booked(of, 5, role="expert")
    made = make_seating(session=of, wanted=Wanted(rounds=4, sides=("charity", "expert")), by=None, at=NOW)
    first = teams_of(made, 1)
    note(booking=experts[0], state="no_show", by=None, at=STARTS)
    again = seat_again(seating=made, held=1, **DAY)
    assert teams_of(again, 1) == first
    met = [frozenset(t) for n in range(1, 5) for t in teams_of(again, n) if len(t) == 2]
    assert len(met) == len(set(met)) == 5 + 3 * 4
    gone = experts[0].public_id
    assert not any(gone in team for n in (2, 3, 4) for team in teams_of(again, n))


def test_meetings_need_two_roles_somebody_came_in(of: Session) -> None:
    booked(of, 3, role="charity")
    with pytest.raises(NoSide):
        make_seating(session=of, wanted=Wanted(sides=("charity", "expert")), by=None, at=NOW)


def test_making_teams_asks_the_database_as_often_for_many_as_for_few(of: Session) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _ in range(2):
        booked(of, 10)
        with CaptureQueriesContext(connection) as asked:
            make(of, teams=2, mix_on=(*BY_AGE, "profile.areas"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert Seat.objects.unscoped("test").count() == 30
    assert Person.objects.unscoped("test").count() == 20
