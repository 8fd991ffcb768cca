"""Several of a kind: the list so far, add another, change one, remove one."""

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from weft.forms.actions.attachments import move_up_files
from weft.forms.actions.responses import SavedElsewhere, save_answers
from weft.forms.engine import FillingError
from weft.forms.pages.plan import Page, instances_of, label_of
from weft.forms.queries.own import answer_words, place_of
from weft.forms.rules import REPEATS_MOST
from weft.forms.views.opened import Opened, route_of
from weft.forms.views.showing import back_address, instance_label

TOLD_MOST = 2  # answers that name one of the list


@dataclass(frozen=True)
class One:
    """One of the list: where it is changed, and what it is called."""

    number: int
    label: str
    told: str
    change: str


def list_page(opened: Opened, page: Page, error: str = "") -> HttpResponse:
    if opened.request.method == "POST" and not error:
        return _received(opened, page)
    checking = "check" in (opened.request.GET.get("from"), opened.request.POST.get("from"))
    ones = list_so_far(opened, page)
    return opened.shown(
        "list",
        {
            "page": page,
            "ones": ones,
            "error": error,
            "label": label_of(opened.filling, page.group) if page.group else "",
            "is_full": len(ones) >= REPEATS_MOST,
            "back": back_address(opened, page, checking=checking),
            "checking": checking,
            "revision": opened.response.revision,
        },
    )


def list_so_far(opened: Opened, page: Page) -> list[One]:
    refs = instances_of(opened.filling, page.ref)
    return [_one(opened, ref, number) for number, ref in enumerate(refs, 1)]


def _one(opened: Opened, ref: str, number: int) -> One:
    inside = [each for each in opened.route.pages if each.inside == ref or each.inside.startswith(f"{ref}/")]
    answers = [
        words
        for each in inside
        for question, here in zip(each.questions, each.refs, strict=True)
        if (words := answer_words(opened.filling, place_of(question, here)))
    ]
    label = instance_label(opened, ref) or _("Number %(number)s") % {"number": number}
    change = opened.page_address(inside[0]) if inside else ""
    return One(number, label, " · ".join(answers[:TOLD_MOST]), change)


def _received(opened: Opened, page: Page) -> HttpResponse:
    post = opened.request.POST
    if removed := post.get("remove", ""):
        return _remove(opened, page, removed)
    if "later" in post:
        return redirect(opened.address("answer-later"))
    if post.get("another") == "yes":
        return _add(opened, page)
    if post.get("another") == "no":
        return _go_on(opened, page)
    return list_page(opened, page, _("Choose yes to add another, or no to go on"))


def _add(opened: Opened, page: Page) -> HttpResponse:
    if len(list_so_far(opened, page)) >= REPEATS_MOST:
        return list_page(opened, page, _("No more can be added here. Choose no to go on"))
    try:
        ref = opened.filling.add(page.ref)
    except FillingError:
        return list_page(opened, page, _("No more can be added here. Choose no to go on"))
    _save(opened, page)
    route = route_of(opened.filling, opened.kept)
    first = next(
        (each for each in route.pages if each.inside == ref or each.inside.startswith(f"{ref}/")), page
    )
    return redirect(opened.page_address(first, checking=_is_checking(opened.request)))


def _remove(opened: Opened, page: Page, number: str) -> HttpResponse:
    there = {str(one.number) for one in list_so_far(opened, page)}
    if number in there and opened.request.POST.get("revision") == str(opened.response.revision):
        opened.filling.remove(page.ref, int(number))
        with transaction.atomic():
            if _save(opened, page):
                move_up_files(response=opened.response, repeat=page.ref, removed=int(number))
    return redirect(opened.page_address(page, checking=_is_checking(opened.request)))


def _go_on(opened: Opened, page: Page) -> HttpResponse:
    _save(opened, page)
    if _is_checking(opened.request):
        return redirect("answer-check", opened.response.public_id)
    onward = opened.route.after(page)
    if opened.route.has_hub and (onward is None or onward.section != page.section):
        return redirect("answer-hub", opened.response.public_id)
    return redirect(opened.page_address(onward) if onward else opened.address("answer-check"))


def _is_checking(request: HttpRequest) -> bool:
    return request.POST.get("from") == "check"


def _save(opened: Opened, page: Page) -> bool:
    """Adding and removing is not merged: whoever comes second sees the list anew."""
    try:
        response = opened.response
        save_answers(
            response=response,
            filling=opened.filling,
            revision=response.revision,
            page=page.ident,
            by=opened.by,
        )
    except SavedElsewhere:
        opened.read_again()
        return False
    return True
