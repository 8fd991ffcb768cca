"""The hub's task list: where each part of a survey stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weft.measure.columns import Use, column_uses, file_of
from weft.measure.models import Survey
from weft.measure.recipes import recipe_of, registry_for
from weft.measure.rules import NEEDED_TO_PUBLISH
from weft.measure.states import SurveyState
from weft.measure.tables.recipe import Recipe
from weft.measure.views.parts import HEADINGS, Words, url_of


@dataclass(frozen=True)
class Task:
    """One line of the task list. tone: done (plain words), todo (marked), later (grey, no link)."""

    name: Words
    url: str
    status: str
    tone: str = "done"
    hint: str = ""


@dataclass(frozen=True)
class Section:
    heading: str
    tasks: tuple[Task, ...]


def sections_of(survey: Survey) -> list[Section]:
    recipe = recipe_of(survey)
    uses = column_uses(survey, recipe, registry_for(recipe))
    say = [_read(survey), _about(survey, recipe), _columns(survey, uses)]
    count = [
        _design(survey, recipe),
        *_areas(survey, recipe),
        _groups(survey, recipe),
        _weights(survey, recipe),
    ]
    end = [_check(survey, recipe), _evidence(survey), _publish(survey)]
    return [
        Section(_("Say what it is"), tuple(say)),
        Section(_("Say how it counts"), tuple(count)),
        Section(_("Look, then publish"), tuple(end)),
    ]


def _task(survey: Survey, part: str, status: str, tone: str = "done", hint: str = "") -> Task:
    return Task(HEADINGS[part], "" if tone == "later" else url_of(survey, part), status, tone, hint)


def _read(survey: Survey) -> Task:
    hint = _("%(rows)s rows, %(columns)s columns") % {
        "rows": f"{survey.rows:,}",
        "columns": f"{survey.column_count:,}",
    }
    return _task(survey, "read", _("Read"), hint=hint)


def _about(survey: Survey, recipe: Recipe) -> Task:
    lacking = [name for name in NEEDED_TO_PUBLISH if not getattr(recipe.survey, name)]
    return _task(survey, "about", _("To do") if lacking else _("Done"), "todo" if lacking else "done")


def _columns(survey: Survey, uses: list[Use]) -> Task:
    answered = len({use.question.id for use in uses if use.kind == "answer" and use.question})
    offered = sum(use.kind == "suggested" for use in uses)
    unclear = sum(bool(use.unplanned) for use in uses)
    hint = ngettext("%(n)s question answered", "%(n)s questions answered", answered) % {"n": answered}
    if offered:
        hint += ", " + ngettext("%(n)s suggestion to look at", "%(n)s suggestions to look at", offered) % {
            "n": offered
        }
    if unclear:
        return _task(survey, "columns", _("Values without a meaning"), "todo", hint)
    return _task(
        survey, "columns", _("Done") if answered else _("To do"), "done" if answered else "todo", hint
    )


def _design(survey: Survey, recipe: Recipe) -> Task:
    if recipe.design.weight:
        return _task(survey, "design", _("Done"), hint=_("Weight: %(name)s") % {"name": recipe.design.weight})
    return _task(survey, "design", _("No weight"), "todo", _("Without one the tables are marked unweighted"))


def _areas(survey: Survey, recipe: Recipe) -> Iterator[Task]:
    if not recipe.areas.column:
        return
    column = next((c for c in file_of(survey).columns if c.name == recipe.areas.column), None)
    left = [code for code, _label, _n in column.top if code not in recipe.areas.codes] if column else ["?"]
    yield _task(survey, "areas", _("To do") if left else _("Done"), "todo" if left else "done")


def _groups(survey: Survey, recipe: Recipe) -> Task:
    if not recipe.by:
        return _task(survey, "breakdowns", _("To do"), "todo")
    hint = ngettext("%(n)s way to split people", "%(n)s ways to split people", len(recipe.by)) % {
        "n": len(recipe.by)
    }
    return _task(survey, "breakdowns", _("Done"), hint=hint)


def _weights(survey: Survey, recipe: Recipe) -> Task:
    margins = len(recipe.rake.margins)
    if not margins:
        return _task(survey, "weights", _("Optional"))
    return _task(
        survey,
        "weights",
        _("Done"),
        hint=ngettext("Matched on %(n)s total", "Matched on %(n)s totals", margins) % {"n": margins},
    )


def _check(survey: Survey, recipe: Recipe) -> Task:
    if survey.state in (SurveyState.ESTIMATED, SurveyState.PUBLISHED):
        return _task(survey, "check", _("Done"))
    if not recipe.answers:
        return _task(survey, "check", _("Needs a question first"), "later")
    return _task(survey, "check", _("Problem to mend") if survey.problem else _("Ready to start"), "todo")


def _evidence(survey: Survey) -> Task:
    if survey.evidence:
        return _task(survey, "evidence", _("Ready to read"))
    return _task(survey, "evidence", _("After the check"), "later")


def _publish(survey: Survey) -> Task:
    if survey.state == SurveyState.PUBLISHED:
        return _task(survey, "publish", _("Published"))
    if survey.state == SurveyState.ESTIMATED:
        return _task(survey, "publish", _("Ready"), "todo")
    return _task(survey, "publish", _("After the check"), "later")
