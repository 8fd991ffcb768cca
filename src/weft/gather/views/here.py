"""“I am here”: whoever booked types the code on the door, by the link of the booking, with or without an account."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from weft.gather.actions.attendance import check_in
from weft.gather.actions.moving import token_digest
from weft.gather.forms.register import DoorForm
from weft.gather.models import Booking
from weft.people.actions.refusals import Refused
from weft.web.methods import form_page
from weft.web.private import private

LINK = "whoever holds the link of a booking"


@private
@form_page
def here(request: HttpRequest, token: str) -> HttpResponse:
    booking = _booking(token)
    form = DoorForm(request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_bound and form.is_valid():
        try:
            check_in(booking=booking, code=form.cleaned_data["code"], by=None)
            return redirect("booking-here", token)
        except Refused as refusal:
            form.add_error("code", str(refusal))
    noted = getattr(booking, "attendance", None)
    crumbs = [(_("I am here"), "")]
    return render(
        request,
        "gather/register/here.html",
        {"booking": booking, "form": form, "noted": noted, "crumbs": crumbs},
    )


def _booking(token: str) -> Booking:
    rows = Booking.objects.unscoped(LINK).select_related("session__activity", "attendance")
    found = rows.filter(manage_digest=token_digest(token)).first() if token else None
    if found is None:
        raise Http404
    return found
