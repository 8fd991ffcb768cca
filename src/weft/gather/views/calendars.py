"""Calendar files: of one booking, of one person by a secret address, of an organisation and of a programme."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from weft.gather.actions.feeds import renew_feed
from weft.gather.calendars import CANCEL, PUBLISH, Entry, calendar
from weft.gather.queries.calendars import (
    booking_of,
    entries_of_organisation,
    entries_of_person,
    entries_of_programme,
    entry_of,
    person_of_feed,
)
from weft.gather.views.planning import show
from weft.people.models import Organisation
from weft.people.roles.current import account_of, person_of
from weft.programmes.models import Programme
from weft.web.methods import form_page
from weft.web.private import private

public = cache_control(public=True, max_age=900)


def _file(entries: Iterable[Entry], name: str, method: str = PUBLISH) -> HttpResponse:
    made = calendar(entries, name=name, now=timezone.now(), method=method)
    headers = {"Content-Disposition": 'attachment; filename="weft.ics"'}
    return HttpResponse(made, content_type=f"text/calendar; charset=utf-8; method={method}", headers=headers)


@private
@require_safe
def booking(_request: HttpRequest, token: str) -> HttpResponse:
    found = booking_of(token)
    if found is None:
        raise Http404
    entry = entry_of(found)
    return _file([entry], found.session.activity.title, CANCEL if entry.is_cancelled else PUBLISH)


@private
@require_safe
def person(_request: HttpRequest, secret: str) -> HttpResponse:
    found = person_of_feed(secret)
    if found is None:
        raise Http404
    return _file(entries_of_person(found, timezone.now()), _("What I booked"))


@public
@require_safe
def organisation(_request: HttpRequest, public_id: str) -> HttpResponse:
    rows = Organisation.objects.unscoped("what an organisation holds in public").filter(merged_into=None)
    found = get_object_or_404(rows.filter(activities__is_public=True).distinct(), public_id=public_id)
    return _file(entries_of_organisation(found, timezone.now()), found.name)


@public
@require_safe
def programme(_request: HttpRequest, key: str) -> HttpResponse:
    found = get_object_or_404(Programme.objects.exclude(state="draft"), key=key)
    return _file(entries_of_programme(found, timezone.now()), found.title)


@private
@form_page
def mine(request: HttpRequest) -> HttpResponse:
    """One's own calendar address: made by the button, told once."""
    account = account_of(request)
    who, address = person_of(account), ""
    if request.method == "POST" and who is not None:
        secret = renew_feed(person=who, by=account)
        address = request.build_absolute_uri(reverse("calendar-of-person", args=[secret]))
    return show(request, "my_calendar", [(_("Your calendar"), "")], address=address)
