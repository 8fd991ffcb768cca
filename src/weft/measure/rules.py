"""Who may do what in Measure, and what must be said before anything is published."""

import re

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils import timezone

from weft.measure.models import Survey
from weft.measure.tables.recipe import RecipeError, SurveyFacts
from weft.measure.tables.rows import NEEDED_FOR_A_FIGURE, refuse_unsaid

NEEDED_TO_PUBLISH = NEEDED_FOR_A_FIGURE | {
    "mode": "how people answered, for example online and on paper",
    "response": "how many were asked and how many answered",
}
# A month has two digits: periods are put in order as text, and 2024-10 would come before 2024-9.
PERIOD = re.compile(r"(19|20)\d\d([-/](\d\d|(19|20)\d\d))?( \w.*)?")


def may_analyse(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Analysts are the people with an account; the demonstration has one ready."""
    return bool(user.is_authenticated and user.is_active)


def may_open(user: AbstractBaseUser | AnonymousUser, survey: Survey) -> bool:
    """A survey file is for the analyst who brought it."""
    return may_analyse(user) and survey.created_by_id == user.pk


def refuse_publication(facts: SurveyFacts) -> None:
    """Raise RecipeError for the first thing that keeps a release from being published."""
    refuse_unsaid(facts, NEEDED_TO_PUBLISH)
    if not PERIOD.fullmatch(facts.period):
        raise RecipeError(
            "survey, period",
            f"{facts.period!r} does not start with a year, or its month has one digit.",
            "Write it like 2021-22, 2024 or 2024-09.",
        )
    if int(facts.period[:4]) > timezone.localdate().year:
        raise RecipeError("survey, period", f"{facts.period!r} has not happened yet.", "Check the year.")
    if settings.DEMO and not facts.synthetic:
        raise RecipeError(
            "survey, synthetic",
            "this is the demonstration, where real answers are never published.",
            "Download the tables here, or publish with your own Weft (./weft serve).",
        )
    if facts.synthetic and not settings.DEMO and settings.MODE == "production":
        raise RecipeError(
            "survey, synthetic",
            "made-up answers are never published beside real ones.",
            "Publish synthetic data in the demonstration (./weft demo).",
        )
