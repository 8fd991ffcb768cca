"""Open data of what is on: two feeds other services read, and the page that says how (OpenActive RPDE 1.0)."""

from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from weft.gather.finding.models import FeedItem
from weft.gather.finding.rules import FEED_LICENCE, FEED_PAGE
from weft.gather.queries.feeds import After, items, page

RPDE = "application/vnd.openactive.rpde+json; version=1"
LONGEST = 32  # of an id


@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """Which feeds there are, under which licence, and how they are read."""
    named = ((_("Series"), "open-series"), (_("Sessions"), "open-sessions"))
    context = {
        "feeds": [(words, name, request.build_absolute_uri(reverse(name))) for words, name in named],
        "licence": FEED_LICENCE,
        "crumbs": [(_("Find something near you"), reverse("gather")), (_("Open data"), "")],
    }
    return render(request, "gather/open_data.html", context)


@require_safe
@cache_control(public=True, max_age=10)
def sessions(request: HttpRequest) -> HttpResponse:
    return _feed(request, FeedItem.Kind.SESSION)


@require_safe
@cache_control(public=True, max_age=10)
def series(request: HttpRequest) -> HttpResponse:
    return _feed(request, FeedItem.Kind.SERIES)


def _feed(request: HttpRequest, kind: FeedItem.Kind) -> HttpResponse:
    """One page. `next` always leads on: where nothing is new it is the page itself."""
    after = _after(request)
    rows = page(kind, after, now=timezone.now())
    last = After(rows[-1].modified, rows[-1].mark) if rows else after
    said = {
        "next": request.build_absolute_uri(request.path + _query(last)),
        "items": items(rows, request.build_absolute_uri),
        "license": FEED_LICENCE,
    }
    return JsonResponse(said, content_type=RPDE)


def _after(request: HttpRequest) -> After | None:
    """Both or neither. Anything else is said to be wrong, so that no reader begins anew for ever."""
    stamp, mark = request.GET.get("afterTimestamp"), request.GET.get("afterId")
    if stamp is None and mark is None:
        return None
    if not stamp or not mark or not stamp.isdecimal() or len(stamp) > LONGEST // 2 or len(mark) > LONGEST:
        raise BadRequest(
            f"Send afterTimestamp and afterId together, as `next` does. A page has {FEED_PAGE} items."
        )
    return After(int(stamp), mark)


def _query(after: After | None) -> str:
    if after is None:
        return ""
    return "?" + urlencode({"afterTimestamp": after.modified, "afterId": after.mark})
