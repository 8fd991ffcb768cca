"""What the office's pages share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from weft.fielding.models import Fieldwork
from weft.fielding.states import WrongState
from weft.web.private import private

Page = Callable[..., HttpResponse]
Crumbs = list[tuple[str, str]]


def one_fieldwork(view: Page) -> Page:
    """Fetch the fieldwork an address names; a step that no longer fits says so on its page."""

    @private
    @wraps(view)
    def fetched(request: HttpRequest, public_id: str) -> HttpResponse:
        found = get_object_or_404(Fieldwork.objects.select_related("form"), public_id=public_id)
        try:
            return view(request, found)
        except WrongState as refusal:
            messages.error(request, str(refusal))
            return redirect("fieldwork-one", found.public_id)

    return fetched


def page(
    request: HttpRequest, name: str, fieldwork: Fieldwork, heading: str = "", **more: Any
) -> HttpResponse:
    """One page of a fieldwork, with its crumbs."""
    crumbs = of_fieldwork(fieldwork, heading)
    return render(
        request,
        f"fielding/{name}.html",
        {"fieldwork": fieldwork, "heading": heading, "crumbs": crumbs, **more},
    )


def of_fieldwork(fieldwork: Fieldwork, heading: str = "") -> Crumbs:
    listed = (_("Fieldwork"), reverse("fieldwork-list"))
    if not heading:
        return [listed, (fieldwork.name, "")]
    return [listed, (fieldwork.name, reverse("fieldwork-one", args=[fieldwork.public_id])), (heading, "")]
