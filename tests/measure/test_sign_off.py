"""Nobody publishes alone: built by one, attacked, signed off by another, frozen, and shown only while unaltered."""

from argparse import Namespace
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from tests.measure.pages import main_of, words_of
from tests.measure.releasing import NOTES, built, checker, released, signed
from tests.measure.test_publish import estimated
from tests.people.make import account, sign_in
from weft.cli import measure_releases
from weft.demo.roles import account_of
from weft.measure.actions import ask_for_sign_off, publish_release, send_back, sign_off, take_back
from weft.measure.actions.publish import Altered
from weft.measure.models import Estimate, Proposal, Release, Survey
from weft.measure.queries.whole import faults_of, is_whole
from weft.measure.rules import SignOffRefused
from weft.measure.states import ReleaseState, WrongState
from weft.measure.views import frozen
from weft.record.actions import record_event
from weft.record.models import Event

__all__ = ["estimated"]


@pytest.fixture
def waiting(estimated: Survey) -> Proposal:
    """A release of the analyst's that waits for sign-off."""
    by = account_of(role="analyst")
    return ask_for_sign_off(proposal=built(estimated, by), by=by)


def test_a_release_passes_every_state_with_an_event_each(estimated: Survey) -> None:
    release = released(estimated, account_of(role="analyst"))
    made = release.proposal
    assert (made.state, made.checker, release.digest) == (ReleaseState.PUBLISHED, checker(), made.digest)
    kept = Event.objects.filter(thing=f"measure.proposal:{made.public_id}").order_by("number")
    assert [(e.action.rpartition(".")[2], e.actor.partition(":")[0]) for e in kept] == [
        ("draft", "account"), ("build", "system"), ("attack", "system"), ("ask", "account"), ("sign", "account"),
    ]  # fmt: skip
    assert {attack["narrow"] for attack in made.outcome["attacks"]} == {0}


def test_the_release_it_replaces_is_superseded_and_counted_in_its_audit(estimated: Survey) -> None:
    first = Release.objects.get(survey__isnull=False, period="2021-22")
    second = released(estimated, account_of(role="analyst"))
    assert second.audited["earlier"] == [first.public_id]
    assert Proposal.objects.unscoped("test").get(release=first).state == ReleaseState.SUPERSEDED


@pytest.mark.parametrize("state", ["attacked", "awaiting"])
def test_nothing_is_published_before_it_is_signed_off(estimated: Survey, state: str) -> None:
    by = account_of(role="analyst")
    made = built(estimated, by)
    if state == "awaiting":
        ask_for_sign_off(proposal=made, by=by)
    with pytest.raises(WrongState):
        publish_release(proposal=made, by=by)
    assert Release.objects.filter(survey=estimated).count() == 0


def test_nobody_signs_off_their_own_release(waiting: Proposal) -> None:
    both = account("both@example.org", "analyst", "output_checker")
    Proposal.objects.unscoped("test").filter(pk=waiting.pk).update(maker=both)
    waiting.refresh_from_db()
    with pytest.raises(SignOffRefused, match="You made this release"):
        sign_off(proposal=waiting, notes=NOTES, by=both)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.unscoped("test").filter(pk=waiting.pk).update(checker=both)


def test_the_database_wants_a_checker_before_it_is_public(waiting: Proposal) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.unscoped("test").filter(pk=waiting.pk).update(state=ReleaseState.SIGNED)


def test_only_an_output_checker_signs(waiting: Proposal) -> None:
    with pytest.raises(SignOffRefused, match="Only an output checker"):
        sign_off(proposal=waiting, notes=NOTES, by=account("cy@example.org", "analyst"))


@pytest.mark.parametrize("risk", list(NOTES))
def test_each_of_the_seven_risks_needs_a_note(waiting: Proposal, risk: str) -> None:
    with pytest.raises(SignOffRefused, match=f"Missing: {risk}"):
        sign_off(proposal=waiting, notes=NOTES | {risk: " "}, by=checker())
    waiting.refresh_from_db()
    assert waiting.state == ReleaseState.AWAITING


def test_a_third_cannot_publish_what_two_others_made_and_signed(estimated: Survey) -> None:
    made = signed(estimated, account_of(role="analyst"))
    with pytest.raises(PermissionDenied):
        publish_release(proposal=made, by=account("eve@example.org", "analyst"))


def test_what_was_sent_back_or_taken_back_is_not_published(waiting: Proposal, estimated: Survey) -> None:
    send_back(proposal=waiting, reason="Leave out the smallest group.", by=checker())
    with pytest.raises(WrongState):
        publish_release(proposal=waiting, by=waiting.maker)
    again = take_back(proposal=built(estimated, waiting.maker), by=waiting.maker)
    assert (again.state, again.content) == (ReleaseState.TAKEN_BACK, {})


def test_figures_changed_after_the_signature_are_not_published(estimated: Survey) -> None:
    made = signed(estimated, account_of(role="analyst"))
    made.content["figures"][0][7] = 0.99
    made.save()
    with pytest.raises(Altered):
        publish_release(proposal=made, by=made.maker)
    assert Release.objects.filter(survey=estimated).count() == 0


def test_another_release_of_the_same_people_meanwhile_means_building_again(estimated: Survey) -> None:
    made = signed(estimated, account_of(role="analyst"))
    made.content["facts"]["audited"]["earlier"] = []
    made.save()
    with pytest.raises(Altered, match="came out since"):
        publish_release(proposal=made, by=made.maker)


ALTERATIONS: dict[str, Callable[[Release], object]] = {
    "a figure": lambda r: Estimate.objects.filter(release=r, showing="shown").update(est=0.5),
    "a figure taken out": lambda r: Estimate.objects.filter(release=r)[0].delete(),
    "who was asked": lambda r: Release.objects.filter(pk=r.pk).update(population="everybody"),
    "a comparison": lambda r: r.changes.update(verdict="clearly higher"),
    "the seal": lambda r: Release.objects.filter(pk=r.pk).update(seal=""),
}


@pytest.mark.parametrize("what", ALTERATIONS)
def test_an_altered_release_is_withheld_and_noted(city: None, client: Client, what: str) -> None:
    release = Release.objects.get(survey__isnull=False, period="2021-22")
    page = f"/measure/releases/{release.public_id}/"
    frozen.forget()
    assert is_whole(release) and client.get(page).status_code == 200
    ALTERATIONS[what](release)
    frozen.forget()
    for address in (page, "/measure/", "/measure/indicators/R4/", "/measure/files/R4/table.csv"):
        answer = client.get(address)
        assert answer.status_code == 503, address
        assert "These figures are withheld" in answer.content.decode()
    assert client.get("/").status_code == 200
    noted = Event.objects.filter(action="measure.release.altered")
    assert [event.thing for event in noted] == [f"measure.release:{release.public_id}"]
    assert faults_of(release)
    frozen.forget()


def tell_the_record() -> None:
    """The copy of the city has no record: say in this one what was published."""
    for release in Release.objects.all():
        after = {"digest": release.digest}
        record_event(by=None, action="measure.release.publish", thing=release, after=after)


def test_a_seal_made_to_fit_does_not_fit_the_record(city: None) -> None:
    from weft.measure.actions.publish import seal

    tell_the_record()
    release = Release.objects.get(survey__isnull=False, period="2021-22")
    Estimate.objects.filter(release=release, showing="shown").update(est=0.5)
    seal(release)
    Release.objects.filter(pk=release.pk).update(digest=release.seal)
    release.refresh_from_db()
    assert is_whole(release)
    assert faults_of(release) == ["its fingerprint is not the one in the record"]


def test_the_public_page_says_how_it_came_out(city: None, client: Client) -> None:
    release = Release.objects.get(survey__isnull=False, period="2018-19")
    said = words_of(main_of(client, f"/measure/releases/{release.public_id}/"))
    assert "Tables570" in said
    assert "None of 916 small numbers" in said
    assert "Signed off by a second person" in said
    assert release.seal in said


def test_what_an_analyst_may_not_open_and_a_checker_may(waiting: Proposal, client: Client) -> None:
    page = f"/measure/sign-off/{waiting.public_id}/"
    sign_in(client, account("cy@example.org", "analyst"))
    assert client.get(page).status_code == 404
    sign_in(client, checker())
    assert "Exchanges favours" in client.get(page).content.decode()
    refused = client.post(page, {"note_few": "Looked."}).content.decode()
    assert "There is a problem" in refused and "tick it" in refused
    sent = {f"note_{risk}": note for risk, note in NOTES.items()} | {f"looked_{risk}": "on" for risk in NOTES}
    assert client.post(page, sent)["Location"] == page
    waiting.refresh_from_db()
    assert (waiting.state, waiting.checklist) == (ReleaseState.SIGNED, NOTES)


def test_the_command_line_attacks_and_verifies(city: None, capsys: pytest.CaptureFixture[str]) -> None:
    tell_the_record()
    release = Release.objects.get(survey__isnull=False, period="2021-22")
    assert measure_releases.attack(Namespace(release=release.public_id)) == 0
    assert "linear programmes: 0 learned to within 5 people" in capsys.readouterr().out
    assert measure_releases.verify(Namespace(release=release.public_id)) == 0
    Estimate.objects.filter(release=release, showing="shown").update(est=0.5)
    assert measure_releases.verify(Namespace(release=None)) == 1
    assert "4 releases checked, 1 altered." in capsys.readouterr().out
