"""What anybody sees of places: the city's areas, one area, one venue, and what is near."""

import re
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from weft.people.roles.current import actor_of
from weft.people.roles.policy import may
from weft.places import queries
from weft.places.access import features
from weft.places.forms.search import SearchForm
from weft.places.geometry import Point
from weft.places.locate import Located
from weft.places.models import Area, Outcode, Venue
from weft.places.near import nearest
from weft.places.packs.pack import chosen_pack
from weft.places.rules import LISTED, RADII_KM
from weft.places.sketch import outlines_near, sketch
from weft.places.views import parts
from weft.web.methods import form_page

SPOT = re.compile(r"(-?\d{1,2}\.\d{1,3}),(-?\d{1,3}\.\d{1,3})")
VENUES_OF_AN_AREA = 20
STREETS_KM = 1.0  # the sketch around one venue


def _home(request: HttpRequest, form: SearchForm) -> HttpResponse:
    pack = chosen_pack()
    levels = queries.levels(pack)
    context = {
        "form": form,
        "levels": levels,
        "tops": queries.top_areas(pack),
        "tiles": parts.tiles(levels[0].areas) if levels else [],
        "venues": Venue.objects.filter(is_closed=False).count(),
        "pack": pack,
        "may_manage": may(actor_of(request), "place.manage"),
        "crumbs": [(_("Places"), "")],
    }
    return render(request, "places/home.html", context)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the city is made of, and a search for venues nearby."""
    return _home(request, SearchForm())


@csrf_exempt
@form_page
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Turn what was typed into a spot, forget it, and go on to the address of the spot.

    Exempt from the forgery check because it changes nothing, and because with it every visitor would get a cookie.
    """
    if request.method != "POST":
        return redirect("places")
    form = SearchForm(request.POST)
    if not form.is_valid():
        return _home(request, form)
    located: Located = form.cleaned_data["near"]
    asked = (form.cleaned_data["need"],) if form.cleaned_data["need"] else ()
    return redirect(near_url(located.point, form.cleaned_data["within"], located.name, asked))


def near_url(point: Point, km: int, name: str, asked: tuple[str, ...] = ()) -> str:
    """The address of a search: a spot, never a postcode (rules.SPOT_DEGREES)."""
    spot = point.spot
    query = {"at": f"{spot.latitude:.3f},{spot.longitude:.3f}", "within": str(km)}
    query |= {"of": name} if name else {}
    query |= {"need": asked[0]} if asked else {}
    return f"{reverse('places-near')}?{urlencode(query)}"


@require_safe
def near(request: HttpRequest) -> HttpResponse:
    """Venues within a distance of a spot, nearest first, with a sketch beside the list."""
    pack, spot = chosen_pack(), _spot(request)
    km = _radius(request)
    asked = tuple(key for key in (request.GET.get("need", ""),) if key in features())
    name = _known(request.GET.get("of", ""))
    found = nearest(spot, km, access=asked)
    further = next((each for each in RADII_KM if each > km), None)
    context = {
        "hits": parts.hits(found, pack, asked),
        "sketch": sketch(spot, km, [one.venue.point for one in found], outlines_near(spot, km, pack)),
        "km": km,
        "name": name,
        "is_cut": len(found) == LISTED,
        "further": further,
        "further_url": near_url(spot, further, name, asked) if further else "",
        "asked": [_(features()[key].label) for key in asked],
        "crumbs": [(_("Places"), reverse("places")), (_("Near you"), "")],
    }
    return render(request, "places/near.html", context)


def _spot(request: HttpRequest) -> Point:
    found = SPOT.fullmatch(request.GET.get("at", ""))
    point = Point(float(found[1]), float(found[2])) if found else None
    if point is None or abs(point.latitude) > 90 or abs(point.longitude) > 180:
        raise BadRequest("No spot in the address.")
    return point.spot


def _radius(request: HttpRequest) -> int:
    given = request.GET.get("within", "")
    return int(given) if given in map(str, RADII_KM) else RADII_KM[1]


def _known(name: str) -> str:
    """The name of an outcode or area of this city; anything else in an address is not repeated."""
    is_known = Outcode.objects.filter(code=name).exists() or Area.objects.filter(name=name).exists()
    return name if name and is_known else ""


@require_safe
def area(request: HttpRequest, code: str) -> HttpResponse:
    """One area: what it is part of, its parts, its neighbours, who lives there, and its venues."""
    pack, found = chosen_pack(), _area(code)
    people, topics = queries.population_of(found)
    venues, total = queries.venues_in(found, VENUES_OF_AN_AREA)
    wholes = queries.wholes_of(found)
    context = {
        "area": found,
        "kind": next((kind.one for kind in pack.kinds if kind.key == found.kind), found.kind),
        "wholes": wholes,
        "levels": queries.parts_of(found, pack),
        "neighbours": found.neighbours.filter(ends_on=None, kind=found.kind).order_by("name"),
        "people": people,
        "topics": topics,
        "venues": [(venue, parts.where_of(venue, pack), parts.chips_of(venue)) for venue in venues],
        "venues_total": total,
        "crumbs": [
            (_("Places"), reverse("places")),
            *((whole.name, parts.area_url(whole)) for whole in wholes),
            (found.name, ""),
        ],
    }
    return render(request, "places/area.html", context)


def _area(code: str) -> Area:
    """The area in force, or the one that last bore the code."""
    bearing: QuerySet[Area] = Area.objects.filter(code=code).order_by("-starts_on")
    return bearing.filter(ends_on=None).first() or get_object_or_404(bearing[:1])


@require_safe
def venue(request: HttpRequest, public_id: str) -> HttpResponse:
    """One venue: address, how to get in, a sketch of where it lies."""
    pack = chosen_pack()
    found = get_object_or_404(Venue.objects.select_related("area"), public_id=public_id)
    context = {
        "venue": found,
        "where": parts.where_of(found, pack),
        "groups": parts.access_groups(found),
        "sketch": sketch(
            found.point, STREETS_KM, [found.point], outlines_near(found.point, STREETS_KM, pack)
        ),
        "near_url": near_url(found.point, RADII_KM[1], found.area.name if found.area else ""),
        "may_manage": may(actor_of(request), "place.manage"),
        "crumbs": [(_("Places"), reverse("places")), (found.name, "")],
    }
    return render(request, "places/venue.html", context)
