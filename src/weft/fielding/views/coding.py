"""The door of whoever holds a letter: type the code, begin, be thanked. Needs no account, no JavaScript."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weft.fielding import codes
from weft.fielding.actions import NotNow, begin_case, case_of_code
from weft.fielding.actions.answering import CodeUsed, refuse_unless_open
from weft.fielding.forms import CodeForm
from weft.fielding.models import Case
from weft.fielding.purpose import HELD
from weft.forms.access import SESSION, let_in
from weft.forms.devices import device_of
from weft.people.accounts.limits import TooMany, count_try, visitor
from weft.web.methods import form_page
from weft.web.private import private

LIMIT = "survey codes of a visitor"


@private
@form_page
def type_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_bound and form.is_valid():
        return _try(request, form, form.cleaned_data["code"])
    return _ask(request, form)


def _ask(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    return render(request, "fielding/code.html", {"form": form}, status=status)


def _try(request: HttpRequest, form: CodeForm, typed: str) -> HttpResponse:
    """Find the code's case and remember it in the session. Tries are counted before anything is looked up."""
    try:
        count_try(LIMIT, visitor(request))
        case = case_of_code(typed)
    except TooMany:
        form.add_error(
            "code", _("Many codes were tried from here just now. Wait 15 minutes, then enter yours again")
        )
        return _ask(request, form, status=429)
    except codes.MistypedCode as mistake:
        form.add_error("code", str(mistake))
        return _ask(request, form)
    if case is None:
        form.add_error(
            "code", _("No survey has this code now. Check it in your letter, or call the number there")
        )
        return _ask(request, form)
    request.session[HELD] = case.public_id
    return redirect("survey-start")


@private
@require_safe
def with_code(request: HttpRequest, code: str) -> HttpResponse:
    """The square on the letter. It fills the field for them and looks nothing up: whoever fetches addresses by
    themselves (a mail scanner, a preview) uses up nothing."""
    plain = codes.plain(code)[: codes.LENGTH]
    shown = codes.grouped(plain) if codes.is_code(plain) else ""
    return _ask(request, CodeForm(initial={"code": shown}, label_suffix=""))


@private
@form_page
def start(request: HttpRequest) -> HttpResponse:
    """What the survey is, how long it takes, and a button. A code that was used says so kindly."""
    case = _held(request)
    if case is None:
        return redirect("survey-code")
    try:
        refuse_unless_open(case)
        if request.method == "POST":
            device = device_of(request.headers.get("User-Agent", ""))
            made = begin_case(case=case, language=_language(), by=None, device=device)
            let_in(request, made)
            return redirect("answer-hub", made.public_id)
    except NotNow as reason:
        is_used = isinstance(reason, CodeUsed)
        return render(request, "fielding/not_now.html", {"reason": str(reason), "is_used": is_used})
    return render(
        request, "fielding/start.html", {"fieldwork": case.address.fieldwork, "is_begun": bool(case.response)}
    )


def _language() -> str:
    return get_language() or ""


def _held(request: HttpRequest) -> Case | None:
    mark = request.session.get(HELD)
    rows = Case.objects.unscoped("the code was typed in this session").select_related(
        "address__fieldwork__form"
    )
    return rows.filter(public_id=mark).first() if mark else None


@private
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """The session forgets the case: the next one at the same computer begins afresh."""
    request.session.pop(HELD, None)
    request.session.pop(SESSION, None)
    return render(request, "fielding/thanks.html", {})
