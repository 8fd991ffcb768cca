"""The parts of a survey's journey, in order: names, routes, and how a page of one is shown."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from weft.measure.columns import file_of, number_of
from weft.measure.models import Survey
from weft.measure.recipes import recipe_of, registry_for
from weft.measure.tables.recipe import RecipeError

Words = str | Promise

HEADINGS: dict[str, Words] = {
    "read": _("What we read"),
    "about": _("About the survey"),
    "columns": _("What each column is"),
    "design": _("How people were chosen"),
    "areas": _("Where people live"),
    "breakdowns": _("Groups and measures"),
    "weights": _("Match the population"),
    "check": _("Check"),
    "evidence": _("Evidence"),
    "publish": _("Publish"),
    "recipe": _("The recipe"),
    "remove": _("Remove this survey"),
}
IN_ORDER = ("about", "columns", "design", "areas", "breakdowns", "weights", "check", "evidence", "publish")
# First word of a recipe error's path -> the part where it is put right.
MENDED_IN = {
    "survey": "about",
    "design": "design",
    "sample design": "design",
    "areas": "areas",
    "by": "breakdowns",
    "indicators": "breakdowns",
    "rake": "weights",
    "answers": "columns",
    "definitions": "columns",
}


def url_of(survey: Survey, part: str, *more: object) -> str:
    return reverse(f"measure-survey-{part}", args=[survey.public_id, *more])


def hub_url(survey: Survey) -> str:
    return reverse("measure-survey", args=[survey.public_id])


def go_on(survey: Survey, after: str) -> HttpResponse:
    """To the part after this one; the areas page only where an area column was named."""
    here = IN_ORDER.index(after) + 1
    if IN_ORDER[here] == "areas" and not recipe_of(survey).areas.column:
        here += 1
    return redirect(url_of(survey, IN_ORDER[here]))


def show(request: HttpRequest, survey: Survey, part: str, page: Any = "", **context: Any) -> HttpResponse:
    """One page of a part, with its crumbs; `page` names a template of its own inside the part."""
    heading = context.pop("heading", HEADINGS[part])
    crumbs: list[tuple[Words, str]] = [
        (_("Bring your survey"), reverse("measure-surveys")),
        (survey.title, hub_url(survey)),
    ]
    if page:
        crumbs.append((HEADINGS[part], url_of(survey, part)))
    crumbs.append((heading, ""))
    known = {"survey": survey, "heading": heading, "crumbs": crumbs, "hub_url": hub_url(survey)}
    return render(request, f"measure/surveys/{page or part}.html", {**known, **context})


@dataclass(frozen=True)
class Obstacle:
    """Why something cannot be done: where, what was found, what to do, and the page where it is put right."""

    where: str
    found: str
    remedy: str
    url: str = ""


# What to do, said for the pages: a recipe's own remedies speak of its file.
REMEDIES = {
    "answers": _("Say on the page of that column what each value means."),
    "areas": _("Say on the page about areas where each value lies."),
    "by": _("Choose other groups, or say which column holds them."),
    "rake": _("Change or remove that population figure."),
    "indicators": _("Choose other measures, or say which column holds the question."),
}


def obstacle_of(survey: Survey, error: RecipeError) -> Obstacle:
    return _obstacle(survey, error.path, error.found, error.remedy)


def _obstacle(survey: Survey, path: str, found: str, remedy: str) -> Obstacle:
    """A refusal in the words of the pages, with the page where it is put right."""
    url = mending_url(survey, path)
    remedy = str(REMEDIES.get(path.partition(", ")[0], remedy)) if url else remedy
    return Obstacle(_where(survey, path), found, remedy, url)


def _where(survey: Survey, path: str) -> str:
    """The question a refusal is about, in its own words and with its column; else the place in the recipe."""
    first, _comma, rest = path.partition(", ")
    recipe = recipe_of(survey)
    question = rest.partition(", ")[0]
    if first != "answers" or question not in registry_for(recipe).questions:
        return path
    columns = ", ".join(recipe.answers[question].columns) if question in recipe.answers else ""
    text = registry_for(recipe).question(question).text
    return f"{text} ({columns})" if columns else text


def kept_obstacle(survey: Survey) -> Obstacle | None:
    """The problem the last work on the survey ended with."""
    problem = survey.problem
    if not problem:
        return None
    return _obstacle(survey, problem["where"], problem["found"], problem["remedy"])


def mending_url(survey: Survey, path: str) -> str:
    """The page where a recipe error is put right; for an answer, the column's own page."""
    first, _comma, rest = path.partition(", ")
    question = rest.partition(", ")[0]
    answering = recipe_of(survey).answers.get(question) if first == "answers" else None
    if answering:
        number = number_of(file_of(survey), answering.columns[0])
        return url_of(survey, "codes" if number else "columns", *([number] if number else []))
    if path == "areas, column":
        return url_of(survey, "areas")
    return url_of(survey, MENDED_IN[first]) if first in MENDED_IN else ""
