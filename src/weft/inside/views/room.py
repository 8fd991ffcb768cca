"""For the analyst: surveys they are admitted to, the table builder, their tables."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from weft.inside.actions import ask_table
from weft.inside.forms import TableForm
from weft.inside.models import Admission, Opening, Output, Table
from weft.inside.queries import tables_left
from weft.inside.rules import TABLES, BudgetSpent, Refused
from weft.inside.tables.as_file import share_words
from weft.inside.tables.room import room_of
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import one_visible, visible
from weft.web.methods import form_page
from weft.web.private import private

ASK = "inside.table"
MOST_LISTED = 100


def home() -> tuple[str, str]:
    return _("Analysts inside"), reverse("inside")


def opening_of(request: HttpRequest, public_id: str) -> Opening:
    """The opening an address names, for somebody admitted to it today; anything else never was."""
    held = visible(actor_of(request), ASK, Admission).filter(analyst=request.user.pk)
    here = held.filter(Admission.in_force()).values("opening")
    every = Opening.objects.unscoped("openings the actor is admitted to").select_related("survey")
    found: Opening = get_object_or_404(every, public_id=public_id, pk__in=here)
    return found


@require_safe
@private
def index(request: HttpRequest) -> HttpResponse:
    """What I am admitted to, and what I asked to take out."""
    actor = actor_of(request)
    held = visible(actor, ASK, Admission).filter(Admission.in_force(), analyst=request.user.pk)
    openings = Opening.objects.unscoped("openings the actor is admitted to").filter(
        pk__in=held.values("opening")
    )
    context = {
        "openings": [(opening, tables_left(opening, request.user.pk)) for opening in openings],
        "outputs": visible(actor, ASK, Output).filter(analyst=request.user.pk)[:MOST_LISTED],
        "crumbs": [(_("Analysts inside"), "")],
    }
    return render(request, "inside/index.html", context)


@form_page
@private
def survey(request: HttpRequest, public_id: str) -> HttpResponse:
    """The table builder, and the tables made so far."""
    opening = opening_of(request, public_id)
    try:
        form = TableForm(
            request.POST if request.method == "POST" else None, room=room_of(opening), label_suffix=""
        )
        if form.is_bound and form.is_valid():
            made = ask_table(opening=opening, asked=form.asked, by=account_of(request))
            return redirect("inside-table", made.public_id)
    except BudgetSpent:
        return redirect("inside-spent", opening.public_id)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("inside-survey" if request.method == "POST" else "inside", *_back(request, opening))
    every = visible(actor_of(request), ASK, Table).filter(opening=opening, analyst=request.user.pk)
    context = {
        "form": form, "opening": opening, "tables": every.defer("figures")[:MOST_LISTED],
        "left": tables_left(opening, request.user.pk), "crumbs": [home(), (opening.title, "")],
    }  # fmt: skip
    return render(request, "inside/survey.html", context)


def _back(request: HttpRequest, opening: Opening) -> list[str]:
    return [opening.public_id] if request.method == "POST" else []


@require_safe
@private
def spent(request: HttpRequest, public_id: str) -> HttpResponse:
    """Every table is used: what to do."""
    opening = opening_of(request, public_id)
    here = (opening.title, reverse("inside-survey", args=[opening.public_id]))
    context = {
        "opening": opening, "left": tables_left(opening, request.user.pk), "each": TABLES,
        "crumbs": [home(), here, (_("No tables left"), "")],
    }  # fmt: skip
    return render(request, "inside/spent.html", context)


@require_safe
@private
def table(request: HttpRequest, public_id: str) -> HttpResponse:
    """One table, as it was made."""
    found = one_visible(actor_of(request), ASK, Table, public_id)
    here = (found.opening.title, reverse("inside-survey", args=[found.opening.public_id]))
    context = {
        "table": found, "rows": shown_rows(found), "left": tables_left(found.opening, found.analyst_id),
        "crumbs": [home(), here, (pgettext("figures", "Table"), "")],
    }  # fmt: skip
    return render(request, "inside/table.html", context)


def shown_rows(table: Table) -> list[dict[str, Any]]:
    """Each row with its group in words, and each answer with its count and share."""
    return [
        {
            "of": ", ".join(filter(None, row["of"])) or _("Everyone"),
            "base": row["base"],
            "cells": [
                (answer, count, share_words(share))
                for answer, count, share in zip(table.figures["answers"], row["counts"], row["shares"], strict=True)
            ],
        }
        for row in table.figures["rows"]
    ]  # fmt: skip
