"""Who may open the pages of a survey."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from tests.browser.checks import strict_html
from tests.people.make import account, sign_in
from weft.measure import urls_surveys
from weft.measure.models import Survey

OPEN_TO_ALL = {"demo-sign-in"}
MORE = {"number": 1, "name": "sex", "key": "R1@1"}


def survey_pages(survey: Survey) -> list[str]:
    """The address of every page about one survey."""
    found = []
    for route in urls_surveys.urlpatterns:
        names = route.pattern.converters  # type: ignore[union-attr]
        if "public_id" in names:
            given = {name: MORE[name] for name in names if name != "public_id"}
            found.append(reverse(str(route.name), kwargs={"public_id": survey.public_id, **given}))
    return found


def _plain(response: HttpResponse) -> str:
    """A page without its forgery tokens, which differ every time."""
    return re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", response.content.decode())


def test_every_route_of_the_journey_asks_for_an_account(client: Client, survey: Survey) -> None:
    pages = [*survey_pages(survey), "/measure/surveys/", "/measure/surveys/new"]
    assert len(pages) + len(OPEN_TO_ALL) == len(urls_surveys.urlpatterns)
    for page in pages:
        response = client.get(page)
        assert (response.status_code, response["Location"]) == (
            302,
            f"/sign-in?next={page.replace('@', '%40')}",
        )


def test_another_persons_survey_is_as_missing_as_none(client: Client, survey: Survey) -> None:
    sign_in(client, account("eve@example.org", "analyst"))
    for page in survey_pages(survey):
        there, nowhere = client.get(page), client.get(page.replace(survey.public_id, "x" * 22))
        assert there.status_code == nowhere.status_code == 404
        assert _plain(there) == _plain(nowhere).replace("x" * 22, survey.public_id)
        assert client.post(page).status_code == 404
    assert Survey.objects.count() == 1


def test_list_costs_the_same_for_one_survey_and_for_three(
    desk: Client, bring: Callable[..., Survey], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    bring()
    with django_assert_num_queries(3):
        desk.get("/measure/surveys/")
    bring()
    bring()
    with django_assert_num_queries(3):
        desk.get("/measure/surveys/")


def test_hub_costs_three_queries(
    desk: Client, survey: Survey, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        desk.get(f"/measure/surveys/{survey.public_id}/")


def test_personal_pages_stay_out_of_caches(desk: Client, survey: Survey) -> None:
    for page in ("/measure/surveys/", f"/measure/surveys/{survey.public_id}/about"):
        assert "no-store" in desk.get(page)["Cache-Control"]


def test_demonstration_button_signs_in_only_in_the_demonstration(
    client: Client, db: None, settings: Settings
) -> None:
    assert client.post("/sign-in/demonstration").status_code == 404
    settings.DEMO = True
    assert "Continue as the demonstration analyst" in client.get("/sign-in").content.decode()
    assert client.get("/sign-in/demonstration").status_code == 405
    assert client.post("/sign-in/demonstration")["Location"] == "/measure/surveys/"
    assert User.objects.get().has_usable_password() is False


def test_signing_out_needs_a_press(desk: Client) -> None:
    assert desk.get("/sign-out").status_code == 405
    assert desk.post("/sign-out")["Location"] == "/"


@pytest.mark.parametrize("page", ["/measure/surveys/new"])
def test_a_body_too_large_gets_the_page_that_says_so(desk: Client, settings: Settings, page: str) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = desk.post(page, {"note": "x" * 500})
    assert response.status_code == 413
    assert "The file is too large" in response.content.decode()
    strict_html(response)


def test_a_file_over_the_limit_is_refused_while_it_streams(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weft.measure.uploads.ROOM_FOR_THE_FORM", -500 * 1024 * 1024 + 1000)
    response = desk.post("/measure/surveys/new", {"file": SimpleUploadedFile("a.csv", b"a,b\n" * 1000)})
    assert response.status_code == 413
    assert Survey.objects.count() == 0
