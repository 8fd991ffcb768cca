"""The coordinator's page of one pair: how it stands, its meetings, and what can be done for the two."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from weft.gather.pairing import actions, letters, words
from weft.gather.pairing.forms import EndForm, LogForm
from weft.gather.pairing.models import FIRST, SECOND, Match, Meeting
from weft.gather.pairing.queries.board import COORDINATE, row_of
from weft.gather.pairing.views.parts import say_nothing_was_done, site_of, staff_crumbs, try_to, write_down
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import one_visible, visible
from weft.web.methods import form_page


@form_page
def pair(request: HttpRequest, public_id: str) -> HttpResponse:
    match = one_visible(actor_of(request), COORDINATE, Match, public_id)
    if request.method == "POST":
        _do(request, match)
        return redirect("pair-page", public_id)
    meetings = visible(actor_of(request), COORDINATE, Meeting).filter(match=match)
    said = {
        "row": row_of(match),
        "match": match,
        "pool": match.first.pool,
        "sides": [(side, side.person, letters.address_of(side.person)) for side in letters.both(match)],
        "meetings": [(one, words.place(one.area) if one.area else "") for one in meetings],
        "why": words.why_ended(match.ended_because),
        "crumbs": staff_crumbs(_board(match), (_("Pair"), "")),
    }
    return render(request, "pairing/pair.html", said)


def _do(request: HttpRequest, match: Match) -> None:
    by, what = account_of(request), request.POST.get("do", "")
    steps: dict[str, tuple[Callable[[], object], str]] = {
        "accept-first": (lambda: _accept(request, match, FIRST), _("Noted that they said yes.")),
        "accept-second": (lambda: _accept(request, match, SECOND), _("Noted that they said yes.")),
        "withdraw": (lambda: actions.withdraw(match=match, by=by), _("Taken back.")),
        "pause": (lambda: actions.pause_match(match=match, by=by), _("Paused.")),
        "resume": (lambda: actions.resume_match(match=match, by=by), _("They meet again.")),
        "confirm": (
            lambda: _of_meeting(request, match, actions.confirm_meeting),
            _("Confirmed and counted."),
        ),
        "dispute": (lambda: _of_meeting(request, match, actions.dispute_meeting), _("Cleared.")),
    }
    if what not in steps:
        return say_nothing_was_done(request)
    try_to(request, *steps[what])
    return None


def _accept(request: HttpRequest, match: Match, side: str) -> None:
    actions.accept(match=match, side=side, by=account_of(request), site=site_of(request))


def _of_meeting(request: HttpRequest, match: Match, action: Callable[..., Meeting]) -> None:
    action(meeting=_meeting(request, match, request.POST.get("meeting", "")), by=account_of(request))


def _meeting(request: HttpRequest, match: Match, number: str) -> Meeting:
    rows = visible(actor_of(request), COORDINATE, Meeting).filter(match=match)
    found = rows.filter(number=number).first() if number.isdecimal() and len(number) <= len("9999") else None
    if found is None:
        raise Http404
    return found


@form_page
def meeting(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Write a meeting down for the two, who told it in another way."""
    match = one_visible(actor_of(request), COORDINATE, Match, public_id)
    found = _meeting(request, match, str(number))
    form = LogForm(request.POST) if request.method == "POST" else LogForm()
    site = site_of(request)
    if (
        form.is_bound
        and form.is_valid()
        and write_down(form, found, side="", by=account_of(request), site=site)
    ):
        messages.success(request, _("Written down. It is counted once it is confirmed."))
        return redirect("pair-page", public_id)
    crumbs = staff_crumbs(_board(match), _page(match), (_("Write it down"), ""))
    said = {"form": form, "number": number, "match": match, "crumbs": crumbs}
    return render(request, "pairing/log.html", said)


@form_page
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    match = one_visible(actor_of(request), COORDINATE, Match, public_id)
    form = EndForm(request.POST) if request.method == "POST" else EndForm()
    if form.is_bound and form.is_valid():
        because = form.cleaned_data["because"]
        ended = lambda: actions.end_match(match=match, because=because, by=account_of(request))  # noqa: E731
        try_to(request, ended, _("The pair has ended."))
        return redirect("pair-page", public_id)
    crumbs = staff_crumbs(_board(match), _page(match), (_("End it"), ""))
    return render(request, "pairing/end.html", {"form": form, "match": match, "crumbs": crumbs})


def _board(match: Match) -> tuple[str, str]:
    pool = match.first.pool
    return pool.title, reverse("pair-board", args=[pool.public_id])


def _page(match: Match) -> tuple[str, str]:
    return _("Pair"), reverse("pair-page", args=[match.public_id])
