"""A list of addresses: brought, looked at, made the sample."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weft.fielding.actions import import_sample, keep_draft
from weft.fielding.actions.preparing import rows_of
from weft.fielding.forms import SampleForm
from weft.fielding.models import Fieldwork, SampleAddress, SampleDraft
from weft.fielding.rules import SHOWN_FAULTS, SHOWN_ROWS
from weft.fielding.sample import KNOWN, NEEDED, BrokenList, Fault, read_list
from weft.fielding.states import FieldworkState, need
from weft.fielding.views.parts import one_fieldwork, page
from weft.people.roles.current import account_of
from weft.places.models import Area
from weft.web.methods import form_page


@one_fieldwork
@form_page
def bring(request: HttpRequest, fieldwork: Fieldwork) -> HttpResponse:
    """Every fault of the file is told at once, by row and column; nothing is kept of a file with one."""
    posted = request.method == "POST"
    form = SampleForm(request.POST if posted else None, request.FILES if posted else None, label_suffix="")
    faults: tuple[Fault, ...] = ()
    if form.is_bound and form.is_valid():
        need(fieldwork.state == FieldworkState.PLANNED, _("Addresses are brought before fieldwork opens."))
        try:
            keep_draft(fieldwork=fieldwork, rows=_read(fieldwork, form), by=account_of(request))
            return redirect("fieldwork-sample-check", fieldwork.public_id)
        except BrokenList as broken:
            faults = broken.faults
            n = len(faults)
            words = ngettext("The list has %(n)s fault", "The list has %(n)s faults", n)
            form.add_error("file", words % {"n": n})
    addresses = SampleAddress.objects.unscoped("counts of a wave").filter(fieldwork=fieldwork)
    return page(
        request, "sample", fieldwork, _("Addresses"), form=form, faults=faults[:SHOWN_FAULTS],
        more=max(0, len(faults) - SHOWN_FAULTS), count=addresses.count(), needed=NEEDED,
        optional=KNOWN[len(NEEDED):],
    )  # fmt: skip


def _read(fieldwork: Fieldwork, form: SampleForm):  # type: ignore[no-untyped-def]
    file = form.cleaned_data["file"]
    taken = SampleAddress.objects.unscoped("no reference twice").filter(fieldwork=fieldwork)
    areas = Area.objects.filter(ends_on=None).values_list("code", flat=True)
    return read_list(file.name or "", file.read(), areas, taken.values_list("reference", flat=True))


@one_fieldwork
@form_page
def check(request: HttpRequest, fieldwork: Fieldwork) -> HttpResponse:
    """What the list holds, before it becomes the sample."""
    if request.method == "POST":
        n = import_sample(fieldwork=fieldwork, by=account_of(request))
        if n:
            words = ngettext("%(n)s address is in the sample.", "%(n)s addresses are in the sample.", n)
            messages.success(request, words % {"n": n})
        return redirect("fieldwork-one", fieldwork.public_id)
    draft = SampleDraft.objects.select_related("fieldwork").filter(fieldwork=fieldwork).first()
    if draft is None:
        return redirect("fieldwork-sample", fieldwork.public_id)
    rows = rows_of(draft)
    totals = {
        "addresses": len(rows),
        "adults": sum(row.adults for row in rows),
        "emails": sum(bool(row.where["email"]) for row in rows),
        "areas": len({row.area for row in rows}),
        "strata": len({row.stratum for row in rows} - {""}),
        "lightest": min(row.weight for row in rows),
        "heaviest": max(row.weight for row in rows),
    }
    heading = _("Check the list")
    return page(request, "sample_check", fieldwork, heading, rows=rows[:SHOWN_ROWS], totals=totals)
