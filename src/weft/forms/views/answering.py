"""One page after another: show it, keep what was given, go on to where the answers lead."""

from csp.constants import SELF
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_safe

from weft.forms.actions.responses import NoLongerOpen, SavedElsewhere
from weft.forms.pages.asking import FIND, PageForm
from weft.forms.pages.plan import Page
from weft.forms.pages.route import sections
from weft.forms.queries.owners import has_co_editors, owners_of
from weft.forms.rules import SAVE_TRIES
from weft.forms.uploads import AnswerUpload
from weft.forms.views.answering_lists import list_page
from weft.forms.views.keeping import Sent, clashes, keep, refusals
from weft.forms.views.opened import Opened, answering, route_of
from weft.forms.views.showing import counts_words, page_context
from weft.forms.views.unanswered import unanswered
from weft.web.methods import form_page


@require_safe
@answering
def hub(opened: Opened) -> HttpResponse:
    """The sections of a long form; a short one goes straight to its next page."""
    if not opened.route.has_hub:
        return redirect(_onward(opened))
    owners = {section: person.name for section, person in owners_of(opened.response).items()}
    found = sections(opened.route, opened.filling, owners)
    told = {"sections": found, "is_shared": has_co_editors(opened.response)}
    return opened.shown("hub", {**told, "done": opened.route.first_open() is None})


def _onward(opened: Opened) -> str:
    page = opened.route.first_open()
    return opened.page_address(page) if page else opened.address("answer-check")


@csrf_exempt  # checked in `_page`, once the upload knows how much it may take
@form_page
def page(request: HttpRequest, public_id: str, ident: str) -> HttpResponse:
    request.upload_handlers = [AnswerUpload(request)]
    return _page(request, public_id, ident)


@csrf_protect
def _page(request: HttpRequest, public_id: str, ident: str) -> HttpResponse:
    return _answered(request, public_id, ident)


@answering
def _answered(opened: Opened, ident: str) -> HttpResponse:
    with opened.spoken():  # what we add to the form's words, and what we say of an answer
        return _shown_or_received(opened, ident)


def _shown_or_received(opened: Opened, ident: str) -> HttpResponse:
    found = opened.route.find(ident)
    if found is None:
        return _off_route(opened)
    if found.is_list:
        return list_page(opened, found)
    if opened.request.method != "POST":
        shown = _unanswered(opened, found) or _shown(opened, found, PageForm(found, opened.filling))
        opened.hold(opened.kept)
        return shown
    return _received(opened, found)


def _off_route(opened: Opened) -> HttpResponse:
    """A page that other answers took off the route, by the back button: on to where the form stands now."""
    if not opened.route.pages:
        raise Http404
    messages.info(opened.request, _("That question is not asked any more. Go on here."))
    return redirect(_onward(opened))


def _received(opened: Opened, found: Page) -> HttpResponse:
    post, files = opened.request.POST, opened.request.FILES
    form, sent = PageForm(found, opened.filling, post, files), Sent.of(post)
    if any(name.endswith(FIND) and f"{name}--go" in post for name in form.fields):
        return _shown(opened, found, form, is_searching=True)
    if not form.is_valid():
        return redirect(opened.address("answer-later")) if sent.is_later else _shown(opened, found, form)
    if met := clashes(opened, form, sent):
        return _shown(opened, found, form, clashing=met, status=409)
    if refusals(opened, form) and not sent.is_later:
        return _shown(opened, found, form)
    try:
        keep(opened, form, sent)
    except SavedElsewhere:
        return _again(opened, found)
    except NoLongerOpen:
        return redirect("answer-hub", opened.response.public_id)
    onward = _next(opened, found, sent)
    opened.hold(opened.kept_now)
    return redirect(onward)


def _again(opened: Opened, found: Page) -> HttpResponse:
    """Somebody saved in the same moment: read what they saved and put these answers to it, a few times."""
    opened.read_again()
    if opened.tries > SAVE_TRIES:
        raise SavedElsewhere
    page_now = opened.route.find(found.ident)
    return _received(opened, page_now) if page_now else _off_route(opened)


def _next(opened: Opened, found: Page, sent: Sent) -> str:
    """Where the answers lead now: back to the check, to questions that came up on this page, or on."""
    if sent.is_later:
        return opened.address("answer-later")
    route = route_of(opened.filling, opened.kept_now)
    here = route.find(found.ident)
    if here and set(here.refs) - set(found.refs):
        return opened.page_address(here, checking=sent.is_checking)
    if sent.is_checking:
        open_page = route.first_open()
        return opened.page_address(open_page, checking=True) if open_page else opened.address("answer-check")
    onward = route.after(here) if here else route.first_open()
    if route.has_hub and (onward is None or onward.section != found.section):
        return opened.address("answer-hub")
    return opened.page_address(onward) if onward else opened.address("answer-check")


def _unanswered(opened: Opened, found: Page) -> HttpResponse | None:
    shown = unanswered(opened, found)
    return _with_counter(shown) if shown and counts_words(opened, found) else shown


def _with_counter(shown: HttpResponse) -> HttpResponse:
    """The page may run our own counter of words, and nothing else (django-csp)."""
    shown._csp_update = {"script-src": [SELF]}  # type: ignore[attr-defined]
    return shown


def _shown(
    opened: Opened,
    found: Page,
    form: PageForm,
    *,
    clashing: tuple[object, ...] = (),
    is_searching: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = page_context(opened, found, form)
    shown = opened.shown(
        "page", {**context, "clashing": clashing, "is_searching": is_searching}, status=status
    )
    return _with_counter(shown) if context["counts_words"] else shown
