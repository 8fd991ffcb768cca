"""Make teams, look at them, use them, make them right, print them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from weft.gather.models import Session
from weft.gather.teams.actions.making import make_seating, seat_again, use_seating
from weft.gather.teams.forms import MeetingsForm, TeamsForm
from weft.gather.teams.queries.printing import sheets
from weft.gather.teams.queries.seating import current, shown
from weft.gather.teams.rules import is_frozen
from weft.gather.teams.views.parts import crumbs_of, newest, of_session
from weft.gather.teams.who import roles_of, sitters
from weft.people.roles.current import account_of
from weft.people.views.parts import accepted
from weft.web.methods import form_page


@require_safe
@of_session
def teams(request: HttpRequest, session: Session) -> HttpResponse:
    """The teams of a session and why they are even; or how to begin."""
    found, now = current(session), timezone.now()
    context = {
        "session": session,
        "shown": shown(found, now) if found else None,
        "people": sum(one.size for one in sitters(session)),
        "has_sides": len([role for role in roles_of(session) if role]) > 1,
        "is_frozen": is_frozen(session, now),
        "crumbs": crumbs_of(session),
    }
    return render(request, "teams/teams.html", context)


@form_page
@of_session
def new(request: HttpRequest, session: Session) -> HttpResponse:
    return _made(request, session, TeamsForm, "teams/new.html")


@form_page
@of_session
def meetings(request: HttpRequest, session: Session) -> HttpResponse:
    return _made(request, session, MeetingsForm, "teams/meetings.html")


def _made(
    request: HttpRequest, session: Session, of: type[TeamsForm] | type[MeetingsForm], page: str
) -> HttpResponse:
    form = of(request.POST if request.method == "POST" else None, session=session)

    def make() -> None:
        make_seating(
            session=session, wanted=form.wanted(), key=form.cleaned_data["once"], by=account_of(request)
        )

    if accepted(form, make):
        return redirect("teams", session.public_id)
    context = {"form": form, "session": session, "crumbs": crumbs_of(session, (_("Make teams"), ""))}
    return render(request, page, context)


@require_POST
@of_session
def use(request: HttpRequest, session: Session) -> HttpResponse:
    use_seating(seating=newest(session), by=account_of(request))
    messages.success(request, _("These are the teams. You can print them."))
    return redirect("teams", session.public_id)


@require_POST
@of_session
def again(request: HttpRequest, session: Session) -> HttpResponse:
    """For those who are there now: as few people as possible sit elsewhere."""
    said = request.POST.get("held", "")
    held = int(said) if said.isdecimal() and len(said) < 3 else 0
    found = seat_again(seating=newest(session), held=held, by=account_of(request))
    moved = len(found.verdict.get("moved", []))
    words = ngettext(
        "The teams are right. %(n)s seat changed.", "The teams are right. %(n)s seats changed.", moved
    )
    messages.success(
        request, words % {"n": moved} if moved else _("The teams are right. Nobody had to move.")
    )
    return redirect("teams", session.public_id)


@require_safe
@of_session
def printed(request: HttpRequest, session: Session) -> HttpResponse:
    """A list for the door, and a page a team."""
    found = sheets(newest(session), timezone.now())
    crumbs = crumbs_of(session, (_("Print"), ""))
    return render(request, "teams/print.html", {"sheets": found, "session": session, "crumbs": crumbs})
