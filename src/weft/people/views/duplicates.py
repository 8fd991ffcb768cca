"""Entries that look like one: suggested with a reason, compared side by side, joined, parted again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from weft.people.actions import (
    ask_for_look,
    merge_organisations,
    merge_people,
    note_look,
    note_search,
    say_not_the_same,
    undo_merge,
)
from weft.people.forms.organisations import DecideForm
from weft.people.models import Merge, Organisation, Person
from weft.people.models.duplicates import Kind
from weft.people.queries.comparing import compared, merged_lately, names_of, reasons
from weft.people.queries.duplicates import MODELS, last_look, suggested, why_alike
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import one_visible, visible
from weft.people.views.parts import Crumbs, accepted, acted, show
from weft.web.context import route
from weft.web.methods import form_page
from weft.web.private import private

MOST = 50


def crumbs_of(*more: tuple[str, str]) -> Crumbs:
    return [(_("Duplicates"), route("duplicates") if more else ""), *more]


@private
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """What looks like one, people first; and what was joined lately, to be undone."""
    found = {kind: suggested(kind, MOST) for kind in Kind}
    note_search(found=found[Kind.PERSON][1], by=account_of(request), what="duplicates")
    sections = [
        (kind, [(pair, reasons(pair.reasons)) for pair in pairs], many)
        for kind, (pairs, many) in found.items()
    ]
    done = merged_lately(visible(actor_of(request), "merge.do", Merge))
    context = {"sections": sections, "done": done, "most": MOST, "look": last_look()}
    return show(request, "duplicates", crumbs_of(), **context)


@private
@require_http_methods(["POST"])
def look_again(request: HttpRequest) -> HttpResponse:
    """The tick looks within a minute: comparing everybody is too long to wait for at a page."""
    ask_for_look()
    messages.success(request, _("A new look was asked for. Come back in a minute."))
    return redirect("duplicates")


@private
@form_page
def compare(request: HttpRequest, kind: str, one: str, other: str) -> HttpResponse:
    """Two entries side by side; staff say which remains, or that they are two."""
    first, second = _both(request, kind, one, other)
    is_other = request.method == "POST" and request.POST.get("decision") == "differ"
    if is_other:
        say_not_the_same(one=first, other=second, by=account_of(request))
        messages.success(request, _("They are two. This pair is not suggested again."))
        return redirect("duplicates")
    form = DecideForm(request.POST if request.method == "POST" else None, one=first, other=second)
    made: list[Merge] = []
    if accepted(form, lambda: made.append(_join(request, form, first, second))):
        messages.success(request, _("The two entries are one now."))
        return redirect("merge", made[0].public_id)
    if isinstance(first, Person) and isinstance(second, Person) and request.method == "GET":
        note_look(person=first, by=account_of(request))
        note_look(person=second, by=account_of(request))
    context: dict[str, Any] = {"form": form, "one": first, "other": second, "rows": compared(first, second)}
    context["reasons"] = reasons(why_alike(first, second))
    return show(request, "compare", crumbs_of((_("Compare"), "")), kind=kind, **context)


@private
@require_safe
def merge(request: HttpRequest, public_id: str) -> HttpResponse:
    found = one_visible(actor_of(request), "merge.do", Merge, public_id)
    kept, merged = names_of([found])[0]
    context = {"merge": found, "kept": kept, "merged": merged}
    return show(request, "merge", crumbs_of((_("Joined"), "")), **context)


@private
@require_http_methods(["POST"])
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    found = one_visible(actor_of(request), "merge.do", Merge, public_id)
    by = account_of(request)
    acted(request, lambda: undo_merge(merge=found, by=by), _("Everything is back where it was."))
    return redirect("merge", public_id)


def _both(
    request: HttpRequest, kind: str, one: str, other: str
) -> tuple[Person | Organisation, Person | Organisation]:
    if kind not in Kind.values or one == other:
        raise Http404
    actor = actor_of(request)
    first, second = (one_visible(actor, "merge.do", MODELS[Kind(kind)], each) for each in (one, other))
    return first, second


def _join(request: HttpRequest, form: DecideForm, first: Any, second: Any) -> Merge:
    keeps_first = form.cleaned_data["keep"] == first.public_id
    kept, merged = (first, second) if keeps_first else (second, first)
    by = account_of(request)
    if isinstance(kept, Person):
        return merge_people(kept=kept, merged=merged, by=by, account=form.account_that_remains())
    return merge_organisations(kept=kept, merged=merged, by=by)
