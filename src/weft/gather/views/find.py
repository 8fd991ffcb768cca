"""Find something to do near here: from what somebody types to a list, with a sketch beside it. Nobody signs in."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from weft.gather.finding.rules import A_PAGE, RADII_KM, WEEKS_AHEAD
from weft.gather.forms.address import Asked, address, asked
from weft.gather.forms.find import FindForm
from weft.gather.models import Session
from weft.gather.queries.find import Hits, find
from weft.gather.views import parts
from weft.places.access import features
from weft.places.geometry import Point
from weft.places.models import Outcode
from weft.places.packs.pack import chosen_pack
from weft.places.sketch import Pin, Sketch, outlines_near, sketch
from weft.web.methods import form_page
from weft.web.moments import of_the_moment

WAYS, LINES_A_WAY = 2, 3  # where nothing was found


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The search, and what is on next anywhere in the city."""
    return _listed(request, FindForm(label_suffix=""), asked(QueryDict()))


@csrf_exempt
@form_page
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """Turn what was typed into the address of a search, and forget it.

    Exempt from the forgery check because it changes nothing, and because with it every visitor would get a cookie.
    """
    if request.method != "POST":
        return redirect("gather")
    form = FindForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _listed(request, form, asked(QueryDict()))
    return redirect(address(form.cleaned_data["near"], form.cleaned_data))


@require_safe
@of_the_moment
def near(request: HttpRequest) -> HttpResponse:
    """What a search found."""
    found = asked(request.GET)
    return _listed(request, FindForm(initial=dict(found.chosen or {}), label_suffix=""), found)


def _listed(request: HttpRequest, form: FindForm, search: Asked) -> HttpResponse:
    now, pack = timezone.now(), chosen_pack()
    found = find(search.wanted, now=now, page=search.page)
    first = (found.page - 1) * A_PAGE + 1
    lines = parts.lines(found.hits, pack, search.wanted.needs, search.wanted.languages, first)
    context: dict[str, Any] = {
        "form": form,
        "lines": lines,
        "heading": parts.found_in_words(
            len(lines), name=search.name, has_more=found.has_more or found.page > 1
        ),
        "asked": search,
        "is_search": bool(request.GET),
        "asked_words": [_(features()[key].label) for key in search.wanted.needs],
        "sketch": _sketch(search, found),
        "is_postcode": Outcode.objects.filter(code=search.name).exists() if search.name else False,
        "pages": _pages(request, found),
        "crumbs": [(_("Find something near you"), "")],
    }
    if not lines:
        context["instead"] = _instead(request, search)
    return render(request, "gather/public/find.html", context)


def _sketch(search: Asked, found: Hits) -> Sketch | None:
    """Pins numbered as the list is; no sketch without a place."""
    at, km = search.wanted.at, search.wanted.km
    if at is None or not found.hits:
        return None
    points = [hit.session.venue.point if hit.session.venue else Point(0, 0) for hit in found.hits]
    drawn = sketch(at, km, points, outlines_near(at, km, chosen_pack()))
    before = (found.page - 1) * A_PAGE
    return Sketch(drawn.drawing, [Pin(pin.number + before, pin.left, pin.top) for pin in drawn.pins])


def _pages(request: HttpRequest, found: Hits) -> dict[str, str]:
    """Addresses of the page before and after."""
    pages = {}
    if found.page > 1:
        pages["before"] = _again(request, page=str(found.page - 1))
    if found.has_more:
        pages["after"] = _again(request, page=str(found.page + 1))
    return pages


def _again(request: HttpRequest, *drop: str, **change: str) -> str:
    """The same search, changed."""
    query = request.GET.copy()
    for name in (*drop, "page", *change):
        query.pop(name, None)
    for name, value in change.items():
        query[name] = value
    return f"{reverse('gather-near')}?{query.urlencode()}"


@dataclass(frozen=True)
class Way:
    """Another search that finds something, with the first few of it."""

    words: str
    url: str
    lines: list[parts.Line]


def _instead(request: HttpRequest, search: Asked) -> list[Way]:
    """Where nothing fits: what is near in place, then in time, then with fewer wishes; each step adds to the last."""
    found: list[Way] = []
    query = request.GET.copy()
    for words, dropped in _wider(query, search):
        query = query.copy()
        for name in (*dropped, "page"):
            query.pop(name, None)
        if "within" in dropped:
            query["within"] = str(RADII_KM[-1])
        lines = _first_lines(query)
        if lines:
            found.append(Way(words, f"{reverse('gather-near')}?{query.urlencode()}", lines))
        if len(found) == WAYS:
            break
    return found


def _wider(query: QueryDict, search: Asked) -> list[tuple[str, tuple[str, ...]]]:
    """Steps out of a search that finds nothing: words, and what each leaves out."""
    further = search.wanted.at is not None and search.wanted.km < RADII_KM[-1]
    steps = [
        (_("Further away, up to %(km)s km") % {"km": RADII_KM[-1]}, ("within",) if further else ()),
        (
            _("On any day in the next %(weeks)s weeks") % {"weeks": WEEKS_AHEAD},
            ("when", "first", "last", "parts"),
        ),
        (_("Without what you asked for"), ("need", "language", "child", "doing")),
        (_("With other words"), ("word", "unknown")),
    ]
    return [
        (words, dropped)
        for words, dropped in steps
        if (further and "within" in dropped) or set(dropped) & set(query)
    ]


def _first_lines(query: QueryDict) -> list[parts.Line]:
    wanted = asked(query).wanted
    hits = find(wanted, now=timezone.now()).hits[:LINES_A_WAY]
    return parts.lines(hits, chosen_pack(), wanted.needs, wanted.languages, 1)


def sessions_to_see() -> QuerySet[Session]:
    """Sessions anybody may look at."""
    rows = Session.objects.filter(activity__is_public=True)
    return rows.select_related(
        "activity__organisation", "activity__edition__programme", "venue"
    ).prefetch_related("capacities")


def public_session(public_id: str) -> Session:
    """One session anybody may look at; 404 for every other."""
    found = sessions_to_see().filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
