"""What the pages read: the same number of queries however many waves there are."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from weft.measure.actions.publish import seal
from weft.measure.models import Estimate, Release
from weft.measure.queries import city_picture, current_digests, indicator_page, landing_figure
from weft.measure.views import frozen

pytestmark = pytest.mark.usefixtures("city")
PAGES = [
    "/",
    "/measure/",
    "/measure/all/",
    "/measure/indicators/R4/",
    "/measure/how-we-know/",
    "/measure/definitions/",
]


def queries_for(client: Client, address: str) -> int:
    client.get(address)
    frozen.forget()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def another_wave(period: str) -> None:
    """The second wave again as a later one."""
    release = Release.objects.get(survey__isnull=False, period="2021-22")
    cells = list(release.estimates.all())
    release.pk, release.public_id, release.period = None, f"wave-{period}", period
    release.published_at += timedelta(days=1)
    release._state.adding = True
    release.save()
    for cell in cells:
        cell.pk, cell.release, cell._state.adding = None, release, True
    Estimate.objects.bulk_create(cells)
    seal(release)


@pytest.mark.parametrize("address", PAGES)
def test_queries_do_not_grow_with_the_waves(client: Client, address: str) -> None:
    first = Release.objects.filter(survey__isnull=False, period="2018-19")
    first.update(is_current=False)
    at_one = queries_for(client, address)
    first.update(is_current=True)
    at_two = queries_for(client, address)
    another_wave("2024-25")
    assert queries_for(client, address) == at_two
    assert at_two - at_one <= 1  # with a second wave there is a comparison to read


def test_a_page_already_made_asks_only_whether_it_is_still_current(client: Client) -> None:
    client.get("/measure/indicators/R4/")
    with CaptureQueriesContext(connection) as seen:
        client.get("/measure/indicators/R4/")
    assert len(seen) == 1


def test_the_latest_wave_is_shown_unless_another_is_asked_for() -> None:
    latest, earlier = indicator_page("O1"), indicator_page("O1", "2018-19")
    assert latest is not None and earlier is not None
    assert (latest.release.period, earlier.release.period) == ("2021-22", "2018-19")
    assert indicator_page("O1", "1999") is None
    assert indicator_page("nothing") is None


def test_ids_that_begin_alike_are_not_mixed_up() -> None:
    page = indicator_page("O3")
    assert page is not None
    assert page.indicator.id == "O3"
    assert {
        figure.definition.id for section in page.sections for figure in [r.figure for r in section.rows]
    } == {"O3"}


def test_rows_follow_the_registry_never_the_values() -> None:
    picture = city_picture()
    assert picture is not None
    shown = [row.indicator.id for theme in picture.themes for row in theme.rows]
    assert shown == ["R1", "R3", "R4", "R6", "R7", "R13", "P1", "P2", "E1", "E3", "E5", "O1", "O2"]


def test_the_map_is_chosen_before_any_value_is_seen() -> None:
    picture = city_picture()
    assert picture is not None and picture.map_indicator is not None
    assert picture.map_indicator.id == "O2"
    Estimate.objects.filter(indicator="O2@1", breakdown="area").delete()
    without = city_picture()
    assert without is not None and without.map_indicator is not None
    assert without.map_indicator.id == "O1"


def test_before_any_release_there_is_nothing_to_show(client: Client) -> None:
    Release.objects.all().delete()
    assert (city_picture(), landing_figure(), current_digests()) == (None, None, ())
    assert "Nothing is published yet." in client.get("/measure/").content.decode()
    assert client.get("/measure/indicators/R1/").status_code == 404
