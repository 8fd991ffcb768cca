"""The life of a pair: proposed, accepted by both, met, confirmed, counted, ended; and who may not."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.gather.pairing.make import (
    BUDDY,
    CYCLIST,
    entry,
    meeting_pair,
    meetings,
    one_pair,
    person,
    pool,
    proposed,
)
from weft.gather.pairing import actions, errors
from weft.gather.pairing.models import FIRST, SECOND, Entry, EntryState, Match, MatchState
from weft.gather.pairing.queries.silent import silent_pairs
from weft.people.actions import begin_household, make_account
from weft.people.matching.models import Profile
from weft.people.mydata.actions.erase import erase_person
from weft.post.models import Message
from weft.programmes.models import Evidence, Requirement
from weft.record.models import Event, Fact

pytestmark = pytest.mark.django_db


def letters(kind: str) -> list[str]:
    return [one.letter().to for one in Message.objects.unscoped("test").filter(kind=kind)]


def facts(kind: str) -> list[tuple[str, dict]]:
    return [(one.key, one.quantities) for one in Fact.objects.filter(kind=kind)]


def test_joining_without_a_matching_profile_is_refused():
    with pytest.raises(errors.NoProfile):
        actions.enter_pool(pool=pool(), person=person("Ada", consent=False), side=BUDDY, by=None)


def test_joining_on_a_side_that_is_not_there_is_refused():
    with pytest.raises(errors.NotASide):
        actions.enter_pool(pool=pool(), person=person("Ada"), side="driver", by=None)


def test_joining_twice_is_refused_and_pressing_twice_joins_once():
    riders, ada = pool(), person("Ada")
    first = actions.enter_pool(pool=riders, person=ada, side=BUDDY, by=None, key="k")
    assert actions.enter_pool(pool=riders, person=ada, side=BUDDY, by=None, key="k") == first
    with pytest.raises(errors.AlreadyIn):
        actions.enter_pool(pool=riders, person=ada, side=BUDDY, by=None)


def test_who_lacks_a_requirement_waits_until_it_is_shown():
    riders = pool()
    dbs = Requirement.objects.create(
        programme=riders.edition.programme, key="dbs", kind="dbs", role=BUDDY, label="DBS check"
    )
    ada = entry(riders, BUDDY, "Ada")
    entry(riders, CYCLIST, "Bo")
    assert ada.state == EntryState.ENTERED
    with pytest.raises(errors.NotCleared, match="DBS check"):
        actions.clear_entry(entry=ada, by=None)
    today = timezone.localdate()
    shown = Evidence.objects.create(
        requirement=dbs, person=ada.person, state="verified", seen_on=today, valid_until=today
    )
    assert actions.clear_entry(entry=ada, by=None).state == EntryState.AVAILABLE
    assert len(actions.suggest(pool=riders, by=None)) == 1
    Evidence.objects.unscoped("test").filter(pk=shown.pk).update(valid_until=today - timedelta(days=1))
    assert actions.suggest(pool=riders, by=None) == []  # it ran out: not matched until it is shown anew


def _child() -> tuple:
    from weft.people.models import HouseholdMember

    guardian = make_account(email="parent@example.org", name="Pa Rent", by=None)
    household = begin_household(guardian=guardian.person, by=guardian)
    child = person("Kid")
    HouseholdMember.objects.create(household=household, person=child, part="child")
    return child


def test_children_are_in_no_pool_that_does_not_say_so():
    child = _child()
    with pytest.raises(errors.TooYoung):
        actions.enter_pool(pool=pool(), person=child, side=BUDDY, by=None)
    young = pool(key="young-readers", minimum_age=11)
    assert actions.enter_pool(pool=young, person=child, side=BUDDY, by=None).state == EntryState.AVAILABLE


def test_approving_writes_to_both_with_first_names_and_a_link_of_their_own():
    proposed()
    sent = {one.letter().to: one.letter().body for one in Message.objects.unscoped("test")}
    assert sorted(sent) == ["ada@example.org", "bo@example.org"]
    assert "Ada" in sent["bo@example.org"]
    assert "Example" not in sent["bo@example.org"]
    links = {body.split("/pairs/")[1].split()[0] for body in sent.values()}
    assert len(links) == 2


def test_the_words_of_the_links_are_not_in_the_database():
    match = proposed()
    for one in Message.objects.unscoped("test"):
        word = one.letter().body.split("/pairs/")[1].split()[0]
        assert word not in (match.digest_first, match.digest_second)
        assert len(word) == 32


def test_one_yes_is_not_enough():
    match = actions.accept(match=proposed(), side=FIRST, by=None)
    assert (match.state, meetings(match), facts("gather.pair")) == (MatchState.PROPOSED, [], [])


def test_the_database_refuses_a_pair_that_meets_without_both():
    match = proposed()
    with pytest.raises(IntegrityError), transaction.atomic():
        Match.objects.unscoped("test").filter(pk=match.pk).update(state=MatchState.ACTIVE)


def test_with_both_yes_the_meetings_are_planned_and_the_pair_is_counted_once():
    match = meeting_pair(pool(meetings=3))
    assert match.state == MatchState.ACTIVE
    assert [one.number for one in meetings(match)] == [1, 2, 3]
    assert [counted for _, counted in facts("gather.pair")] == [{"pairs": 1, "people": 2}]
    actions.accept(match=match, side=SECOND, by=None)
    assert len(facts("gather.pair")) == 1


def test_a_no_closes_the_pair_and_the_other_is_not_told_by_whom():
    match = actions.decline(match=proposed(), side=SECOND, by=None)
    assert match.state == MatchState.DECLINED
    (letter,) = [one.letter() for one in Message.objects.unscoped("test").filter(kind="pair not going ahead")]
    assert letter.to == "ada@example.org"
    assert "Bo" not in letter.body
    with pytest.raises(errors.WrongState):
        actions.accept(match=match, side=FIRST, by=None)


def test_a_place_taken_meanwhile_is_not_given_twice():
    riders = pool()
    entry(riders, BUDDY, "Ada")
    bo, cy = entry(riders, CYCLIST, "Bo"), entry(riders, CYCLIST, "Cy")
    ada = Entry.objects.unscoped("test").get(side=BUDDY)
    pairs = [Match.objects.create(first=ada, second=other) for other in (bo, cy)]
    actions.approve(match=pairs[0], by=None)
    with pytest.raises(errors.NoPlaceLeft):
        actions.approve(match=pairs[1], by=None)


def test_a_meeting_counts_when_the_other_confirms_and_only_the_volunteers_minutes_once():
    match = meeting_pair()
    first = meetings(match)[0]
    today = timezone.localdate()
    actions.log_meeting(meeting=first, held_on=today, minutes=118, area="", side=FIRST, by=None)
    assert facts("gather.meeting") == []
    assert letters("pair meeting") == ["bo@example.org"]
    actions.confirm_meeting(meeting=first, side=SECOND, by=None)
    actions.confirm_meeting(meeting=first, side=SECOND, by=None)
    ((key, counted),) = facts("gather.meeting")
    assert counted == {"minutes": 118, "people": 2}
    second = meetings(match)[1]
    actions.log_meeting(meeting=second, held_on=today, minutes=119, area="", side=SECOND, by=None)
    actions.confirm_meeting(meeting=second, side=FIRST, by=None)
    assert [one for one, _ in facts("gather.meeting")] == [key, key]  # the volunteer's, whoever wrote it down
    assert sum(counted["minutes"] for _, counted in facts("gather.meeting")) == 237


def test_whoever_wrote_it_down_cannot_confirm_it_alone():
    match = meeting_pair()
    one = meetings(match)[0]
    actions.log_meeting(meeting=one, held_on=timezone.localdate(), minutes=60, side=FIRST, by=None)
    actions.confirm_meeting(meeting=one, side=FIRST, by=None)
    assert facts("gather.meeting") == []


def test_staff_write_it_down_for_both_and_stand_for_it():
    one = meetings(meeting_pair())[0]
    actions.log_meeting(meeting=one, held_on=timezone.localdate(), minutes=60, area="", by=None)
    actions.confirm_meeting(meeting=one, by=None)
    assert [counted["minutes"] for _, counted in facts("gather.meeting")] == [60]


@pytest.mark.parametrize(("days", "minutes"), [(1, 60), (-1, 60), (0, 0), (0, 601)])
def test_a_day_or_length_that_cannot_be_is_refused(days, minutes):
    one = meetings(meeting_pair())[0]
    day = timezone.localdate() + timedelta(days=days)
    with pytest.raises(errors.NotAMeeting):
        actions.log_meeting(meeting=one, held_on=day, minutes=minutes, side=FIRST, by=None)


def test_what_was_not_so_is_cleared_and_written_down_anew():
    one = meetings(meeting_pair())[0]
    today = timezone.localdate()
    actions.log_meeting(meeting=one, held_on=today, minutes=600, side=FIRST, by=None)
    with pytest.raises(errors.WrongState):
        actions.log_meeting(meeting=one, held_on=today, minutes=60, side=SECOND, by=None)
    actions.dispute_meeting(meeting=one, by=None)
    actions.log_meeting(meeting=one, held_on=today, minutes=60, side=SECOND, by=None)
    actions.confirm_meeting(meeting=one, side=FIRST, by=None)
    assert [counted["minutes"] for _, counted in facts("gather.meeting")] == [60]
    with pytest.raises(errors.WrongState):
        actions.dispute_meeting(meeting=one, by=None)  # what is counted stays


def test_a_no_show_counts_nothing_and_cannot_be_confirmed():
    one = meetings(meeting_pair())[0]
    actions.note_missed(meeting=one, why="no_show", by=None)
    with pytest.raises(errors.WrongState):
        actions.confirm_meeting(meeting=one, by=None)
    assert facts("gather.meeting") == []


def test_a_pair_goes_on_beyond_the_plan_once_a_press():
    match = meeting_pair(pool(meetings=1))
    for _press in range(2):
        actions.plan_more(match=match, number=2, key="k", by=None)
    assert [one.number for one in meetings(match)] == [1, 2, 3]


def test_a_pair_pauses_comes_back_and_ends_for_a_reason_of_the_list():
    match = actions.pause_match(match=meeting_pair(), by=None)
    assert actions.resume_match(match=match, by=None).state == MatchState.ACTIVE
    with pytest.raises(errors.PairingRefused):
        actions.end_match(match=match, because="they smelled", by=None)
    assert actions.end_match(match=match, because="no_time", by=None).state == MatchState.ENDED


def test_leaving_the_pool_ends_the_pair():
    match = meeting_pair()
    actions.leave_pool(entry=match.first, by=None)
    match.refresh_from_db()
    assert (match.state, match.ended_because) == (MatchState.ENDED, "gone")
    assert letters("pair ended") == ["bo@example.org"]


def _said_yes(match: Match, days: int) -> None:
    at = timezone.now() - timedelta(days=days)
    Match.objects.unscoped("test").filter(pk=match.pk).update(
        made_at=at, accepted_first=at, accepted_second=at
    )


def test_a_pair_is_silent_after_14_days_and_asked_once():
    match = meeting_pair()
    _said_yes(match, 13)
    assert silent_pairs() == []
    _said_yes(match, 14)
    assert silent_pairs() == [match]
    actions.tend()
    actions.tend()
    assert sorted(letters("pair silent")) == ["ada@example.org", "bo@example.org"]
    actions.note_missed(meeting=meetings(match)[0], why="called_off", by=None)
    assert silent_pairs() == []


def test_erasing_a_person_closes_the_pair_and_leaves_every_figure():
    match = meeting_pair()
    one = meetings(match)[0]
    actions.log_meeting(meeting=one, held_on=timezone.localdate(), minutes=90, side=FIRST, by=None)
    actions.confirm_meeting(meeting=one, side=SECOND, by=None)
    before = facts("gather.meeting"), facts("gather.pair")
    assert match.opened_reasons() == ["interests:music"]
    erase_person(person=match.first.person, by=None)
    actions.tend()
    match.refresh_from_db()
    assert match.first.person is None
    assert match.first.state == EntryState.LEFT
    assert (match.state, match.ended_because) == (MatchState.ENDED, "gone")
    assert match.opened_reasons() == []
    assert [one.person.name for one in Profile.objects.unscoped("test")] == ["Bo Example"]
    assert (facts("gather.meeting"), facts("gather.pair")) == before
    assert [one.minutes for one in meetings(match)] == [90, None, None]


def test_every_step_is_in_the_record_and_names_nobody():
    meeting_pair()
    told = list(Event.objects.filter(action__startswith="pairing."))
    assert [one.action for one in told][-3:] == [
        "pairing.match.approve",
        "pairing.match.accept",
        "pairing.match.accept",
    ]
    assert not any("Ada" in str(one.after) + one.thing for one in told)


def test_a_suggestion_is_seen_by_nobody_but_the_coordinator():
    from weft.gather.pairing.links import side_of, word_of

    match = one_pair()
    assert side_of(word_of(match, FIRST)) is None
    actions.approve(match=match, by=None)
    assert side_of(word_of(match, FIRST)).name == FIRST
    assert side_of("0" * 32) is None
