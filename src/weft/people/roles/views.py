"""The page that says who may see what."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weft.people.roles.shown import shown_roles


@require_safe
def who_may(request: HttpRequest) -> HttpResponse:
    context = {"roles": shown_roles(), "crumbs": [(_("Who may see what"), "")]}
    return render(request, "people/roles/who_may.html", context)
