"""The doors to a form: its address, the link to try it, the preview of staff, and one's own list."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from weft.forms.access import ANSWER, let_in
from weft.forms.actions.responses import open_response
from weft.forms.actions.saving import note_device
from weft.forms.answers import compiled
from weft.forms.devices import device_of
from weft.forms.models import FormVersion, Response
from weft.forms.pages.names import code_of, name_of, tag_of
from weft.forms.rules import NAMELESS
from weft.forms.states import Audience, ResponseState, VersionState
from weft.forms.views.opened import spoken_like, unkept
from weft.people.accounts.limits import TooMany, count_try, visitor
from weft.people.roles.current import account_of, actor_of, person_of
from weft.people.roles.policy import visible
from weft.record.ids import public_id as fresh_key
from weft.web.methods import form_page

LIMIT = "responses to a form of a visitor"


@never_cache
@form_page
def start(request: HttpRequest, key: str) -> HttpResponse:
    """A live form that anybody may answer."""
    version = _versions().filter(form__key=key, state=VersionState.LIVE, audience=Audience.OPEN).first()
    return _start(request, version, is_test=False)


@never_cache
@form_page
def try_out(request: HttpRequest, public_id: str) -> HttpResponse:
    """The link to a version that is being tested: answers count nowhere."""
    version = _versions().filter(public_id=public_id, state=VersionState.TEST).first()
    return _start(request, version, is_test=True)


@form_page
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """Staff look at any version as a respondent would see it."""
    return unkept(_start(request, _versions().filter(public_id=public_id).first(), is_test=True))


def _versions() -> QuerySet[FormVersion]:
    return FormVersion.objects.select_related("form").defer("source", "xform")


def _start(request: HttpRequest, version: FormVersion | None, *, is_test: bool) -> HttpResponse:
    if version is None:
        raise Http404
    form = compiled(version)
    if request.method == "POST":
        try:
            return _begun(request, version, is_test=is_test)
        except TooMany:
            return _enough_from_here(request)
    languages = [
        {"value": each, "words": name_of(each), "tag": tag_of(each), "here": _is_wanted(each)}
        for each in form.languages
    ]
    asked_for = request.GET.get("lang", "")
    if asked_for in form.languages:
        languages = [{**each, "here": each["value"] == asked_for} for each in languages]
    spoken = spoken_like(asked_for) if asked_for in form.languages else ""
    if languages and not any(each["here"] for each in languages):
        languages[0]["here"] = True
    context = {
        "title": version.form.title,
        "form_version": version,
        "languages": languages if len(languages) > 1 else [],
        "is_test": is_test,
        "is_nameless": version.form.used_for in NAMELESS,
        "once": fresh_key(),
    }
    return _shown_in(request, spoken, context)


def _shown_in(request: HttpRequest, spoken: str, context: dict[str, Any]) -> HttpResponse:
    """The first page, in the language a link asks for where the service speaks it."""
    with translation.override(spoken or translation.get_language()):
        is_rtl = translation.get_language_bidi()
        more = {"page_rtl": is_rtl, "stylesheet": "weft/weft-rtl.css" if is_rtl else "weft/weft.css"}
        return render(request, "forms/answer/start.html", {**context, **(more if spoken else {})})


def _is_wanted(language: str) -> bool:
    return bool(code_of(language)) and translation.get_language().partition("-")[0] == code_of(language)


def _enough_from_here(request: HttpRequest) -> HttpResponse:
    """Anybody may begin, so a program could begin without end. What is counted names no address (accounts.limits)."""
    return render(request, "forms/answer/enough.html", status=429)


def _begun(request: HttpRequest, version: FormVersion, *, is_test: bool) -> HttpResponse:
    """A survey names nobody, signed in or not; anything else belongs to who is signed in. Raises TooMany."""
    count_try(LIMIT, f"{version.form.key}\n{visitor(request)}")
    account = account_of(request) if request.user.is_authenticated else None
    is_named = account is not None and version.form.used_for not in NAMELESS and not is_test
    made = open_response(
        version=version,
        language=_known(request.POST.get("language", ""), version),
        person=person_of(account) if is_named else None,
        is_test=is_test,
        key=request.POST.get("once", "")[:64],
        by=account if is_named or is_test else None,
    )
    note_device(made, device_of(request.headers.get("User-Agent", "")))
    let_in(request, made)
    return redirect("answer-hub", made.public_id)


def _known(language: str, version: FormVersion) -> str:
    return language if language in compiled(version).languages else ""


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What one's account, or one's organisation, has begun."""
    rows = visible(actor_of(request), ANSWER, Response).filter(is_test=False)
    shown = rows.select_related("version__form").defer("version__source", "version__xform", "answers")
    found = {
        "open": list(shown.filter(state=ResponseState.OPEN).order_by("-pk")[:50]),
        "sent": list(shown.filter(state=ResponseState.SUBMITTED).order_by("-submitted_at")[:50]),
    }
    return unkept(render(request, "forms/answer/own.html", found))
