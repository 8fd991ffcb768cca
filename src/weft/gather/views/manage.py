"""Look after one booking by its link: cancel it, take or leave an offered place, answer the mixing questions."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from weft.gather.actions.bookings import cancel as cancel_booking
from weft.gather.actions.online import reference_of, tell_traits
from weft.gather.actions.telling import address_of
from weft.gather.actions.waiting import accept_offer, decline_offer
from weft.gather.forms.book import MixingForm
from weft.gather.models import Booking
from weft.gather.queries.bookings_online import (
    OPEN,
    ahead_in_queue,
    booking_by_link,
    mixing_questions,
    own_booking,
)
from weft.gather.states import BookingState, SessionState
from weft.gather.views import parts
from weft.people.actions.refusals import Refused
from weft.people.roles.current import person_of
from weft.places.packs.pack import chosen_pack
from weft.web.methods import form_page
from weft.web.private import private

Page = Callable[..., HttpResponse]


def one_booking(request: HttpRequest, token: str) -> Booking:
    """By the secret of its link, or one's own when signed in; 404 for anything else."""
    person = person_of(request.user if request.user.is_authenticated else None)
    found = booking_by_link(token) or (own_booking(token, person) if person else None)
    if found is None:
        raise Http404
    return found


@private
@require_safe
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """How the booking stands and what can be done with it. It names nobody."""
    booking = one_booking(request, token)
    if booking.state == BookingState.HELD:
        return redirect("booking-code", token)
    return _shown(request, booking, token)


def _shown(request: HttpRequest, booking: Booking, token: str, problem: str = "") -> HttpResponse:
    session = booking.session
    context = {
        "booking": booking,
        "state": str(booking.state),
        "session": session,
        "activity": session.activity,
        "token": token,
        "problem": problem,
        "reference": reference_of(booking),
        "when": parts.when_of(session),
        "where": parts.place_of(session, chosen_pack()),
        "until": parts.until_of(booking),
        "ahead": ahead_in_queue(booking),
        "is_cancelled": session.state == SessionState.CANCELLED,
        "can_cancel": booking.state in OPEN,
        "asks_mixing": booking.state == BookingState.BOOKED and bool(mixing_questions(booking)),
        "is_written_to": bool(address_of(booking)),
        "has_link": bool(booking.manage_digest),
        "crumbs": [(_("Find something near you"), reverse("gather")), (_("Your booking"), "")],
    }
    return render(request, "gather/public/manage.html", context)


@private
@form_page
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once, then give the place back. Cancelling again says how it stands."""
    booking = one_booking(request, token)
    if booking.state not in OPEN:
        return redirect("manage-booking", token)
    if request.method == "POST":
        try:
            cancel_booking(booking=booking, by=None)
        except Refused as refusal:
            booking.refresh_from_db()
            return _shown(request, booking, token, str(refusal))
        return redirect("manage-booking", token)
    context = {
        "booking": booking, "activity": booking.session.activity, "token": token,
        "is_waiting": booking.state == BookingState.WAITING, "when": parts.when_of(booking.session),
        "crumbs": [(_("Your booking"), reverse("manage-booking", args=[token])), (_("Cancel"), "")],
    }  # fmt: skip
    return render(request, "gather/public/cancel.html", context)


@private
@require_POST
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Take the offered place, or leave it to the next."""
    booking = one_booking(request, token)
    decide = accept_offer if request.POST.get("answer") == "take" else decline_offer
    try:
        decide(booking=booking, by=None)
    except Refused as refusal:
        booking.refresh_from_db()
        return _shown(request, booking, token, str(refusal))
    return redirect("manage-booking", token)


@private
@form_page
def mixing(request: HttpRequest, token: str) -> HttpResponse:
    """One optional step after booking, where the programme asks it: to make mixed teams and see whether people met."""
    booking = one_booking(request, token)
    questions = mixing_questions(booking)
    if not questions or booking.state != BookingState.BOOKED:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = MixingForm(data, questions=questions, initial=booking.traits)
    if form.is_bound and form.is_valid():
        tell_traits(booking=booking, traits=form.cleaned_data, by=None)
        return redirect("manage-booking", token)
    context = {
        "form": form, "token": token, "activity": booking.session.activity,
        "crumbs": [(_("Your booking"), reverse("manage-booking", args=[token])), (_("A few questions"), "")],
    }  # fmt: skip
    return render(request, "gather/public/mixing.html", context)
