"""Sessions of an activity: one, a series with a look at its days first, its page, changing, places, cancelling."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from weft.gather.actions.amounts import change_places
from weft.gather.actions.series import plan_series
from weft.gather.actions.sessions import cancel_session, change_session, plan_session
from weft.gather.errors import NotPlannable
from weft.gather.forms.planning import CancelSessionForm
from weft.gather.forms.sessions import PlacesForm, SeriesForm, SessionForm, WhenForm
from weft.gather.models import Session
from weft.gather.queries.planning import (
    one_activity,
    one_session,
    places_of,
    totals_of,
    waiting_list,
    with_counts,
)
from weft.gather.recurrence import Moment, Series
from weft.gather.states import SessionState
from weft.gather.told import told_of
from weft.gather.views.parts import names_of
from weft.gather.views.planning import crumbs_to, show
from weft.people.roles.current import account_of, actor_of
from weft.people.views.parts import Crumbs, accepted
from weft.web.methods import form_page
from weft.web.private import private


@private
@form_page
def new(request: HttpRequest, public_id: str) -> HttpResponse:
    activity = one_activity(actor_of(request), public_id)
    form = SessionForm(request.POST if request.method == "POST" else None, told=told_of(activity))
    made: list[Session] = []

    def make() -> None:
        key, start, by = form.cleaned_data["once"], form.local_start, account_of(request)
        made.append(plan_session(activity=activity, local_start=start, by=by, key=key, **form.said()))

    if accepted(form, make):
        messages.success(request, _("The session is planned."))
        return redirect("planning-session", made[0].public_id)
    crumbs = crumbs_to(activity, (_("Plan a session"), ""))
    return show(request, "session_form", crumbs, form=form, activity=activity)


@private
@form_page
def series(request: HttpRequest, public_id: str) -> HttpResponse:
    """First the days are shown as they would be; pressed again there, they are planned."""
    activity = one_activity(actor_of(request), public_id)
    form = SeriesForm(request.POST if request.method == "POST" else None, told=told_of(activity))
    crumbs = crumbs_to(activity, (_("Plan a series"), ""))
    planned: list[Session] = []

    def plan() -> None:
        said = {**form.rule(), **form.said()}
        planned.extend(plan_series(activity=activity, by=account_of(request), **said))

    if "agreed" in request.POST and accepted(form, plan):
        messages.success(request, told(len(planned)))
        return redirect("planning-activity", public_id)
    days = preview(form) if form.is_bound and form.is_valid() else []
    if days:
        sent = [
            (name, value) for name, values in request.POST.lists() for value in values if name in form.fields
        ]
        return show(request, "preview", crumbs, days=days, sent=sent, activity=activity)
    return show(request, "series_form", crumbs, form=form, activity=activity)


def told(many: int) -> str:
    if not many:
        return _("All of these sessions were planned already.")
    return ngettext("%(n)s session is planned.", "%(n)s sessions are planned.", many) % {"n": many}


def preview(form: SeriesForm) -> list[Moment]:
    """The days the series would meet; what is wrong with them is said on the form."""
    said, rule = form.said(), form.rule()
    try:
        return Series(zone=said["zone"], **rule).moments()
    except NotPlannable as refusal:
        form.add_error(None, str(refusal))
        return []


def crumbs_of(session: Session, *more: tuple[str, str]) -> Crumbs:
    here = (
        session.local_start.replace("T", " "),
        reverse("planning-session", args=[session.public_id]) if more else "",
    )
    return crumbs_to(session.activity, here, *more)


@private
@require_safe
def session(request: HttpRequest, public_id: str) -> HttpResponse:
    """Places by kind, how many booked, who waits in which order; no names: those are on the register."""
    found, now = one_session(actor_of(request), public_id), timezone.now()
    context = {
        "session": with_counts(Session.objects.filter(pk=found.pk))
        .select_related("activity__organisation")
        .get(),
        "places": places_of(found, now),
        "queue": waiting_list(found),
        "may_change": found.state == SessionState.PLANNED and found.starts_at > now,
    }
    return show(request, "session", crumbs_of(found), **context)


@private
@form_page
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    found = one_session(actor_of(request), public_id)
    form = WhenForm(request.POST if request.method == "POST" else None, initial=WhenForm.initial_of(found))

    def change_it() -> None:
        change_session(session=found, local_start=form.local_start, by=account_of(request), **form.when())

    if accepted(form, change_it):
        messages.success(request, _("The session was changed. Everybody who booked is told."))
        return redirect("planning-session", public_id)
    crumbs = crumbs_of(found, (_("Change"), ""))
    return show(request, "change_form", crumbs, form=form, session=found)


@private
@form_page
def places(request: HttpRequest, public_id: str) -> HttpResponse:
    found = one_session(actor_of(request), public_id)
    there = totals_of(found)
    names = names_of(found, there) if told_of(found.activity) else None
    form = PlacesForm(request.POST if request.method == "POST" else None, there=there, names=names)

    def change_them() -> None:
        said = form.places()
        total, kept = said["capacities"], said["newcomer_places"]
        change_places(session=found, capacities=total, newcomer_places=kept, by=account_of(request))

    if accepted(form, change_them):
        messages.success(request, _("The places were changed. Those who wait are offered what is free."))
        return redirect("planning-session", public_id)
    return show(request, "places_form", crumbs_of(found, (_("Places"), "")), form=form, session=found)


@private
@form_page
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    found = one_session(actor_of(request), public_id)
    form = CancelSessionForm(request.POST if request.method == "POST" else None, label_suffix="")

    def cancel_it() -> None:
        cancel_session(session=found, because=form.cleaned_data["because"], by=account_of(request))

    if accepted(form, cancel_it):
        messages.success(request, _("The session is cancelled. Everybody who booked or waits is told why."))
        return redirect("planning-session", public_id)
    return show(request, "cancel_form", crumbs_of(found, (_("Cancel"), "")), form=form, session=found)
