"""What the public pages say of a session: when, where, how many places, chips."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from icalendar import Calendar, Event

from weft.gather.actions.openings import FREE, creche_ages, features_at
from weft.gather.actions.places import is_kept
from weft.gather.clocks import clock, local
from weft.gather.models import Activity, Booking, Capacity, Session
from weft.gather.queries.find import Hit, places_left
from weft.gather.states import SessionState
from weft.gather.told import kinds_told
from weft.people.languages import LANGUAGES
from weft.places.access import Chip, chips
from weft.places.packs.pack import Pack, chosen_pack
from weft.places.views.parts import how_far, where_of

PENCE = 100


@dataclass(frozen=True)
class Line:
    """One thing to do, as a list shows it."""

    number: int
    session: Session
    when: str
    where: str
    far: str
    left: str
    is_full: bool
    chips: list[Chip]


def lines(
    hits: Sequence[Hit], pack: Pack, needs: Sequence[str], languages: Sequence[str], first: int
) -> list[Line]:
    found, now = [], timezone.now()
    for number, hit in enumerate(hits, first):
        session = hit.session
        free = places_left(list(session.capacities.all()), now)
        found.append(
            Line(
                number, session, when_of(session), place_of(session, pack),
                how_far(hit.km) if hit.km is not None else "", left_in_words(free), free == "none",
                chips_of(session, needs, languages),
            )
        )  # fmt: skip
    return found


def left_in_words(free: str) -> str:
    return {
        "none": _("Full. You can join the waiting list."),
        "few": _("The last few places."),
        "newcomers": _("The places left are kept for people who come for the first time."),
    }.get(free, _("There are places left."))


def kept_in_words(capacities: Sequence[Capacity], now: datetime) -> str:
    """That places are kept for newcomers, and until when; "" where none are."""
    kept = [one for one in capacities if is_kept(one, now) and one.total]
    if not kept:
        return ""
    until = min((one.released_at for one in kept if one.released_at), default=None)
    if until is None:
        return _("Some places are kept for people who come for the first time.")
    day = date_format(
        until.astimezone(ZoneInfo(kept[0].session.zone)), pgettext("day of the week and date", "l j F")
    )
    return _("Some places are kept for people who come for the first time, until %(day)s.") % {"day": day}


def names_of(session: Session, kinds: Iterable[str]) -> dict[str, str]:
    """Kinds of places as the programme calls them."""
    return {key: told.title for key, told in kinds_told(session.activity, kinds).items()}


def place_of(session: Session, pack: Pack) -> str:
    if session.venue is None:
        return _("The host tells you where")
    return ", ".join(part for part in (session.venue.name, where_of(session.venue, pack)) if part)


def when_of(session: Session) -> str:
    """Saturday 28 November, 11am to 1pm."""
    starts, ends = local(session.starts_at, session), local(session.ends_at, session)
    day = date_format(starts, pgettext("day of the week and date", "l j F"))
    said = {"day": day, "from": clock(starts), "until": clock(ends)}
    return _("%(day)s, %(from)s to %(until)s") % said


def until_of(booking: Booking) -> str:
    """Until when an offered place is kept: Saturday 28 November, 11am."""
    if booking.until is None:
        return ""
    at = local(booking.until, booking.session)
    day = date_format(at, pgettext("day of the week and date", "l j F"))
    return _("%(day)s, %(time)s") % {"day": day, "time": clock(at)}


def chips_of(session: Session, needs: Sequence[str] = (), languages: Sequence[str] = ()) -> list[Chip]:
    """What was asked for first, then what else there is; never what is lacking."""
    activity = session.activity
    youngest, oldest = creche_ages(session)
    ages = _("ages %(youngest)s to %(oldest)s") % {"youngest": youngest, "oldest": oldest} if oldest else ""
    have = features_at(session)
    found = chips(have - {FREE}, asked=needs, creche_ages=ages)
    found += [Chip(_("Free"), FREE in needs)] if FREE in have else []
    spoken = spoken_there(activity)
    if spoken:
        chip = Chip(
            _("In %(languages)s") % {"languages": spoken}, bool(set(languages) & set(activity.languages))
        )
        found.append(chip)
    if cost := cost_of(activity):
        found.append(Chip(cost, False))
    return sorted(found, key=lambda chip: not chip.is_asked)


def spoken_there(activity: Activity) -> str:
    """Languages other than English alone, in words."""
    named = [_(name) for code, name in LANGUAGES if code in activity.languages]
    if not named or activity.languages == ["en"]:
        return ""
    if len(named) == 1:
        return named[0]
    comma = pgettext("between the things of a list", ", ")
    return _("%(others)s and %(last)s") % {"others": comma.join(named[:-1]), "last": named[-1]}


def cost_of(activity: Activity) -> str:
    if not activity.cost_pence:
        return ""
    pounds, pence = divmod(activity.cost_pence, PENCE)
    return _("Costs £%(pounds)s") % {"pounds": f"{pounds}.{pence:02d}" if pence else str(pounds)}


def found_in_words(count: int, *, name: str, has_more: bool) -> str:
    """The heading of a list."""
    if has_more:
        return _("What is on near %(name)s") % {"name": name} if name else _("What is on")
    many = {"count": count, "name": name}
    if name:
        said = ngettext("%(count)s thing to do near %(name)s", "%(count)s things to do near %(name)s", count)
    else:
        said = ngettext("%(count)s thing to do", "%(count)s things to do", count)
    return said % many


def calendar_of(session: Session) -> bytes:
    """One event with the local time and zone; a change raises the sequence, a cancelled session says so."""
    event = Event()
    event.add("uid", f"{session.public_id}@weft")
    event.add("dtstamp", session.starts_at)
    event.add("dtstart", local(session.starts_at, session))
    event.add("dtend", local(session.ends_at, session))
    event.add("summary", session.activity.title)
    event.add("sequence", session.sequence)
    event.add("location", place_of(session, chosen_pack()))
    if session.state == SessionState.CANCELLED:
        event.add("status", "CANCELLED")
    found = Calendar()
    found.add("prodid", "-//Weft//Sessions//EN")
    found.add("version", "2.0")
    found.add_component(event)
    found.add_missing_timezones()
    return bytes(found.to_ical())
