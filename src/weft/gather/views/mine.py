"""What somebody signed in has booked, what is over, and where to look after it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weft.gather.queries.own import own_bookings
from weft.gather.views import parts
from weft.people.roles.current import actor_of
from weft.places.packs.pack import chosen_pack
from weft.web.context import route
from weft.web.private import private


@private
@require_safe
def bookings(request: HttpRequest) -> HttpResponse:
    """Sessions to come first; then the latest ones that are over."""
    found, now, pack = own_bookings(actor_of(request)), timezone.now(), chosen_pack()
    told = [(one, parts.when_of(one.session), parts.place_of(one.session, pack)) for one in found]
    context = {
        "ahead": sorted(
            (each for each in told if each[0].session.ends_at > now),
            key=lambda each: each[0].session.starts_at,
        ),
        "before": [each for each in told if each[0].session.ends_at <= now],
        "crumbs": [(_("My data"), route("my-data")), (_("What I booked"), "")],
    }
    return render(request, "gather/mine.html", context)
