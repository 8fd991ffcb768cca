"""Check the answers, sign where somebody must, send, and the page after."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weft.forms.access import CERTIFY, let_out, response_for
from weft.forms.actions.responses import (
    NoLongerOpen,
    NotCertified,
    NotFinished,
    SavedElsewhere,
    certify_response,
    submit_response,
)
from weft.forms.codes import reference_of
from weft.forms.models import Response
from weft.forms.purposes import RefusedSubmission, purpose_of
from weft.forms.rules import NAMELESS, is_nameless, needs_signature
from weft.forms.states import ResponseState
from weft.forms.views.opened import Opened, answering, unkept
from weft.forms.views.showing import parts_to_check
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import visible
from weft.web.methods import form_page


@require_safe
@answering
def check(opened: Opened) -> HttpResponse:
    open_page = opened.route.first_open()
    last = opened.route.pages[-1] if opened.route.pages else None
    back = opened.address("answer-hub") if opened.route.has_hub else opened.page_address(last) if last else ""
    shown = opened.shown(
        "check",
        {
            "parts": parts_to_check(opened),
            "open_page": opened.page_address(open_page, checking=True) if open_page else "",
            "back": back,
        },
    )
    opened.hold(opened.kept)
    return shown


@form_page
@answering
def send(opened: Opened) -> HttpResponse:
    """The declaration, and the sending."""
    if opened.route.first_open() is not None:
        return redirect("answer-check", opened.response.public_id)
    error = ""
    if opened.request.method == "POST":
        done, error = _sent(opened)
        if done is not None:
            return done
    shown = opened.shown(
        "send",
        {
            "error": error,
            "declares": _declares(opened),
            "unsigned": needs_signature(opened.response),
            "may_sign": may_sign(opened),
            "back": opened.address("answer-check"),
        },
    )
    if opened.request.method != "POST":
        opened.hold(opened.kept)
    return shown


def _declares(opened: Opened) -> bool:
    return opened.response.version.form.used_for not in NAMELESS


def _sent(opened: Opened) -> tuple[HttpResponse | None, str]:
    if _declares(opened) and opened.request.POST.get("declared") != "yes":
        return None, _("Tick the box to say that your answers are true")
    try:
        done = submit_response(response=opened.response, by=opened.by)
    except NotFinished:
        return redirect("answer-check", opened.response.public_id), ""
    except NoLongerOpen:
        return redirect("answer-hub", opened.response.public_id), ""
    except NotCertified:
        return None, _("Ask somebody who may sign for your organisation to sign first")
    except RefusedSubmission as refusal:
        return None, str(refusal)
    room = purpose_of(done)
    onward = room.thanks(opened.request, done) if room and not done.is_test else ""
    return redirect(onward or opened.address("answer-thanks")), ""


def may_sign(opened: Opened) -> bool:
    rows = visible(actor_of(opened.request), CERTIFY, Response)
    return opened.is_certified and rows.filter(pk=opened.response.pk).exists()


@form_page
@answering
def sign(opened: Opened) -> HttpResponse:
    """Somebody of the party signs for the answers as they stand."""
    if not may_sign(opened):
        raise Http404
    error = ""
    if opened.request.method == "POST":
        error = _signed(opened)
        if not error:
            return redirect("answer-send", opened.response.public_id)
    context = {"parts": parts_to_check(opened), "error": error, "revision": opened.response.revision}
    return opened.shown("sign", {**context, "back": opened.address("answer-send")})


def _signed(opened: Opened) -> str:
    if opened.request.POST.get("signed") != "yes":
        return _("Tick the box to sign")
    revision = opened.request.POST.get("revision", "")
    try:
        certify_response(
            response=opened.response,
            revision=int(revision) if revision.isdecimal() and len(revision) < 10 else -1,
            by=account_of(opened.request),
        )
    except SavedElsewhere:
        return _("Somebody changed an answer meanwhile. Read the answers again, then sign")
    return ""


@require_safe
def thanks(request: HttpRequest, public_id: str) -> HttpResponse:
    response = response_for(request, public_id)
    if response.state != ResponseState.SUBMITTED:
        return redirect("answer-hub", public_id)
    opened = Opened(request, response)
    shown = unkept(opened.shown("thanks", {"reference": reference_of(response)}))
    if request.user.is_authenticated and is_nameless(response):
        let_out(request, response)  # the session says who somebody is: it forgets what they answered
    return shown
