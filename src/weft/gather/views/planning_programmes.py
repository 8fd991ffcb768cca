"""What takes place in a programme: its activities as the blueprint has them, each made with a few words."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weft.gather.forms.planning import ActivityForm
from weft.gather.queries.planning import hosts
from weft.gather.queries.programmes import activity_told, offered, programme_planned, running_edition
from weft.gather.views.planning import made_activity, show
from weft.people.roles.current import actor_of
from weft.people.views.parts import Crumbs
from weft.programmes.models import Programme
from weft.web.methods import form_page
from weft.web.private import private


def crumbs_in(programme: Programme, *more: tuple[str, str]) -> Crumbs:
    here = reverse("planning-programme", args=[programme.key]) if more else ""
    return [(_("Activities"), reverse("planning")), (programme.title, here), *more]


@private
@require_safe
def programme(request: HttpRequest, key: str) -> HttpResponse:
    """The activities of a programme, its questions and where people find it."""
    held = programme_planned(actor_of(request), key)
    edition = running_edition(held, timezone.localdate())
    context = {
        "held": held,
        "edition": edition,
        "offered": offered(held, edition),
        "waves": held.told.get("waves", ()) if held.state == "open" else (),
        "has_pools": bool(held.told.get("pools")),
        "public_address": request.build_absolute_uri(reverse("programme", args=[held.key])),
    }
    return show(request, "programme", crumbs_in(held), **context)


@private
@form_page
def activity(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Make one of the blueprint's activities: what people read of it comes filled in, and may be changed."""
    held = programme_planned(actor_of(request), key)
    edition, told = running_edition(held, timezone.localdate()), activity_told(held, kind)
    if edition is None:
        messages.error(request, _("Open an edition first: activities belong to one."))
        return redirect("planning-programme", key)
    form = ActivityForm(
        request.POST if request.method == "POST" else None,
        hosts=hosts(actor_of(request)),
        initial=ActivityForm.initial_told(told, host=_host(held)),
    )
    made = made_activity(request, form, edition=edition, kind=told.key)
    if made is not None:
        return redirect("planning-activity", made.public_id)
    return show(request, "activity_form", crumbs_in(held, (told.title, "")), form=form, programme=held)


def _host(programme: Programme) -> str:
    return programme.organisation.public_id if programme.organisation else ""
