"""Close fieldwork, destroy the link, bring the answers into Measure."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weft.fielding.actions import close_fieldwork, hand_over_to_measure, unlink_fieldwork
from weft.fielding.forms import CloseForm
from weft.fielding.models import Fieldwork
from weft.fielding.purpose import BEHALF, HELD
from weft.fielding.queries.rates import standing
from weft.fielding.rules import UNLINK_AFTER
from weft.fielding.views.parts import one_fieldwork, page
from weft.forms.access import SESSION
from weft.people.roles.current import account_of
from weft.web.methods import form_page


@one_fieldwork
@form_page
def close(request: HttpRequest, fieldwork: Fieldwork) -> HttpResponse:
    form = CloseForm(request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_bound and form.is_valid():
        is_all_in = form.cleaned_data["paper"] == CloseForm.ALL_IN
        _forget_whom_one_asked(request)
        close_fieldwork(fieldwork=fieldwork, by=account_of(request), unlink=is_all_in)
        words = (
            _("Closed. Nobody can say any more who answered what.")
            if is_all_in
            else _("Closed to new answers.")
        )
        messages.success(request, words)
        return redirect("fieldwork-one", fieldwork.public_id)
    return page(
        request, "close", fieldwork, _("Close fieldwork"), form=form, standing=standing(fieldwork),
        keep_percent=round(100 * fieldwork.keep_share), days=UNLINK_AFTER.days,
    )  # fmt: skip


def _forget_whom_one_asked(request: HttpRequest) -> None:
    """The session at hand would be written back with what the database has just forgotten."""
    for name in (BEHALF, HELD, SESSION):
        request.session.pop(name, None)


@one_fieldwork
@require_POST
def unlink(request: HttpRequest, fieldwork: Fieldwork) -> HttpResponse:
    _forget_whom_one_asked(request)
    unlink_fieldwork(fieldwork=fieldwork, by=account_of(request))
    messages.success(request, _("The link is destroyed. Nobody can say any more who answered what."))
    return redirect("fieldwork-one", fieldwork.public_id)


@one_fieldwork
@require_POST
def measure(request: HttpRequest, fieldwork: Fieldwork) -> HttpResponse:
    """The analyst's step: the file becomes theirs."""
    made = hand_over_to_measure(fieldwork=fieldwork, by=account_of(request))
    if made.created_by_id != account_of(request).pk:
        messages.info(request, _("A colleague has brought these answers into Measure already."))
        return redirect("fieldwork-one", fieldwork.public_id)
    messages.success(
        request, _("The answers are in Measure, every question mapped. Weigh them to the population next.")
    )
    return redirect("measure-survey", made.public_id)
