"""One version of a form: look at it, try it out, publish it, close it, take its file away, add questions."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from weft.forms.actions.versions import (
    WrongMove,
    add_version,
    close,
    gaps_of,
    publish,
    send_to_test,
    take_back,
)
from weft.forms.forms.office import BankForm, PublishForm
from weft.forms.intake.editing import with_questions
from weft.forms.intake.guard import bring, compile_form
from weft.forms.intake.problems import NotAForm
from weft.forms.intake.reading import kind_of
from weft.forms.intake.writing import as_xlsx, write_book
from weft.forms.library import item
from weft.forms.models import FormVersion
from weft.forms.pages.names import name_of, tag_of
from weft.forms.queries.versions import changes_between, questions_in, version_before
from weft.forms.states import MOVES, VersionState
from weft.forms.views.office import crumbs_of, version_url
from weft.people.roles.current import account_of
from weft.web.methods import form_page
from weft.web.private import private

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}
MOVING = {"test": send_to_test, "draft": take_back, "close": close}


def _version(key: str, number: int) -> FormVersion:
    return get_object_or_404(
        FormVersion.objects.select_related("form", "made_by"), form__key=key, number=number
    )


def _url(name: str, *arguments: object) -> str:
    """The address of a page another part of the room builds; "" where it is not there."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


@require_safe
@private
def version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """What one version asks, what keeps it from being published, what changed, and what can be done with it."""
    found = _version(key, number)
    before = version_before(found)
    context = {
        "held": found,
        "gaps": gaps_of(found),
        "questions": questions_in(found),
        "before": before,
        "changes": changes_between(before.notes, found.notes) if before else None,
        "moves": MOVES[VersionState(found.state)],
        "preview_url": _url("form-preview", found.public_id),
        "test_url": _url("form-test", found.public_id) if found.state == VersionState.TEST else "",
        "print_urls": printed(found),
        "languages": languages_of(found),
        "crumbs": crumbs_of(found.form, (_("Version %(number)s") % {"number": number}, "")),
    }
    return render(request, "forms/office/version.html", context)


def languages_of(found: FormVersion) -> list[dict[str, str]]:
    """The languages of a version, each with the address where its pages are looked at; none where it has one."""
    if len(found.languages) < 2:
        return []
    at = reverse("form-preview", args=[found.public_id])
    return [
        {"words": name_of(each), "tag": tag_of(each), "url": f"{at}?{urlencode({'lang': each})}"}
        for each in found.languages
    ]


def printed(found: FormVersion) -> list[tuple[str, str]]:
    """The version on paper, to read and to fill in."""
    query = f"?{urlencode({'version': found.number})}"
    names = (("form-print", _("Print the whole form")), ("form-paper", _("Print it to be filled in by hand")))
    return [(words, reverse(name, args=[found.form.key]) + query) for name, words in names]


@require_POST
@private
def move(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Send a version to test, take it back, close it. Publishing has a page of its own."""
    found = _version(key, number)
    chosen = MOVING.get(request.POST.get("to", ""))
    if chosen is None:
        return redirect(version_url(found))
    try:
        chosen(version=found, by=account_of(request))
    except WrongMove:
        messages.error(
            request, _("The version was moved by somebody else meanwhile. Look at where it stands.")
        )
    else:
        messages.success(request, _("The version is now: %(state)s.") % {"state": found.get_state_display()})
    return redirect(version_url(found))


@form_page
@private
def publishing(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show what changes for people, ask who may answer, and publish."""
    found = _version(key, number)
    form = (
        PublishForm(request.POST)
        if request.method == "POST"
        else PublishForm(initial={"audience": found.audience})
    )
    if form.is_bound and form.is_valid():
        try:
            publish(version=found, by=account_of(request), audience=form.cleaned_data["audience"])
        except NotAForm:
            return redirect(version_url(found))
        except WrongMove:
            messages.error(
                request, _("The version was moved by somebody else meanwhile. Look at where it stands.")
            )
        else:
            messages.success(request, _("Version %(number)s is live.") % {"number": number})
        return redirect(version_url(found))
    return render(request, "forms/office/publish.html", _before_publishing(found, form))


def _before_publishing(found: FormVersion, form: PublishForm) -> dict[str, Any]:
    before = version_before(found)
    title = _("Version %(number)s") % {"number": found.number}
    return {
        "form": form,
        "held": found,
        "before": before,
        "changes": changes_between(before.notes, found.notes) if before else None,
        "questions": questions_in(found),
        "gaps": gaps_of(found),
        "crumbs": crumbs_of(found.form, (title, version_url(found)), (_("Publish"), "")),
    }


@require_safe
@private
def source(_request: HttpRequest, key: str, number: int, kind: str) -> HttpResponse:
    """The file as it came ("source"), or the same sheets written as a workbook, Markdown or CSV."""
    found = _version(key, number)
    content = bytes(found.source)
    if kind == "source":
        kind = kind_of(content)
    else:
        content = write_book(compile_form(content, fallback_id=found.form.key).book, kind)
    name = f"{found.form.key}-{found.number}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)


@form_page
@private
def insert(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Questions of the bank at the end of a version: a new draft, to be arranged in the workbook."""
    found = _version(key, number)
    form = BankForm(request.POST) if request.method == "POST" else BankForm()
    if form.is_bound and form.is_valid():
        made = _inserted(found, form.cleaned_data["items"], request, form.cleaned_data["once"])
        messages.success(
            request, _("The questions stand at the end of version %(number)s.") % {"number": made.number}
        )
        return redirect(version_url(made))
    title = _("Version %(number)s") % {"number": number}
    crumbs = crumbs_of(found.form, (title, version_url(found)), (_("Add questions of the bank"), ""))
    return render(request, "forms/office/insert.html", {"form": form, "held": found, "crumbs": crumbs})


def _inserted(found: FormVersion, keys: list[str], request: HttpRequest, once: str) -> FormVersion:
    chosen = [item(key) for key in keys]
    book = compile_form(bytes(found.source), fallback_id=found.form.key).book
    more = with_questions(
        book, [each.survey_row() for each in chosen], [row for each in chosen for row in each.choice_rows()]
    )
    brought = bring(as_xlsx(more), f"{found.form.key}.xlsx")
    return add_version(form=found.form, brought=brought, by=account_of(request), key=once)
