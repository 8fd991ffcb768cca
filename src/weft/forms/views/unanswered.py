"""A page nobody answered yet, shown from a stencil: its words are those of the form, the same for everybody.

Only pages whose words follow from the form alone are kept, and only while none of their questions has an answer: no
answer, no address and no token of anybody is ever on the shelf. Each visitor's own values fill the blanks.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.middleware.csrf import get_token

from weft.forms.answers import compiled
from weft.forms.engine.finding import cell_at
from weft.forms.pages.asking import PageForm
from weft.forms.pages.plan import Page
from weft.forms.views.opened import Opened, direction
from weft.forms.views.showing import own_values, words_of
from weft.web.frames import Look, in_frame, look_of
from weft.web.stencils import Blanks, Shelf, Stencil

TEMPLATE = "forms/answer/page.html"
BLANKS = ("csrf_token", "revision", "shown", "back", "language_address")
PAGES_KEPT = 512  # of all forms and languages, in one process
CHARACTERS_KEPT = 40_000  # of one page: at most 20 million in all
shelf: Shelf[Stencil] = Shelf(PAGES_KEPT, CHARACTERS_KEPT)


class KnownBy(NamedTuple):
    """Everything a page without answers depends on. Whatever its templates come to read belongs here too."""

    look: Look  # the language of the service, direction, city
    version: int | None
    digest: str
    language: str  # of the form
    ident: str
    refs: tuple[str, ...]  # the questions asked on it now
    is_readonly: tuple[bool, ...]  # of each question
    section: str
    inside: str
    has_back: bool
    is_checking: bool
    is_test: bool


def unanswered(opened: Opened, page: Page) -> HttpResponse | None:
    """A page with nothing answered on it, in the language that is active; None where it has to be made for its visitor
    alone."""
    if not _may_be_shared(opened, page):
        return None
    look = look_of(opened.request, {**direction(opened.language), "other_languages": []})
    if look is None:
        return None
    own = own_values(opened, page)
    known_by = _known_by(opened, page, look, own)
    stencil = shelf.take(known_by) or _set_anew(opened, page, known_by)
    own |= {"csrf_token": get_token(opened.request), "language_address": opened.language_address}
    return HttpResponse(stencil.filled(own))


def _may_be_shared(opened: Opened, page: Page) -> bool:
    filling = opened.filling
    if not filling.form.languages or compiled(opened.response.version) is not filling.form:
        return False
    return all(filling.standing.is_blank(cell_at(filling.root, ref)) for ref in page.refs)


def _known_by(opened: Opened, page: Page, look: Look, own: Mapping[str, Any]) -> KnownBy:
    filling, response = opened.filling, opened.response
    return KnownBy(
        look=look,
        version=response.version.pk,
        digest=response.version.digest,
        language=opened.language,
        ident=page.ident,
        refs=page.refs,
        is_readonly=tuple(filling.standing.is_readonly(cell_at(filling.root, ref)) for ref in page.refs),
        section=page.section,
        inside=page.inside,
        has_back=bool(own["back"]),
        is_checking=own["checking"],
        is_test=response.is_test,
    )


def _set_anew(opened: Opened, page: Page, known_by: KnownBy) -> Stencil:
    """The page with marks for what is its visitor's own. Its templates are handed neither request nor response. It is
    kept unless something said on it followed from an answer or the clock."""
    speech, blanks = opened.filling.speech, Blanks(BLANKS)
    before = speech.outputs
    given = {**opened.around(), **words_of(opened, page, PageForm(page, opened.filling)), **blanks.marks}
    if not known_by.has_back:
        given["back"] = ""
    if not opened.language_address:
        given["language_address"] = ""
    own = {"checking": known_by.is_checking, "is_test": known_by.is_test}
    stencil = blanks.cut(in_frame(opened.request, known_by.look, TEMPLATE, {**given, **own}))
    if speech.outputs == before:
        shelf.put(known_by, stencil)
    return stencil
