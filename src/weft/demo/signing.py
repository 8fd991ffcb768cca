"""The demonstration's releases, made by its analyst and signed off by its output checker: two people, as anywhere."""

from django.contrib.auth.models import User

from weft.demo.roles import account_of
from weft.measure.actions import ask_for_sign_off, build_release, draft_release, publish_release, sign_off
from weft.measure.models import Release, Survey
from weft.measure.states import ReleaseState

NOTES = {
    "few": "Looked at the smallest boroughs and groups: nothing under 10 people or a base of 30 is shown.",
    "dominance": "There are no sums of money. The one mean has a base of at least 30 everywhere.",
    "extremes": "No lowest or highest value is shown.",
    "whole_group": "Shares near nothing or everything are not shown as numbers.",
    "subtracting": "No attacker came closer than the audit asks for.",
    "earlier": "The other wave asked other people. Nothing else of this survey is public.",
    "words": "Labels are those of the definitions. Every page says that the data are synthetic.",
}


def release_of(*, survey: Survey, by: User) -> Release:
    """Build, ask, sign, publish."""
    made = build_release(proposal=draft_release(survey=survey, by=by))
    if made.state != ReleaseState.ATTACKED:
        raise RuntimeError(f"The synthetic wave could not be released: {made.problem}")
    ask_for_sign_off(proposal=made, by=by)
    sign_off(proposal=made, notes=NOTES, by=account_of(role="output_checker"))
    return publish_release(proposal=made, by=by)
