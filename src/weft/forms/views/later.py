"""Come back later: the code, once; the language of the form."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from weft.forms.access import ANSWER, let_in, let_out
from weft.forms.actions.responses import SavedElsewhere, give_return_code, save_answers
from weft.forms.codes import digest_of, grouped, plain_code
from weft.forms.models import Response
from weft.forms.purposes import purpose_of
from weft.forms.states import Mode, ResponseState
from weft.forms.views.opened import Opened, answering
from weft.people.accounts.limits import TooMany, count_try, visitor
from weft.people.roles.current import actor_of
from weft.people.roles.policy import visible
from weft.web.methods import form_page

SHOWN_ONCE = "forms.code"  # key of the session: the code, until the next page has shown it
LIMIT = "return codes of a visitor"


@form_page
@answering
def later(opened: Opened) -> HttpResponse:
    """Ask for a code; the page after shows it once."""
    session = opened.request.session
    if opened.request.method == "POST":
        if "leave" in opened.request.POST:
            _leave(opened)
            return redirect("form-return")
        if not _takes_code(opened):
            return redirect("answer-later", opened.response.public_id)
        code = give_return_code(response=opened.response, by=opened.by)
        session[SHOWN_ONCE] = [opened.response.public_id, code]
        return redirect("answer-later", opened.response.public_id)
    public_id, code = session.pop(SHOWN_ONCE, ["", ""])
    is_new = public_id == opened.response.public_id
    return opened.shown(
        "later",
        {
            "code": grouped(code) if is_new else "",
            "has_code": bool(opened.response.return_digest),
            "takes_code": _takes_code(opened),
            "is_own": _is_own(opened),
            "address": opened.request.build_absolute_uri(reverse("form-return")),
            "back": opened.address("answer-hub"),
        },
    )


def _takes_code(opened: Opened) -> bool:
    """Whether a code would open it elsewhere: not what staff write for others, nor what only members may open."""
    return opened.response.mode == Mode.WEB and opened.response.organisation_id is None


def _leave(opened: Opened) -> None:
    """This device forgets the form, here and in the room it is for."""
    let_out(opened.request, opened.response)
    if room := purpose_of(opened.response):
        room.left(opened.request, opened.response)


def _is_own(opened: Opened) -> bool:
    """Somebody signed in finds it again by their account."""
    return bool(visible(actor_of(opened.request), ANSWER, Response).filter(pk=opened.response.pk).exists())


@require_POST
@answering
def language(opened: Opened) -> HttpResponse:
    """Go on in another language of the form."""
    wanted = opened.request.POST.get("language", "")
    if wanted in opened.filling.form.languages:
        opened.filling.language = wanted
        response = opened.response
        try:
            save_answers(response=response, filling=opened.filling, revision=response.revision, by=opened.by)
        except SavedElsewhere:
            opened.read_again()
    ident = opened.request.POST.get("page", "")
    page = opened.route.find(ident)
    return redirect(opened.page_address(page) if page else opened.address("answer-hub"))


@never_cache
@form_page
def come_back(request: HttpRequest) -> HttpResponse:
    """Type the code, on any device."""
    if request.method != "POST":
        return render(request, "forms/answer/return.html", {"error": ""})
    try:
        count_try(LIMIT, visitor(request))
    except TooMany:
        return _refused(
            request, _("Many codes were tried from here just now. Wait 15 minutes, then try again"), 429
        )
    code = plain_code(request.POST.get("code", ""))
    if not code:
        return _refused(
            request, _("Check the code: it has twelve letters and figures, and one of them is off")
        )
    found = _response_of(code)
    if found is None:
        return _refused(
            request, _("Check the code. If you asked for a newer one, or sent your answers, it opens nothing")
        )
    let_in(request, found)
    if (room := purpose_of(found)) and not found.is_test:
        room.came_back(request, found)
    return redirect("answer-hub", found.public_id)


def _response_of(code: str) -> Response | None:
    rows = Response.objects.unscoped("the code is the secret")
    return rows.filter(return_digest=digest_of(code), state=ResponseState.OPEN, mode=Mode.WEB).first()


def _refused(request: HttpRequest, error: str, status: int = 200) -> HttpResponse:
    return render(request, "forms/answer/return.html", {"error": error}, status=status)
