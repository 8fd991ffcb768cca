"""Draft a release of what was estimated, build it, attack it. Nothing of it is public before somebody else signs."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from weft.measure.actions.content import content_for
from weft.measure.actions.moving import mark_of, move_release
from weft.measure.actions.publish import releases_of_the_same_people, wave_replaced_by
from weft.measure.actions.work import begin
from weft.measure.cube.attack import attack_release
from weft.measure.cube.kept import Known, from_data, populations_of
from weft.measure.cube.seal import Content, seal_of
from weft.measure.models import Proposal, Survey
from weft.measure.recipes import recipe_of
from weft.measure.rules import refuse_publication, refuse_replacement
from weft.measure.states import STILL_OPEN, ReleaseState, SurveyState, WrongState
from weft.record.actions import record_event
from weft.record.once import do_once
from weft.stats.errors import StatsError

LEARNED = "An attacker learns a small number from it. Publish fewer tables."
NOTHING_LEFT = (
    "Together with an earlier release of the same people it gives a small number away, whatever is left out of it. "
    "Change what is published: fewer groups, or other ones."
)
BROKE = "Something went wrong on our side while building the release. Build it once more."


@transaction.atomic
def draft_release(*, survey: Survey, by: User, replacing: str = "") -> Proposal:
    """Begin a release of what was estimated. One that was begun before and is not public is taken back.

    replacing: the public id of a colleague's release of the same wave that this one is meant to replace.
    Raises: WrongState, RecipeError, ColleaguesRelease.
    """
    held = Survey.objects.unscoped("a survey held").select_for_update().get(pk=survey.pk)
    if held.state != SurveyState.ESTIMATED:
        raise WrongState(held, held.state, SurveyState.PUBLISHED)
    recipe = recipe_of(held)
    refuse_publication(recipe.survey)
    refuse_replacement(wave_replaced_by(recipe.survey), told=replacing, by=by)
    take_back_open(survey=held, by=by)
    made = Proposal.objects.unscoped("a release begun").create(
        survey=held, title=held.title, maker=by, replacing=replacing, evidence_sha=mark_of(held)
    )
    record_event(by=by, action="measure.release.draft", thing=made, after={"survey": held.public_id})
    return made


def start_release(*, survey: Survey, by: User, replacing: str = "", key: str = "") -> Proposal:
    """Draft a release and have it built outside the request. key: of the page; a second press begins nothing."""

    def begun() -> Proposal:
        made = draft_release(survey=survey, by=by, replacing=replacing)
        begin(made.public_id, "release")
        return made

    return do_once(key=key, action="measure.release.draft", by=by, make=begun)


def take_back_open(*, survey: Survey, by: User) -> None:
    """What was begun for a survey and is not public comes to nothing."""
    for each in Proposal.objects.unscoped("a survey's releases").filter(survey=survey, state__in=STILL_OPEN):
        take_back(proposal=each, by=by)


@transaction.atomic
def take_back(*, proposal: Proposal, by: User) -> Proposal:
    """End a release that is not public; what was built is dropped."""
    move_release(proposal=proposal, to=ReleaseState.TAKEN_BACK, content={})
    record_event(by=by, action="measure.release.take_back", thing=proposal)
    return proposal


def build_release(*, proposal: Proposal) -> Proposal:
    """Protect, audit and attack; ends ATTACKED, or STOPPED with what to do."""
    survey = proposal.survey
    if survey is None or mark_of(survey) != proposal.evidence_sha:
        return _stop(proposal, BROKE)
    earlier = releases_of_the_same_people(survey)
    try:
        content = content_for(survey, earlier)
    except StatsError:
        return _stop(proposal, NOTHING_LEFT)
    except Exception:
        _stop(proposal, BROKE)
        raise
    _keep_built(proposal, content)
    return _attack(proposal, [populations_of(each.audited) for each in earlier])


@transaction.atomic
def _keep_built(proposal: Proposal, content: Content) -> None:
    audited = content["facts"]["audited"]
    said: dict[str, Any] = {"content": content, "digest": seal_of(content)}
    said |= {"plan": audited["plan"], "outcome": {"certificate": audited["certificate"]}}
    move_release(proposal=proposal, to=ReleaseState.BUILT, **said)
    after = {"digest": proposal.digest, **_counted(audited["certificate"])}
    record_event(by=None, action="measure.release.build", thing=proposal, after=after)


def _counted(certificate: Mapping[str, int]) -> dict[str, int]:
    return {name: certificate[name] for name in ("figures", "withdrawn", "cells", "narrowest")}


def _attack(proposal: Proposal, earlier: list[list[Known]]) -> Proposal:
    release = [from_data(each) for each in proposal.content["facts"]["audited"]["populations"]]
    found = attack_release(release, earlier)
    if not all(attacked.is_beaten_off for attacked in found):
        return _stop(proposal, LEARNED)
    with transaction.atomic():
        outcome = proposal.outcome | {"attacks": [asdict(attacked) for attacked in found]}
        move_release(proposal=proposal, to=ReleaseState.ATTACKED, outcome=outcome)
        after = {attacked.attack: attacked.narrow for attacked in found}
        record_event(by=None, action="measure.release.attack", thing=proposal, after=after)
    return proposal


@transaction.atomic
def _stop(proposal: Proposal, problem: str) -> Proposal:
    move_release(proposal=proposal, to=ReleaseState.STOPPED, problem=problem, content={})
    record_event(by=None, action="measure.release.stop", thing=proposal)
    return proposal


@transaction.atomic
def ask_for_sign_off(*, proposal: Proposal, by: User) -> Proposal:
    """Hand a built and attacked release to the output checkers."""
    move_release(proposal=proposal, to=ReleaseState.AWAITING)
    record_event(by=by, action="measure.release.ask", thing=proposal, after={"digest": proposal.digest})
    return proposal
