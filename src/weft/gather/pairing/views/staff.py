"""The coordinator's pages of a pool: the list, the board, decisions, people put in and taken out."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from weft.gather.pairing import actions
from weft.gather.pairing.errors import PairingRefused
from weft.gather.pairing.forms import EnterForm
from weft.gather.pairing.models import Entry, Match, MatchState, Pool
from weft.gather.pairing.profiles import has_profile
from weft.gather.pairing.queries import board
from weft.gather.pairing.queries.board import COORDINATE
from weft.gather.pairing.views.parts import say_nothing_was_done, site_of, staff_crumbs, try_to
from weft.people.models import Person
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import one_visible, visible
from weft.web.methods import form_page


@require_safe
def pools(request: HttpRequest) -> HttpResponse:
    """The pools somebody coordinates."""
    said = {
        "pools": board.pools(actor_of(request)),
        "to_open": board.pools_to_open(actor_of(request)),
        "crumbs": [*staff_crumbs()[:1], (_("Pairs"), "")],
    }
    return render(request, "pairing/pools.html", said)


@require_POST
def open_pool(request: HttpRequest, edition: str, key: str) -> HttpResponse:
    """Open a pool the blueprint of a programme names; one that is open already is shown."""
    there = visible(actor_of(request), COORDINATE, Pool).filter(edition__public_id=edition, key=key).first()
    if there is not None:
        return redirect("pair-board", there.public_id)
    to_open = board.pools_to_open(actor_of(request))
    found = next((one for one in to_open if (one.edition.public_id, one.key) == (edition, key)), None)
    if found is None:
        raise Http404
    made = actions.open_pool(edition=found.edition, key=key, by=account_of(request))
    messages.success(request, _("The pool is open. People find it under “My pairs”."))
    return redirect("pair-board", made.public_id)


@require_safe
def board_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """The match board: suggestions with reasons, what waits, who is alone and why."""
    pool = one_visible(actor_of(request), COORDINATE, Pool, public_id)
    said = {
        "pool": pool,
        "board": board.board(actor_of(request), pool),
        "crumbs": staff_crumbs((pool.title, "")),
    }
    return render(request, "pairing/board.html", said)


@require_POST
def suggest_pairs(request: HttpRequest, public_id: str) -> HttpResponse:
    pool = one_visible(actor_of(request), COORDINATE, Pool, public_id)
    made = actions.suggest(pool=pool, by=account_of(request))
    said = ngettext("%(n)s pair is suggested.", "%(n)s pairs are suggested.", len(made)) % {"n": len(made)}
    messages.success(request, said if made else _("No two people of this pool suit each other now."))
    return redirect("pair-board", public_id)


@require_POST
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Approve or take back one suggestion, or approve all of them."""
    pool = one_visible(actor_of(request), COORDINATE, Pool, public_id)
    approved, withdrawn = request.POST.get("approve", ""), request.POST.get("withdraw", "")
    waiting = visible(actor_of(request), COORDINATE, Match).filter(first__pool=pool)
    if approved == "all":
        _approve_all(request, list(waiting.filter(state=MatchState.SUGGESTED)))
        return redirect("pair-board", public_id)
    match = waiting.filter(public_id=approved or withdrawn).first()
    if match is None:
        say_nothing_was_done(request)
    elif approved:
        try_to(request, lambda: _approve(request, match), _("Both were written to."))
    else:
        try_to(request, lambda: actions.withdraw(match=match, by=account_of(request)), _("Taken back."))
    return redirect("pair-board", public_id)


def _approve(request: HttpRequest, match: Match) -> None:
    actions.approve(match=match, by=account_of(request), site=site_of(request))


def _approve_all(request: HttpRequest, matches: list[Match]) -> None:
    done = 0
    for match in matches:
        try:
            _approve(request, match)
            done += 1
        except PairingRefused as refused:
            messages.error(request, str(refused))
    said = ngettext("%(n)s pair was approved.", "%(n)s pairs were approved.", done) % {"n": done}
    messages.success(request, said)


@form_page
def enter(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put somebody into the pool who agreed to be matched, found by their e-mail address."""
    pool = one_visible(actor_of(request), COORDINATE, Pool, public_id)
    form = EnterForm(pool, request.POST) if request.method == "POST" else EnterForm(pool)
    if form.is_bound and form.is_valid() and _enter(request, form, pool):
        messages.success(request, _("They are in the pool now."))
        return redirect("pair-board", public_id)
    board_link = (pool.title, request.path.removesuffix("/enter"))
    said = {"form": form, "pool": pool, "crumbs": staff_crumbs(board_link, (_("Put somebody in"), ""))}
    return render(request, "pairing/enter.html", said)


def _enter(request: HttpRequest, form: EnterForm, pool: Pool) -> bool:
    """The same answer for nobody of this address and for somebody who did not agree to be matched."""
    given = form.cleaned_data
    rows = Person.objects.unscoped("somebody who agreed to be matched, by their exact address")
    person = rows.filter(email__iexact=given["email"], merged_into=None, erased_at=None).first()
    if person is None or not has_profile(person.pk):
        form.add_error("email", _("Ask them to fill in their matching profile first, with this address"))
        return False
    told = {"side": given["side"], "places": given["places"], "key": given["key"]}
    try:
        actions.enter_pool(pool=pool, person=person, **told, by=account_of(request))
    except PairingRefused as refused:
        form.add_error(None, str(refused))
        return False
    return True


@require_POST
def entry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Clear, pause, let back in or let go somebody of a pool."""
    found = one_visible(actor_of(request), COORDINATE, Entry, public_id)
    steps: dict[str, tuple[Callable[..., Entry], str]] = {
        "clear": (actions.clear_entry, _("They wait for a match now.")),
        "pause": (actions.pause_entry, _("Paused: they keep their place in the queue.")),
        "resume": (actions.resume_entry, _("They are back in the queue.")),
        "leave": (actions.leave_pool, _("They left the pool.")),
    }
    step = steps.get(request.POST.get("do", ""))
    if step is None:
        say_nothing_was_done(request)
    else:
        try_to(request, lambda: step[0](entry=found, by=account_of(request)), step[1])
    return redirect("pair-board", found.pool.public_id)
