"""The whole form on one page: to read, and to fill in by hand."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.http import require_safe

from weft.forms.models import Form, FormVersion
from weft.forms.outline import Outline, outline_of
from weft.forms.outline.parts import code_of, is_right_to_left
from weft.forms.paper.sheet import Line, lines_of, paper_lines, shown
from weft.forms.states import VersionState
from weft.people.roles.current import actor_of
from weft.people.roles.policy import may

LOOK = "form.print"


@require_safe
def whole(request: HttpRequest, key: str) -> HttpResponse:
    """Every question, with when it is asked."""
    version = version_for(request, key)
    outline = outline_of(version)
    return _page(request, version, outline, ("forms/paper/whole.html", lines_of(outline)))


@require_safe
def paper(request: HttpRequest, key: str) -> HttpResponse:
    """To be printed and filled in by hand."""
    version = version_for(request, key)
    outline = outline_of(version)
    return _page(request, version, outline, ("forms/paper/paper.html", paper_lines(outline)))


def version_for(request: HttpRequest, key: str) -> FormVersion:
    """The live version, for anybody; any other for staff. What may not be seen is as missing as what never was."""
    form = get_object_or_404(Form, key=key)
    versions, number = form.versions.defer("source"), request.GET.get("version", "")
    if number.isdecimal() and may(actor_of(request), LOOK):
        return get_object_or_404(versions, number=int(number[:6]))
    live = versions.filter(state=VersionState.LIVE).first()
    if live is None:
        raise Http404
    return live


def _page(
    request: HttpRequest, version: FormVersion, outline: Outline, what: tuple[str, list[Line]]
) -> HttpResponse:
    """In the language of the form that was asked for; the words around it in the same one where the service has it."""
    template, lines = what
    language = request.GET.get("lang", "")
    language = language if language in outline.languages else outline.default_language
    with translation.override(_spoken(language)):
        context = {
            "asked_version": version,  # "version" is the service's own, in the footer
            "outline": outline,
            "shown": shown(lines, language),
            "language": language,
            "code": code_of(language) or translation.get_language() or "en",
            "direction": "rtl" if is_right_to_left(language) else "ltr",
            "is_large": request.GET.get("print") == "large",
            "languages": [each for each in outline.languages if each != language],
            "number": request.GET.get("version", ""),
        }
        return render(request, template, context)


def _spoken(language: str) -> str:
    """The service's own language nearest to the form's; the reader's own where it has none."""
    code = code_of(language).lower()
    known = (each for each, _name in settings.LANGUAGES if code and each.startswith(code.partition("-")[0]))
    return next(known, translation.get_language() or settings.LANGUAGE_CODE)
