"""See one session and book it: five fields, a code, no account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from weft.gather.actions.bookings import book as book_at_once
from weft.gather.actions.online import ask_for_places, confirm_online, is_address, token_of, wait_for_places
from weft.gather.actions.waiting import join_waiting_list
from weft.gather.clocks import clock, local
from weft.gather.errors import AlreadyBooked, BookingClosed, NoPlaces
from weft.gather.forms.book import BookForm, CodeForm, Kinds
from weft.gather.models import Booking, Session
from weft.gather.queries.find import other_dates, places_left
from weft.gather.rules import is_open
from weft.gather.states import BookingState, SessionState
from weft.gather.views import parts
from weft.gather.views.find import public_session
from weft.gather.views.manage import one_booking
from weft.people.accounts.limits import TooMany, count_try, visitor
from weft.people.actions.refusals import Refused
from weft.people.models import Person
from weft.people.roles.current import account_of, person_of
from weft.places.packs.pack import chosen_pack
from weft.programmes.models import Programme
from weft.programmes.states import ProgrammeState
from weft.web.methods import form_page
from weft.web.moments import of_the_moment
from weft.web.private import private


@require_safe
@never_cache
@of_the_moment
def session(request: HttpRequest, public_id: str) -> HttpResponse:
    """What a session is, takes and offers, with the form to book it."""
    found = public_session(public_id)
    return _shown(request, found, _form(request, found))


def _person(request: HttpRequest) -> Person | None:
    return person_of(request.user if request.user.is_authenticated else None)


def _form(request: HttpRequest, found: Session) -> BookForm:
    data = request.POST if request.method == "POST" else None
    kinds = Kinds.of(list(found.capacities.all()))
    names = parts.names_of(found, [kind for kind, _role in kinds.seats]) if len(kinds.seats) > 1 else {}
    return BookForm(data, kinds=kinds, names=names, is_known=_person(request) is not None)


def _shown(
    request: HttpRequest, found: Session, form: BookForm, *, is_full: bool = False, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    rows = list(found.capacities.all())
    free = "none" if is_full else places_left(rows, now)
    if free == "none":
        form.for_waiting()
    kept = parts.kept_in_words(rows, now)
    context: dict[str, Any] = {
        "session": found,
        "activity": found.activity,
        "form": form,
        "programme": _programme(found),
        "is_open": is_open(found, now),
        "is_cancelled": found.state == SessionState.CANCELLED,
        "has_begun": now >= found.starts_at,
        "is_full": free == "none",
        "left": parts.left_in_words(free),
        "kept": kept,
        "when": parts.when_of(found),
        "where": parts.place_of(found, chosen_pack()),
        "cost": parts.cost_of(found.activity) or _("Free"),
        "chips": parts.chips_of(found),
        "others": [(other, parts.when_of(other)) for other in other_dates(found, now=now)],
        "is_known": _person(request) is not None,
        "crumbs": [(_("Find something near you"), reverse("gather")), (found.activity.title, "")],
    }
    return render(request, "gather/public/session.html", context, status=status)


def _programme(found: Session) -> Programme | None:
    """What it is part of, where everybody may read about that."""
    edition = found.activity.edition
    return edition.programme if edition and edition.programme.state != ProgrammeState.DRAFT else None


@private
@form_page
def book(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep a place until the code is typed; full sessions put down the next on the waiting list."""
    found = public_session(public_id)
    if request.method != "POST":
        return redirect("session", public_id)
    form = _form(request, found)
    if not form.is_valid():
        return _shown(request, found, form)
    try:
        return _next(_booked(request, found, form))
    except NoPlaces as refusal:
        form.add_error(None, str(refusal))
        return _shown(request, found, form, is_full=True)
    except TooMany:
        form.add_error(None, _("Many bookings came from here just now. Wait 15 minutes, then send it again"))
        return _shown(request, found, form, status=429)
    except BookingClosed:
        return redirect("session", public_id)
    except AlreadyBooked as refusal:
        form.add_error(None, str(refusal))
        return _shown(request, found, form)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _shown(request, found, form)


def _booked(request: HttpRequest, found: Session, form: BookForm) -> Booking:
    """Book, or wait where the button said so. Raises Refused, TooMany."""
    given, person, waits = form.cleaned_data, _person(request), "wait" in request.POST
    about: dict[str, Any] = {
        "session": found, "key": given["once"], "places": form.places, "needs": given["needs"],
        "is_newcomer": bool(given.get("newcomer")), "role": form.kinds.role_of(form.seat),
        "language": get_language() or "",
    }  # fmt: skip
    if person is not None:
        make = join_waiting_list if waits else book_at_once
        return make(person=person, by=account_of(request), **about)
    _count(request, given["contact"])
    ask = wait_for_places if waits else ask_for_places
    return ask(name=given["name"], contact=given["contact"], by=None, **about)


def _count(request: HttpRequest, contact: str) -> None:
    """Nobody fills a session, or somebody else's letter box, from here. Raises TooMany."""
    count_try("bookings of a visitor", visitor(request))
    kind = "bookings for an address" if is_address(contact) else "bookings for a number"
    count_try(kind, "".join(contact.lower().split()))


def _next(booking: Booking) -> HttpResponse:
    token = token_of(booking) or booking.public_id
    return redirect("booking-code" if booking.state == BookingState.HELD else "manage-booking", token)


@private
@form_page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Type the six digits. The same page whoever the address belongs to."""
    booking = one_booking(request, token)
    if booking.state != BookingState.HELD:
        return redirect("manage-booking", token)
    form = CodeForm(request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_bound and form.is_valid():
        try:
            count_try("booking codes of a visitor", visitor(request))
            confirm_online(booking=booking, code=form.cleaned_data["code"], by=None)
            return redirect("manage-booking", token)
        except TooMany:
            form.add_error("code", _("Too many codes were tried. Wait a quarter of an hour, then try again."))
        except Refused as refusal:
            booking.refresh_from_db()
            form.add_error("code", str(refusal))
    context = {
        "form": form, "booking": booking, "activity": booking.session.activity,
        "when": parts.when_of(booking.session), "token": token,
        "until": clock(local(booking.until, booking.session)) if booking.until else "",
        "crumbs": [(_("Find something near you"), reverse("gather")), (_("Your code"), "")],
    }  # fmt: skip
    return render(request, "gather/public/code.html", context)


@require_safe
def calendar(_request: HttpRequest, public_id: str) -> HttpResponse:
    """The session for somebody's own calendar."""
    found = public_session(public_id)
    response = HttpResponse(parts.calendar_of(found), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="session.ics"'
    return response
