"""Change teams by hand: move somebody, lock a team, say who sits together or apart."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weft.gather.models import Session
from weft.gather.teams.actions.changing import drop_wish, lock_team, move_somebody, wish
from weft.gather.teams.forms import MoveForm, WishForm
from weft.gather.teams.views.parts import crumbs_of, newest, of_session
from weft.people.roles.current import account_of
from weft.people.views.parts import accepted
from weft.web.methods import form_page


@form_page
@of_session
def move(request: HttpRequest, session: Session) -> HttpResponse:
    """One person into another team."""
    seating = newest(session)
    data = request.POST if request.method == "POST" else None
    form = MoveForm(data, session=session, seating=seating, initial={"who": request.GET.get("who", "")})

    def moved() -> None:
        said = form.cleaned_data
        move_somebody(
            seating=seating, mark=said["who"], number=int(said["number"]), team=int(said["team"]),
            by=account_of(request),
        )  # fmt: skip

    if accepted(form, moved):
        messages.success(request, _("Moved."))
        return redirect("teams", session.public_id)
    context = {"form": form, "session": session, "crumbs": crumbs_of(session, (_("Move somebody"), ""))}
    return render(request, "teams/move.html", context)


@require_POST
@of_session
def lock(request: HttpRequest, session: Session) -> HttpResponse:
    """Lock or unlock one team: "<round>-<team>"."""
    for name in ("lock", "unlock"):
        number, _dash, team = request.POST.get(name, "").partition("-")
        if number.isdecimal() and team.isdecimal() and len(number) + len(team) < 7:
            lock_team(
                seating=newest(session), number=int(number), team=int(team), locked=name == "lock",
                by=account_of(request),
            )  # fmt: skip
            return redirect("teams", session.public_id)
    messages.error(request, _("Nothing was done. Press one of the buttons of this page."))
    return redirect("teams", session.public_id)


@form_page
@of_session
def wishes(request: HttpRequest, session: Session) -> HttpResponse:
    """Two people together or apart from the next making on."""
    seating = newest(session)
    form = WishForm(request.POST if request.method == "POST" else None, session=session)

    def wished() -> None:
        said = form.cleaned_data
        wish(
            seating=seating, marks=[said["one"], said["other"]], together=said["how"] == "together",
            by=account_of(request),
        )  # fmt: skip

    if accepted(form, wished):
        messages.success(request, _("Noted. Make the teams right to follow it."))
        return redirect("teams", session.public_id)
    context = {"form": form, "session": session, "crumbs": crumbs_of(session, (_("Together or apart"), ""))}
    return render(request, "teams/wishes.html", context)


@require_POST
@of_session
def unwish(request: HttpRequest, session: Session) -> HttpResponse:
    """Forget a wish about two people: "<mark> <mark>"."""
    drop_wish(seating=newest(session), marks=request.POST.get("pair", "").split(), by=account_of(request))
    messages.success(request, _("Forgotten."))
    return redirect("teams", session.public_id)
