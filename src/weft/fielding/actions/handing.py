"""Straight into Measure: the answers become a survey file of whoever brings them over, every question mapped."""

import tempfile
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from weft.fielding.dataset import AREA, HOUSEHOLD, STRATUM, WEIGHT, answering, columns_of, write_dataset
from weft.fielding.models import Fieldwork, Sampled
from weft.fielding.queries.rates import standing
from weft.fielding.states import FieldworkState, need
from weft.forms.states import Mode
from weft.measure.actions import change_recipe, read_survey_file, receive_survey
from weft.measure.models import Survey
from weft.measure.recipes import shipped_registry
from weft.measure.tables.recipe import AreaColumn, Recipe, SampleDesign, SurveyFacts
from weft.record.actions import record_event


def hand_over_to_measure(*, fieldwork: Fieldwork, by: User) -> Survey:
    """Bring the answers into Measure, once: the second time gives the survey made first.

    What is left to do there: rake to the population, look, publish.
    """
    need(fieldwork.state == FieldworkState.UNLINKED, _("Close fieldwork and destroy the link first."))
    if found := survey_of(fieldwork):
        return found
    need(Sampled.objects.filter(fieldwork=fieldwork).exists(), _("Nobody answered."))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{fieldwork.form.key}-{fieldwork.public_id[:6]}.sav"
        write_dataset(fieldwork, path)
        with path.open("rb") as file:
            survey = receive_survey(
                file=UploadedFile(File(file), name=path.name), by=by, key=f"fieldwork {fieldwork.public_id}"
            )
    survey = read_survey_file(survey=survey)
    change_recipe(survey=survey, change=lambda _before: recipe_of(fieldwork), by=by)
    return _note(fieldwork, survey, by)


@transaction.atomic
def _note(fieldwork: Fieldwork, survey: Survey, by: User) -> Survey:
    Fieldwork.objects.filter(pk=fieldwork.pk).update(survey=survey.public_id)
    fieldwork.survey = survey.public_id
    record_event(
        by=by, action="fielding.fieldwork.hand_over", thing=fieldwork, after={"survey": survey.public_id}
    )
    return survey


def survey_of(fieldwork: Fieldwork) -> Survey | None:
    """The survey file made of this wave, while it is there."""
    rows = Survey.objects.unscoped("the file made of a wave")
    return rows.filter(public_id=fieldwork.survey).first() if fieldwork.survey else None


def recipe_of(fieldwork: Fieldwork) -> Recipe:
    """The design and every question of the bank, so that nothing is keyed again."""
    registry = shipped_registry()
    answers = answering(columns_of(fieldwork), registry)
    rows = Sampled.objects.filter(fieldwork=fieldwork)
    has_strata = rows.exclude(stratum="").exists() and not rows.filter(stratum="").exists()
    areas = sorted(set(rows.values_list("area", flat=True)))
    design = SampleDesign(
        weight=WEIGHT, strata=(STRATUM,) if has_strata else (), psu=(HOUSEHOLD,), lonely="adjust"
    )
    return replace(
        Recipe(),
        survey=_facts(fieldwork),
        design=design,
        areas=AreaColumn(column=AREA, codes={code: code for code in areas}),
        answers=answers,
        by=tuple(each.id for each in registry.breakdowns.values() if each.question in answers),
    )


def _facts(fieldwork: Fieldwork) -> SurveyFacts:
    now = standing(fieldwork)
    rate = now.whole.rates["RR2"] or 0
    said = _("%(rate)s %% of the adults asked answered (AAPOR RR2; %(n)s cases).")
    return SurveyFacts(
        name=fieldwork.form.title[:120],
        period=f"{fieldwork.first_day:%Y-%m}",  # as measure.rules reads one; the wave's own name is in `source`
        area=str(settings.CITY)[:80],
        population=_("residents aged 16 and over"),
        sample="probability",
        mode=", ".join(str(mode.label).lower() for mode in Mode if mode in fieldwork.modes)[:120],
        response=said % {"rate": round(100 * rate), "n": now.whole.counts.everyone},
        source=_("Own fieldwork “%(wave)s”, %(first)s to %(last)s")
        % {
            "wave": fieldwork.name,
            "first": fieldwork.first_day.isoformat(),
            "last": fieldwork.last_day.isoformat(),
        },
        synthetic=settings.DEMO,
    )
