"""A resident's own pairs: which pools they are in, whom they meet, and joining a pool."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from weft.gather.pairing import actions, rules
from weft.gather.pairing.errors import PairingRefused
from weft.gather.pairing.forms import JoinForm
from weft.gather.pairing.models import Entry
from weft.gather.pairing.profiles import has_profile
from weft.gather.pairing.queries.mine import OWN, own_blocks, own_entries, own_pairs, pools_to_join
from weft.gather.pairing.views.parts import say_nothing_was_done, try_to
from weft.people.mine import own_person
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import one_visible
from weft.web.context import route
from weft.web.methods import form_page


@never_cache
@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    person = own_person(request)
    if person is None:
        raise Http404
    said = {
        "pairs": own_pairs(actor_of(request)),
        "entries": own_entries(actor_of(request)),
        "pools": pools_to_join(person),
        "has_profile": has_profile(person.pk),
        "blocks": [(one, rules.first_name(one.other.name)) for one in own_blocks(actor_of(request))],
        "crumbs": [(_("My data"), route("my-data")), (_("My pairs"), "")],
    }
    return render(request, "pairing/mine.html", said)


@never_cache
@form_page
def join(request: HttpRequest, public_id: str) -> HttpResponse:
    person = own_person(request)
    pools = {pool.public_id: pool for pool in pools_to_join(person)} if person else {}
    pool = pools.get(public_id)
    if pool is None or person is None:
        raise Http404
    form = JoinForm(pool, request.POST) if request.method == "POST" else JoinForm(pool)
    if form.is_bound and form.is_valid():
        try:
            actions.enter_pool(pool=pool, person=person, **form.cleaned_data, by=account_of(request))
        except PairingRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("You are in. We write to you when we find somebody."))
            return redirect("my-pairs")
    crumbs = [(_("My pairs"), reverse("my-pairs")), (_("Join"), "")]
    said = {"form": form, "pool": pool, "has_profile": has_profile(person.pk), "crumbs": crumbs}
    return render(request, "pairing/join.html", said)


@never_cache
@require_POST
def entry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Pause, come back, or leave."""
    found = one_visible(actor_of(request), OWN, Entry, public_id)
    steps: dict[str, tuple[Callable[..., Entry], str]] = {
        "pause": (actions.pause_entry, _("Paused. You keep your place in the queue.")),
        "resume": (actions.resume_entry, _("You are back in the queue.")),
        "leave": (actions.leave_pool, _("You left. What you did together stays counted, without your name.")),
    }
    step = steps.get(request.POST.get("do", ""))
    if step is None:
        say_nothing_was_done(request)
    else:
        try_to(request, lambda: step[0](entry=found, by=account_of(request)), step[1])
    return redirect("my-pairs")


@never_cache
@require_POST
def let_meet(request: HttpRequest, number: int) -> HttpResponse:
    """Take back that one is never to be paired with somebody. Nobody is told."""
    person = own_person(request)
    found = next((one for one in own_blocks(actor_of(request)) if one.pk == number), None)
    if person is None or found is None:
        raise Http404
    said = _("Taken back. You may be suggested for each other again.")
    try_to(request, lambda: actions.unblock(person=person, block=found, by=account_of(request)), said)
    return redirect("my-pairs")
