"""What must be said before anything is published, and whose release may be replaced."""

import re

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from weft.measure.models import Proposal, Release
from weft.measure.tables.recipe import RecipeError, SurveyFacts
from weft.measure.tables.rows import NEEDED_FOR_A_FIGURE, refuse_unsaid
from weft.people.roles.current import actor_for
from weft.people.roles.policy import may

NEEDED_TO_PUBLISH = NEEDED_FOR_A_FIGURE | {
    "mode": "how people answered, for example online and on paper",
    "response": "how many were asked and how many answered",
}
# A month has two digits: periods are put in order as text, and 2024-10 would come before 2024-9.
PERIOD = re.compile(r"(19|20)\d\d([-/](\d\d|(19|20)\d\d))?( \w.*)?")

# What whoever signs a release off looks for, each answered with a note. Source: the kinds of disclosure of the Handbook
# on Statistical Disclosure Control for Outputs (SDAP, 2019), in our own words.
RISKS: dict[str, str | Promise] = {
    "few": _("A figure rests on too few people"),
    "dominance": _("One or two contributors make up most of a sum or a mean"),
    "extremes": _("A highest or lowest value is somebody’s own"),
    "whole_group": _("Everybody or nobody in a group gave an answer, so it is known of each of them"),
    "subtracting": _("Subtracting figures of this release from each other gives a hidden one away"),
    "earlier": _("An earlier release, or something published elsewhere, differs by a few people only"),
    "words": _("A name, a label or a note says who somebody is, or more than was asked"),
}


class SignOffRefused(Exception):
    """Somebody signs what they made themselves, or has not looked at every risk; the message says what to do."""


def refuse_sign_off(proposal: Proposal, notes: dict[str, str], by: User) -> None:
    """Raise SignOffRefused unless another person, who may, answers each of the seven risks."""
    if proposal.maker_id == by.pk:
        raise SignOffRefused("You made this release. Ask somebody else to sign it off.")
    if not may(actor_for(by, has_second_factor=True), "release.sign"):
        raise SignOffRefused("Only an output checker signs releases off.")
    lacking = [risk for risk in RISKS if not notes.get(risk, "").strip()]
    if lacking:
        raise SignOffRefused(
            f"Say what you found for each of the seven risks. Missing: {', '.join(lacking)}."
        )


def refuse_outside_the_demonstration() -> None:
    """Raise SignOffRefused where a release that no second person has signed off could reach the public."""
    if not settings.DEMO:
        raise SignOffRefused(
            "Figures are brought in without sign-off in the demonstration only. Publish them as a release of a survey,"
            " which a second person signs off."
        )


class ColleaguesRelease(Exception):
    """The wave was published by somebody else, and whoever publishes has not said that they replace it."""

    def __init__(self, release: Release) -> None:
        super().__init__(f"{release} was published by another account.")
        self.release = release


def is_a_colleagues(release: Release | None, by: User) -> bool:
    """A release somebody else published; one that was brought in belongs to nobody."""
    return release is not None and release.published_by_id not in (None, by.pk)


def refuse_replacement(release: Release | None, *, told: str, by: User) -> None:
    """Raise ColleaguesRelease unless the account may replace it and was told whose it is.

    told: the public id of the release the page named, sent back with the form. The gate has asked for the second
    factor before this; here only the role counts.
    """
    if release is None or not is_a_colleagues(release, by):
        return
    may_replace = may(actor_for(by, has_second_factor=True), "release.replace")
    if not may_replace or told != release.public_id:
        raise ColleaguesRelease(release)


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
