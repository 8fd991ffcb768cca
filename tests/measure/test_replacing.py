"""A colleague's release is replaced only by who was told whose it is; a correction is logged once, by analysts."""

import pytest
from django.test import Client

from tests.measure.releasing import NOTES, checker
from tests.measure.test_publish import estimated
from tests.people.make import account, sign_in
from weft.measure.actions import ask_for_sign_off, build_release, draft_release, sign_off
from weft.measure.models import Correction, Proposal, Release, Survey
from weft.measure.rules import ColleaguesRelease
from weft.measure.states import SurveyState

__all__ = ["estimated"]


@pytest.fixture
def bea(estimated: Survey, client: Client) -> Client:
    """Another analyst, with a survey of the same wave."""
    other = account("bea@example.org", "analyst")
    estimated.created_by = other
    estimated.save()
    return sign_in(client, other)


def there() -> Release:
    return Release.objects.get(survey__isnull=False, period="2021-22", is_current=True)


@pytest.mark.parametrize("told", ["", "another"])
def test_a_colleagues_release_is_not_replaced_unseen(bea: Client, estimated: Survey, told: str) -> None:
    with pytest.raises(ColleaguesRelease):
        draft_release(survey=estimated, by=estimated.created_by, replacing=told)
    estimated.refresh_from_db()
    assert estimated.state == SurveyState.ESTIMATED


def test_the_page_says_whose_it_is_and_asks(bea: Client, estimated: Survey) -> None:
    page, before = f"/measure/surveys/{estimated.public_id}/publish", there()
    begun = Proposal.objects.unscoped("test").filter(survey=estimated)
    assert "Replace the release of analyst@demonstration.example" in bea.get(page).content.decode()
    assert "replace your colleague" in bea.post(f"{page}/build", follow=True).content.decode()
    assert not begun.exists()
    bea.post(f"{page}/build", {"replaces": before.public_id})
    made = build_release(proposal=begun.get())
    sign_off(proposal=ask_for_sign_off(proposal=made, by=made.maker), notes=NOTES, by=checker())
    assert there() == before
    bea.post(f"{page}/out")
    assert there() != before


def test_an_account_that_is_no_analyst_replaces_nothing(bea: Client, estimated: Survey) -> None:
    officer = account("officer@example.org", "officer")
    with pytest.raises(ColleaguesRelease):
        draft_release(survey=estimated, by=officer, replacing=there().public_id)


def test_a_correction_is_logged_once_for_everyone_to_read(bea: Client, estimated: Survey) -> None:
    address = f"/measure/releases/{there().public_id}/"
    assert "Log a correction" in bea.get(address).content.decode()
    assert (
        "Say what was wrong and what was done" in bea.post(f"{address}correct", {"text": ""}).content.decode()
    )
    sent = {"text": "The base was wrong. It was mended.", "key": "once"}
    for _ in range(2):
        assert bea.post(f"{address}correct", sent)["Location"] == address
    assert Correction.objects.count() == 1
    assert "The base was wrong." in Client().get("/measure/how-we-know/").content.decode()


def test_who_is_no_analyst_is_not_offered_it(estimated: Survey, client: Client) -> None:
    address = f"/measure/releases/{there().public_id}/"
    sign_in(client, account("officer@example.org", "officer"))
    assert "Log a correction" not in client.get(address).content.decode()
    assert client.get(f"{address}correct").status_code == 404
