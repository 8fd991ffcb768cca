"""What each column is: the list, one column's question, what its values mean, an own measure."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weft.measure.access import analyst, open_survey
from weft.measure.actions import change_recipe
from weft.measure.columns import (
    MOST_VALUES,
    TooManyValues,
    Use,
    Value,
    blanks_in,
    column_uses,
    file_of,
    number_of,
    still_offered,
    suggestions_for,
    values_of,
)
from weft.measure.forms.columns import CodesForm, ColumnForm, OwnMeasureForm
from weft.measure.models import Survey
from weft.measure.recipes import recipe_of, registry_for, shipped_registry
from weft.measure.tables.edit import with_suggestions
from weft.measure.tables.recipe import Recipe
from weft.measure.views.parts import show, url_of
from weft.measure.views.saving import saved
from weft.reading import Column
from weft.web.methods import form_page

COLUMNS_A_PAGE = 50
SHOWN_USES = ("all", "suggested", "unclear", "answer", "unused")


@open_survey
@form_page
def columns(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Every column with its status; suggestions accepted here, all or one by one."""
    if request.method == "POST":
        return accept(request, survey)
    recipe = recipe_of(survey)
    uses = column_uses(survey, recipe, registry_for(recipe))
    wanted, only = request.GET.get("find", "").strip()[:100], request.GET.get("show", "all")
    found = [use for use in uses if _is_wanted(use, wanted.casefold(), only)]
    page = Paginator(found, COLUMNS_A_PAGE).get_page(request.GET.get("page"))
    query = urlencode({"find": wanted, "show": only})
    context = {
        "query": f"&{query}",
        "uses": page,
        "offered": sum(use.kind == "suggested" for use in uses),
        "unclear": sum(bool(use.unplanned) for use in uses),
        "find": wanted,
        "only": only if only in SHOWN_USES else "all",
    }
    return show(request, survey, "columns", next_url=url_of(survey, "design"), **context)


def _is_wanted(use: Use, text: str, only: str) -> bool:
    kept = {"unclear": bool(use.unplanned), "all": True}.get(only, use.kind == only or only not in SHOWN_USES)
    question = use.question.text if use.question else ""
    return kept and text in f"{use.column.name} {use.column.label} {question}".casefold()


def accept(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Take the suggestion for one column, or for all."""
    one = request.POST.get("accept", "")
    file = file_of(survey)
    if one != "all" and not (one.isdecimal() and 1 <= int(one) <= len(file.columns)):
        return redirect(url_of(survey, "columns"))
    taken: list[str] = []

    def change(recipe: Recipe) -> Recipe:
        offered = still_offered(survey, recipe)
        if one != "all":
            offered = {name: s for name, s in offered.items() if name == file.columns[int(one) - 1].name}
        taken.extend(offered)
        return with_suggestions(recipe, offered, shipped_registry())

    change_recipe(survey=survey, change=change, by=analyst(request))
    said = ngettext("%(n)s suggestion accepted.", "%(n)s suggestions accepted.", len(taken)) % {
        "n": len(taken)
    }
    messages.success(request, said)
    return redirect(f"{url_of(survey, 'columns')}{_kept_query(request)}")


def _kept_query(request: HttpRequest) -> str:
    query = request.GET.urlencode()
    return f"?{query}" if query else ""


def _column(survey: Survey, number: int) -> Column:
    found = file_of(survey).columns
    if not 1 <= number <= len(found):
        raise Http404
    return found[number - 1]


@open_survey
@form_page
def column(request: HttpRequest, survey: Survey, number: int) -> HttpResponse:
    """Which question one column answers."""
    this, recipe = _column(survey, number), recipe_of(survey)
    registry = registry_for(recipe)
    sent = request.POST if request.method == "POST" else None
    chosen, is_suggested = _chosen(survey, recipe, this)
    form = ColumnForm(sent, initial={"question": chosen}, column=this, recipe=recipe, registry=registry)
    if saved(request, survey, form):
        return redirect(url_of(survey, "codes", number) if form.is_used else url_of(survey, "columns"))
    own_url = url_of(survey, "own", number)
    context = {"column": this, "number": number, "is_suggested": is_suggested, "own_url": own_url}
    return show(request, survey, "columns", "column", heading=this.name, form=form, **context)


def _chosen(survey: Survey, recipe: Recipe, this: Column) -> tuple[str, bool]:
    """The choice to show first: what the recipe says, else what is suggested."""
    for question, answering in recipe.answers.items():
        if this.name in answering.column:
            return question, False
        for option, name in answering.options.items():
            if name == this.name:
                return f"{question}:{option}", False
    offered = suggestions_for(survey).get(this.name)
    if offered is None or this.name not in still_offered(survey, recipe):
        return "", False
    return (f"{offered.question}:{offered.option}" if offered.option else offered.question), True


@open_survey
@form_page
def codes(request: HttpRequest, survey: Survey, number: int) -> HttpResponse:
    """What each value of a column means; the values of all columns of the question together."""
    this, recipe = _column(survey, number), recipe_of(survey)
    question_id = next((q for q, a in recipe.answers.items() if this.name in a.columns), "")
    if not question_id or question_id not in registry_for(recipe).questions:
        return redirect(url_of(survey, "column", number))
    question, answering = registry_for(recipe).question(question_id), recipe.answers[question_id]
    values, too_many = _values(survey, answering.columns, numbers=question.kind == "number")
    sent = request.POST if request.method == "POST" else None
    form = CodesForm(sent, question=question, answering=answering, values=values)
    if not too_many and saved(request, survey, form):
        return redirect(url_of(survey, "columns"))
    file = file_of(survey)
    context = {
        "column": this,
        "question": question,
        "too_many": too_many,
        "most": MOST_VALUES,
        "blanks": blanks_in(file, answering.columns),
        "names": [(name, url_of(survey, "column", number_of(file, name))) for name in answering.columns],
    }
    return show(request, survey, "columns", "codes", heading=_("What the values mean"), form=form, **context)


def _values(survey: Survey, names: tuple[str, ...], *, numbers: bool = False) -> tuple[list[Value], int]:
    """The values of the columns, or none and how many there are when they are too many."""
    try:
        return values_of(file_of(survey), names, numbers=numbers), 0
    except TooManyValues as error:
        return [], error.count


@open_survey
@form_page
def own(request: HttpRequest, survey: Survey, number: int) -> HttpResponse:
    """A measure of the analyst's own, made from one column."""
    this = _column(survey, number)
    values, _too_many = _values(survey, (this.name,))
    sent = request.POST if request.method == "POST" else None
    form = OwnMeasureForm(sent, column=this, values=values, initial={"text": this.label or this.name})
    if saved(request, survey, form):
        return redirect(url_of(survey, "codes", number))
    return show(request, survey, "columns", "own", heading=_("A measure of our own"), form=form, column=this)
