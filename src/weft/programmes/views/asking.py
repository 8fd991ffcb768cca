"""The questions of a programme: a link for whoever a wave asks, with an account or without."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from weft.forms.access import let_in
from weft.forms.actions.responses import open_response
from weft.forms.answers import compiled
from weft.forms.models import FormVersion, Response
from weft.forms.pages.names import code_of, name_of, tag_of
from weft.forms.rules import NAMELESS
from weft.forms.states import ResponseState
from weft.people.accounts.limits import TooMany, count_try, visitor
from weft.people.models import Person
from weft.people.roles.current import account_of, person_of
from weft.programmes.models import Edition, Programme
from weft.programmes.purpose import about_of, version_asked
from weft.programmes.states import ProgrammeState
from weft.record.ids import public_id
from weft.web.methods import form_page

LIMIT = "programme answers of a visitor"


@never_cache
@form_page
def ask(request: HttpRequest, key: str, wave: str) -> HttpResponse:
    """Begin to answer. A survey names nobody; other answers count once for who is signed in."""
    programme = Programme.objects.filter(key=key, state=ProgrammeState.OPEN).first()
    version = version_asked(programme, wave) if programme else None
    edition = _running(programme) if programme else None
    if version is None or edition is None:
        raise Http404
    person = _named(request, version)
    if person is not None and _has_answered(person, edition, wave):
        messages.success(request, _("You have answered this already. Thank you."))
        return redirect("programme", key)
    if request.method == "POST":
        return _begun(request, version, about_of(edition, wave), person)
    languages = [
        {"value": each, "words": name_of(each), "tag": tag_of(each), "here": _is_wanted(each)}
        for each in compiled(version).languages
    ]
    context = {
        "title": version.form.title, "form_version": version, "once": public_id(),
        "languages": languages if len(languages) > 1 else [], "is_nameless": version.form.used_for in NAMELESS,
    }  # fmt: skip
    return render(request, "forms/answer/start.html", context)


def _running(programme: Programme) -> Edition | None:
    """The latest edition that has begun."""
    return programme.editions.filter(starts_on__lte=timezone.localdate()).order_by("-starts_on").first()


def _named(request: HttpRequest, version: FormVersion) -> Person | None:
    if not request.user.is_authenticated or version.form.used_for in NAMELESS:
        return None
    return person_of(account_of(request))


def _has_answered(person: Person, edition: Edition, wave: str) -> bool:
    rows = Response.objects.unscoped("one's own answer").filter(person=person, about=about_of(edition, wave))
    return bool(rows.filter(state=ResponseState.SUBMITTED).exists())


def _is_wanted(language: str) -> bool:
    return bool(code_of(language)) and translation.get_language().partition("-")[0] == code_of(language)


def _begun(request: HttpRequest, version: FormVersion, about: str, person: Person | None) -> HttpResponse:
    try:
        count_try(LIMIT, visitor(request))
    except TooMany:
        messages.error(
            request, _("Many answers came from here just now. Wait 15 minutes, then send it again")
        )
        return redirect(request.path)
    language = request.POST.get("language", "")
    made = open_response(
        version=version, about=about, person=person, by=account_of(request) if person else None,
        language=language if language in compiled(version).languages else "",
        key=request.POST.get("once", "")[:64],
    )  # fmt: skip
    let_in(request, made)
    return redirect("answer-hub", made.public_id)
