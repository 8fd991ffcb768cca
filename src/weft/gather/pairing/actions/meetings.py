"""The times a pair met: planned, written down by one, confirmed by the other, and only then counted."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.gather.pairing import letters, rules
from weft.gather.pairing.errors import NotAMeeting, WrongState
from weft.gather.pairing.links import Side
from weft.gather.pairing.models import FIRST, SECOND, Match, MatchState, Meeting, Missed
from weft.people.models import Person
from weft.record import keys
from weft.record.actions import record_event, record_fact
from weft.record.ids import pseudonym
from weft.record.once import done_before, mark_done

FACT = "gather.meeting"
CONTINUE = "pairing.match.continue"
MEETINGS = "meetings of a pair"
MEETS = (MatchState.ACTIVE, MatchState.PAUSED)


def plan_meetings(match: Match, days: Iterable[date]) -> list[Meeting]:
    rows = Meeting.objects.unscoped(MEETINGS).filter(match=match)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    planned = [Meeting(match=match, number=last + n, planned_on=day) for n, day in enumerate(days, 1)]
    return Meeting.objects.bulk_create(planned)


@transaction.atomic
def plan_more(*, match: Match, number: int, by: User | Person | None, key: str = "") -> list[Meeting]:
    """Go on beyond what was planned: one meeting a week more. Raises WrongState and NotAMeeting."""
    _hold(match)
    if done_before(key, CONTINUE):
        return []
    there = Meeting.objects.unscoped(MEETINGS).filter(match=match).count()
    if not 1 <= number <= rules.MOST_MEETINGS - there:
        raise NotAMeeting(_("Plan fewer meetings at a time."))
    made = plan_meetings(match, rules.plan(timezone.localdate(), number))
    mark_done(key, CONTINUE, match)
    record_event(by=by, action=CONTINUE, thing=match, after={"meetings": number})
    return made


@transaction.atomic
def log_meeting(
    *,
    meeting: Meeting,
    held_on: date,
    minutes: int,
    by: User | Person | None,
    area: str = "",
    side: str = "",
    site: str = "",
) -> Meeting:
    """Write down that a planned meeting took place. Whoever does it (`side`) has confirmed it by that; the other is
    asked to. Staff (no side) write it down for both, and confirm it in a second step. Raises NotAMeeting, WrongState.
    """
    _hold(meeting.match)
    _refuse_impossible(meeting.match, held_on, minutes, side)
    now = timezone.now()
    confirmed = {f"confirmed_{side}": now} if side else {}
    _write(meeting, held_on=held_on, minutes=minutes, area=area, logged_at=now, **confirmed)
    if side:
        letters.ask_to_confirm(meeting, Side(meeting.match, Side(meeting.match, side).other_name), site)
    record_event(by=by, action="pairing.meeting.log", thing=meeting, after={"minutes": minutes})
    return meeting


@transaction.atomic
def note_missed(*, meeting: Meeting, why: str, by: User | Person | None) -> Meeting:
    """A planned meeting that did not take place: somebody did not come, or it was called off. It counts nothing."""
    _hold(meeting.match)
    _write(meeting, missed=Missed(why).value, logged_at=timezone.now())
    record_event(by=by, action="pairing.meeting.miss", thing=meeting, after={"missed": why})
    return meeting


@transaction.atomic
def confirm_meeting(*, meeting: Meeting, by: User | Person | None, side: str = "") -> Meeting:
    """The other one says that it was so (staff, without a side, stand for it). With both, it is counted, once."""
    now = timezone.now()
    rows = Meeting.objects.unscoped(MEETINGS).filter(pk=meeting.pk, held_on__isnull=False)
    for each in (side,) if side else (FIRST, SECOND):
        rows.filter(**{f"confirmed_{each}": None}).update(**{f"confirmed_{each}": now})
    counted = rows.filter(confirmed_first__isnull=False, confirmed_second__isnull=False, counted_at=None)
    is_new = counted.update(counted_at=now)
    meeting.refresh_from_db()
    if meeting.held_on is None:
        raise WrongState("meeting", "open", "written down")
    if is_new:
        _count(meeting)
        record_event(by=by, action="pairing.meeting.confirm", thing=meeting)
    return meeting


@transaction.atomic
def dispute_meeting(*, meeting: Meeting, by: User | Person | None) -> Meeting:
    """It was not so: what was written down is cleared, and either may write it down anew."""
    rows = Meeting.objects.unscoped(MEETINGS).filter(pk=meeting.pk, counted_at=None, logged_at__isnull=False)
    cleared = {"held_on": None, "minutes": None, "area": "", "missed": "", "logged_at": None}
    if not rows.update(**cleared, confirmed_first=None, confirmed_second=None):
        raise WrongState("meeting", "counted", "not confirmed")
    meeting.refresh_from_db()
    record_event(by=by, action="pairing.meeting.dispute", thing=meeting)
    return meeting


def _hold(match: Match) -> None:
    """Lock the pair; only one that meets has meetings."""
    rows = Match.objects.unscoped(MEETINGS).filter(pk=match.pk, state__in=MEETS)
    if not rows.update(state=F("state")):
        match.refresh_from_db(fields=["state"])
        raise WrongState("pair", match.state, MatchState.ACTIVE)


def _write(meeting: Meeting, **values: object) -> None:
    rows = Meeting.objects.unscoped(MEETINGS).filter(pk=meeting.pk, logged_at=None)
    if not rows.update(**values):
        raise WrongState("meeting", "written down", "open")
    meeting.refresh_from_db()


def _refuse_impossible(match: Match, held_on: date, minutes: int, side: str) -> None:
    """Staff may write down what came before the pair was in Weft, within the edition."""
    if held_on > timezone.localdate():
        raise NotAMeeting(_("Enter a day that is not in the future"))
    said_yes = max(filter(None, (match.accepted_first, match.accepted_second)))
    if side and held_on < timezone.localdate(said_yes):
        raise NotAMeeting(_("Enter a day after you both said yes"))
    if held_on < match.first.pool.edition.starts_on:
        raise NotAMeeting(_("Enter a day after the programme began"))
    if not 1 <= minutes <= rules.MOST_MINUTES:
        raise NotAMeeting(_("Enter a length between 1 minute and 10 hours"))


def _count(meeting: Meeting) -> None:
    """One fact a meeting, under the pseudonym of the volunteer: their minutes, once, never those of both."""
    match, pool = meeting.match, meeting.match.first.pool
    volunteer = match.first if match.first.side == rules.volunteers_side(pool) else match.second
    key = pseudonym(keys.secret_for(FACT), volunteer.person.public_id) if volunteer.person else ""
    record_fact(
        kind=FACT,
        on=meeting.held_on or timezone.localdate(),
        area=meeting.area,
        programme=pool.edition.programme.key,
        edition=pool.edition.key,
        key=key,
        traits={"number": str(meeting.number)},
        quantities={"minutes": meeting.minutes or 0, "people": 2},
    )
