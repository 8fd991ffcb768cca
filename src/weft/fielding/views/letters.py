"""Letters that are due: printed together, marked as sent once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from weft.fielding.actions import drop_batch, mark_sent, prepare_batch
from weft.fielding.forms import PrintForm
from weft.fielding.letters.batches import pdf_of
from weft.fielding.letters.pages import Unprintable
from weft.fielding.models import Fieldwork, LetterBatch
from weft.fielding.queries.contacts import due, due_by_kind, next_due, waiting
from weft.fielding.states import Channel, WrongState
from weft.fielding.views.parts import of_fieldwork, one_fieldwork, page
from weft.people.roles.current import account_of
from weft.web.methods import form_page
from weft.web.private import private


@one_fieldwork
@form_page
def due_letters(request: HttpRequest, fieldwork: Fieldwork) -> HttpResponse:
    """What is due, by kind; one press puts them into a batch."""
    form = PrintForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        made = prepare_batch(
            fieldwork=fieldwork, occurrence=chosen["occurrence"], by=account_of(request), key=chosen["key"]
        )
        return redirect("fieldwork-batch", made.public_id)
    kinds = [
        (kind, PrintForm(initial={"occurrence": kind.occurrence}))
        for kind in due_by_kind(fieldwork, Channel.LETTER)
    ]
    return page(
        request, "letters", fieldwork, _("Letters"), kinds=kinds, batches=fieldwork.batches.all(),
        emails=due(fieldwork, Channel.EMAIL).count(), next_due=next_due(fieldwork),
    )  # fmt: skip


def _batch(public_id: str) -> LetterBatch:
    return get_object_or_404(LetterBatch.objects.select_related("fieldwork__form"), public_id=public_id)


@private
@require_safe
def batch(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _batch(public_id)
    count = found.contacts.count() if found.sent_at else waiting(found.contacts.all()).count()
    letters = (_("Letters"), reverse("fieldwork-letters", args=[found.fieldwork.public_id]))
    crumbs = [*of_fieldwork(found.fieldwork, "-")[:2], letters, (found.get_occurrence_display(), "")]
    return render(request, "fielding/batch.html", {"batch": found, "count": count, "crumbs": crumbs})


@private
@require_safe
def file(request: HttpRequest, public_id: str) -> HttpResponse:
    """The PDF. Once fieldwork is unlinked there is nothing left to print."""
    found = _batch(public_id)
    if not found.fieldwork.is_linked:
        messages.error(request, _("The addresses were destroyed: these letters cannot be printed again."))
        return redirect("fieldwork-batch", public_id)
    try:
        content = pdf_of(found)
    except Unprintable as refusal:
        shown = ", ".join(refusal.references[:10])
        words = _(
            "No font on this machine can show the writing of these addresses: %(shown)s. Install DejaVu Sans."
        )
        messages.error(request, words % {"shown": shown})
        return redirect("fieldwork-batch", public_id)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="letters-{found.occurrence}.pdf"'
    return response


@private
@require_POST
def sent(request: HttpRequest, public_id: str) -> HttpResponse:
    """Marked once: a second press says that they were."""
    found = _batch(public_id)
    n = mark_sent(batch=found, by=account_of(request))
    words = ngettext("%(n)s letter is marked as sent.", "%(n)s letters are marked as sent.", n) % {"n": n}
    messages.success(request, words if n else _("These letters were marked as sent before."))
    return redirect("fieldwork-batch", public_id)


@private
@require_POST
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _batch(public_id)
    home = found.fieldwork.public_id
    try:
        drop_batch(batch=found, by=account_of(request))
        messages.success(request, _("These letters are due again."))
    except WrongState as refusal:
        messages.error(request, str(refusal))
    return redirect("fieldwork-letters", home)
