"""Activities of a host: the list, making one, its page, changing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weft.gather.actions.sessions import change_activity, make_activity
from weft.gather.forms.planning import ActivityForm
from weft.gather.models import Activity, Session
from weft.gather.queries.planning import activities, hosts, one_activity, with_counts
from weft.gather.queries.programmes import programmes_planned
from weft.people.roles.current import account_of, actor_of
from weft.people.views.parts import Crumbs, accepted, page_of
from weft.web.methods import form_page
from weft.web.private import private


def crumbs_to(activity: Activity | None, *more: tuple[str, str]) -> Crumbs:
    first = [(_("Activities"), reverse("planning"))]
    if activity is not None:
        first.append(
            (activity.title, reverse("planning-activity", args=[activity.public_id]) if more else "")
        )
    return [*first, *more]


def show(request: HttpRequest, template: str, crumbs: Crumbs, **context: Any) -> HttpResponse:
    return render(request, f"gather/planning/{template}.html", {"crumbs": crumbs, **context})


def made_activity(request: HttpRequest, form: ActivityForm, **also: Any) -> Activity | None:
    """The activity a form was filled in for, when it is right. also: what the form does not ask."""
    made: list[Activity] = []

    def make() -> None:
        said, about = form.cleaned_data, {**form.about_it(), **also}
        told = {"organisation": said["organisation"], "title": said["title"], "key": said["once"]}
        made.append(make_activity(**told, **about, by=account_of(request)))

    if not accepted(form, make):
        return None
    messages.success(request, _("%(title)s was added. Plan when it takes place.") % {"title": made[0].title})
    return made[0]


@private
@require_safe
def planning(request: HttpRequest) -> HttpResponse:
    page = page_of(request, activities(actor_of(request), timezone.now()))
    programmes = programmes_planned(actor_of(request))
    return show(request, "activities", [(_("Activities"), "")], page=page, programmes=programmes)


@private
@form_page
def new(request: HttpRequest) -> HttpResponse:
    there = hosts(actor_of(request))
    only = there[0].public_id if len(there[:2]) == 1 else ""
    form = ActivityForm(
        request.POST if request.method == "POST" else None, hosts=there, initial={"organisation": only}
    )
    made = made_activity(request, form)
    if made is not None:
        return redirect("planning-activity", made.public_id)
    return show(request, "activity_form", crumbs_to(None, (_("Add an activity"), "")), form=form)


@private
@require_safe
def activity(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is said about it, the sessions to come, and those of before."""
    found = one_activity(actor_of(request), public_id)
    sessions, now = with_counts(Session.objects.filter(activity=found)), timezone.now()
    context = {
        "activity": found,
        "ahead": sessions.filter(ends_at__gt=now).order_by("starts_at", "pk")[:200],
        "before": sessions.filter(ends_at__lte=now).order_by("-starts_at", "pk")[:20],
    }
    return show(request, "activity", crumbs_to(found), **context)


@private
@form_page
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    found = one_activity(actor_of(request), public_id)
    form = ActivityForm(
        request.POST if request.method == "POST" else None,
        hosts=hosts(actor_of(request)),
        initial=ActivityForm.initial_of(found),
    )
    del form.fields["organisation"]

    def change_it() -> None:
        about = form.about_it()
        change_activity(activity=found, title=form.cleaned_data["title"], by=account_of(request), **about)

    if accepted(form, change_it):
        messages.success(request, _("The details were changed."))
        return redirect("planning-activity", public_id)
    return show(request, "activity_form", crumbs_to(found, (_("Change"), "")), form=form, activity=found)
