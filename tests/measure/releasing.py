"""Release a survey in a test the only way there is: one person makes it, another signs it off."""

from django.contrib.auth.models import User

from tests.people.make import account
from weft.measure.actions import ask_for_sign_off, build_release, draft_release, publish_release, sign_off
from weft.measure.models import Proposal, Release, Survey
from weft.measure.rules import RISKS

NOTES = dict.fromkeys(RISKS, "Looked at it.")


def checker() -> User:
    """Olu, who signs off what others made."""
    return account("olu@example.org", "output_checker")


def built(survey: Survey, by: User, replacing: str = "") -> Proposal:
    return build_release(proposal=draft_release(survey=survey, by=by, replacing=replacing))


def signed(survey: Survey, by: User, replacing: str = "") -> Proposal:
    made = ask_for_sign_off(proposal=built(survey, by, replacing), by=by)
    return sign_off(proposal=made, notes=NOTES, by=checker())


def released(survey: Survey, by: User, replacing: str = "") -> Release:
    return publish_release(proposal=signed(survey, by, replacing), by=by)
