"""For the analyst: ask for a table or a file to leave, see where it stands, take it away."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from weft.inside.actions import ask_out, take, withdraw
from weft.inside.actions.airlock import Altered, Leaving
from weft.inside.airlock.kinds import CONTENT_TYPES
from weft.inside.forms import FileOutForm, TableOutForm
from weft.inside.models import Opening, Output, Table
from weft.inside.rules import LINK_HOLDS, Refused
from weft.inside.states import WrongState
from weft.inside.uploads import OutputUpload
from weft.inside.views.room import ASK, home, opening_of
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import one_visible, visible
from weft.web.methods import form_page
from weft.web.private import private

MOST_OFFERED = 100


@form_page
@private
def table_out(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for a table of the room to leave, as a CSV file."""
    table = one_visible(actor_of(request), ASK, Table, public_id)
    form = TableOutForm(request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        leaving = Leaving(said["purpose"], said["destination"], table=table)
        return _asked(request, table.opening, leaving, said["once"])
    return _page(request, table.opening, form, table=table)


@csrf_exempt  # only until the upload is told where to stream to: the forgery check reads the form
@form_page
def file_out(request: HttpRequest, public_id: str) -> HttpResponse:
    request.upload_handlers = [OutputUpload(request)]
    response: HttpResponse = _file_out(request, public_id)
    return response


@csrf_protect
@private
def _file_out(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for a file made from tables of the room to leave."""
    opening = opening_of(request, public_id)
    every = visible(actor_of(request), ASK, Table).filter(opening=opening, analyst=request.user.pk)
    recent = list(every.values_list("pk", flat=True)[:MOST_OFFERED])
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FileOutForm(*sent, tables=every.filter(pk__in=recent), label_suffix="")
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        leaving = Leaving(
            said["purpose"], said["destination"], said["how_made"], said["title"], said["file"].read(),
            rests_on=list(said["rests_on"]),
        )  # fmt: skip
        try:
            return _asked(request, opening, leaving, said["once"])
        except Refused as refusal:
            form.add_error("file", str(refusal))
    return _page(request, opening, form)


def _asked(request: HttpRequest, opening: Opening, leaving: Leaving, key: str) -> HttpResponse:
    made = ask_out(opening=opening, leaving=leaving, by=account_of(request), key=key)
    messages.success(request, _("Two checkers look at it now."))
    return redirect("inside-output", made.public_id)


def _page(
    request: HttpRequest, opening: Opening, form: forms.Form, table: Table | None = None
) -> HttpResponse:
    heading = _("Take this table out") if table else _("Take a file out")
    here = (opening.title, reverse("inside-survey", args=[opening.public_id]))
    context = {
        "form": form, "opening": opening, "table": table, "heading": heading, "crumbs": [home(), here, (heading, "")],
    }  # fmt: skip
    return render(request, "inside/out.html", context)


@require_safe
@private
def output(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where something that is to leave stands."""
    found = one_visible(actor_of(request), ASK, Output, public_id)
    crumbs = [home(), (_("Taking out"), "")]
    context = {"output": found, "days": LINK_HOLDS.days, "crumbs": crumbs}
    return render(request, "inside/output.html", context)


@require_POST
@private
def output_withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    found = one_visible(actor_of(request), ASK, Output, public_id)
    try:
        withdraw(output=found, by=account_of(request))
        messages.success(request, _("Taken back. Nobody looks at it any more."))
    except (Refused, WrongState):
        messages.error(request, _("It is not waiting any more. Look at where it stands."))
    return redirect("inside-output", found.public_id)


@require_safe
@private
def output_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """The file, for the analyst who asked, while the link holds."""
    found = one_visible(actor_of(request), ASK, Output, public_id)
    if request.method == "HEAD":  # asks whether it is there; nothing is taken
        return HttpResponse(content_type=CONTENT_TYPES[found.kind])
    try:
        content = take(output=found, by=account_of(request))
    except (Refused, Altered) as refusal:
        messages.error(request, str(refusal))
        return redirect("inside-output", found.public_id)
    return as_attachment(found, content)


def as_attachment(output: Output, content: bytes) -> HttpResponse:
    """A file to keep, never shown by the browser as one of our pages."""
    name = f"{slugify(output.title)[:80] or 'output'}.{output.kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=CONTENT_TYPES[output.kind], headers=headers)
