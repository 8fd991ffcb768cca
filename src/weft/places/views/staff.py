"""Add and change venues, and bring files of places. For programme officers (place.manage in the matrix)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from weft.people.roles.current import account_of
from weft.places.actions import (
    add_venue,
    change_venue,
    import_boundaries,
    import_population,
    import_postcodes,
)
from weft.places.actions.imports import Imported
from weft.places.forms.imports import BOUNDARIES, POSTCODES, ImportForm
from weft.places.forms.venue import VenueForm
from weft.places.importing.opening import ON_THE_WEB
from weft.places.importing.population import About
from weft.places.importing.refusals import Refused
from weft.places.models import Venue
from weft.places.uploads import PlacesUpload
from weft.places.views.parts import venue_url
from weft.web.methods import form_page
from weft.web.private import private


@form_page
@private
def add(request: HttpRequest) -> HttpResponse:
    form = VenueForm(request.POST) if request.method == "POST" else VenueForm()
    if form.is_bound and form.is_valid():
        venue = add_venue(facts=form.facts(), by=account_of(request), key=form.cleaned_data["key"])
        messages.success(request, _("%(name)s was added.") % {"name": venue.name})
        return redirect(venue_url(venue))
    return _venue_page(request, form, _("Add a venue"), [(_("Add a venue"), "")])


@form_page
@private
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    venue = get_object_or_404(Venue, public_id=public_id)
    initial = VenueForm.initial_of(venue)
    form = VenueForm(request.POST) if request.method == "POST" else VenueForm(initial=initial)
    if form.is_bound and form.is_valid():
        venue = change_venue(venue=venue, facts=form.facts(), by=account_of(request))
        messages.success(request, _("%(name)s was changed.") % {"name": venue.name})
        return redirect(venue_url(venue))
    crumbs = [(venue.name, venue_url(venue)), (_("Change"), "")]
    return _venue_page(request, form, _("Change %(name)s") % {"name": venue.name}, crumbs)


def _venue_page(
    request: HttpRequest, form: VenueForm, heading: str, crumbs: list[tuple[str, str]]
) -> HttpResponse:
    context = {"form": form, "heading": heading, "crumbs": [(_("Places"), reverse("places")), *crumbs]}
    return render(request, "places/venue_form.html", context)


@csrf_exempt  # only until the upload is told where to stream to: the forgery check reads the form
@form_page
def bring(request: HttpRequest) -> HttpResponse:
    request.upload_handlers = [PlacesUpload(request)]
    response: HttpResponse = _bring(request)
    return response


@csrf_protect
@private
def _bring(request: HttpRequest) -> HttpResponse:
    """Import a file; every fault of it is named with its row and column, and then nothing of it is kept."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_bound and form.is_valid():
        try:
            done = _imported(form.cleaned_data, account_of(request))
        except Refused as refused:
            form.add_error("file", refused.lines)
        else:
            said = _("The file was taken over: %(kept)s of %(read)s rows, %(added)s of them new.")
            messages.success(request, said % done.as_dict())
            return redirect("places-import")
    crumbs = [(_("Places"), reverse("places")), (_("Import a file"), "")]
    return render(request, "places/import.html", {"form": form, "crumbs": crumbs})


def _imported(said: dict[str, Any], by: User) -> Imported:
    file = said["file"]
    if said["what"] == BOUNDARIES:
        return import_boundaries(file=file, kind=said["kind"], by=by, limits=ON_THE_WEB)
    if said["what"] == POSTCODES:
        return import_postcodes(file=file, by=by, limits=ON_THE_WEB)
    topic = "_".join(said["topic"].lower().split())
    about = About(topic, said["period"], said["source"])
    return import_population(file=file, about=about, by=by, limits=ON_THE_WEB)
