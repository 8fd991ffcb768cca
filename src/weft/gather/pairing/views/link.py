"""The pages of a pair's link: say yes or no, write meetings down, confirm them, pause, go on, end. No account.

Opening a page changes nothing (mail programs open links by themselves); every step is a button.
"""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from weft.gather.pairing import actions
from weft.gather.pairing.errors import PairingRefused
from weft.gather.pairing.forms import AcceptForm, EndOwnForm, LogForm, MoreForm
from weft.gather.pairing.links import Side, side_of
from weft.gather.pairing.models import SHOWN_MATCH, Meeting
from weft.gather.pairing.queries.mine import seen_by
from weft.gather.pairing.views.parts import site_of, try_to, write_down
from weft.web.methods import form_page


@never_cache
@form_page
def pair(request: HttpRequest, word: str) -> HttpResponse:
    """One's pair as it stands."""
    side = _side(word)
    if request.method == "POST":
        _do(request, side)
        return redirect("pair-link", word)
    if side.match.state not in SHOWN_MATCH:
        return render(request, "pairing/link_over.html", {"word": word})
    said = {"seen": seen_by(side), "match": side.match, "word": word, "form": AcceptForm()}
    return render(request, "pairing/link.html", said)


def _do(request: HttpRequest, side: Side) -> None:
    match, by, what = side.match, side.person, request.POST.get("do", "")
    steps: dict[str, tuple[Callable[[], object], str]] = {
        "accept": (lambda: _accept(request, side), _("You said yes. We write to you when both of you have.")),
        "decline": (
            lambda: actions.decline(match=match, side=side.name, by=by),
            _("You said no. You keep your place in the queue."),
        ),
        "pause": (lambda: actions.pause_match(match=match, by=by), _("Paused. Come back here when you can.")),
        "resume": (lambda: actions.resume_match(match=match, by=by), _("Welcome back.")),
        "confirm": (lambda: _confirm(request, side), _("Thank you. It is confirmed and counted.")),
        "dispute": (
            lambda: actions.dispute_meeting(meeting=_meeting(side, _number(request)), by=by),
            _("What was written down is cleared. Write down how it was."),
        ),
    }
    if what not in steps:
        raise Http404
    try_to(request, *steps[what])


def _accept(request: HttpRequest, side: Side) -> None:
    tells = request.POST.get("tells_address") == "on"
    yes = {"side": side.name, "site": site_of(request)}
    actions.accept(match=side.match, by=side.person, tells_address=tells, **yes)


def _confirm(request: HttpRequest, side: Side) -> None:
    actions.confirm_meeting(meeting=_meeting(side, _number(request)), side=side.name, by=side.person)


@never_cache
@form_page
def meeting(request: HttpRequest, word: str, number: int) -> HttpResponse:
    """Write a planned meeting down."""
    side = _side(word)
    found = _meeting(side, number)
    form = LogForm(request.POST) if request.method == "POST" else LogForm()
    site = site_of(request)
    if (
        form.is_bound
        and form.is_valid()
        and write_down(form, found, side=side.name, by=side.person, site=site)
    ):
        messages.success(request, _("Thank you. It is written down."))
        return redirect("pair-link", word)
    said = {"form": form, "number": number, "word": word, "crumbs": _crumbs(word, _("Write it down"))}
    return render(request, "pairing/log.html", said)


@never_cache
@form_page
def more(request: HttpRequest, word: str) -> HttpResponse:
    """Go on beyond what was planned."""
    side = _side(word)
    form = MoreForm(request.POST) if request.method == "POST" else MoreForm()
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            actions.plan_more(match=side.match, number=given["number"], key=given["key"], by=side.person)
        except PairingRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("You go on. We have added the times."))
            return redirect("pair-link", word)
    said = {"form": form, "word": word, "crumbs": _crumbs(word, _("Go on meeting"))}
    return render(request, "pairing/more.html", said)


@never_cache
@form_page
def end(request: HttpRequest, word: str) -> HttpResponse:
    """End one's pair, and if wished never see the other again."""
    side = _side(word)
    form = EndOwnForm(request.POST) if request.method == "POST" else EndOwnForm()
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        ended = try_to(
            request,
            lambda: actions.end_match(match=side.match, because=given["because"], by=side.person),
            _("Your pair has ended. Thank you."),
        )
        if ended and given["never_again"] and side.person and side.other.person:
            actions.block(person=side.person, other=side.other.person, by=side.person)
        return redirect("pair-link", word)
    said = {"form": form, "word": word, "crumbs": _crumbs(word, _("End it"))}
    return render(request, "pairing/end.html", said)


def _side(word: str) -> Side:
    found = side_of(word)
    if found is None:
        raise Http404
    return found


def _number(request: HttpRequest) -> int:
    given = request.POST.get("meeting", "")
    return int(given) if given.isdecimal() and len(given) <= len("9999") else 0


def _meeting(side: Side, number: int) -> Meeting:
    rows = Meeting.objects.unscoped("a meeting of one's own pair").filter(match=side.match)
    found = rows.filter(number=number).first() if number < 10_000 else None
    if found is None:
        raise Http404
    return found


def _crumbs(word: str, here: str) -> list[tuple[str, str]]:
    return [(_("Your pair"), reverse("pair-link", args=[word])), (here, "")]
