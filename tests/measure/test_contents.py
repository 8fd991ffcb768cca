"""The explorer shows a table only as it was frozen, from the table of contents that was sealed with it."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from weft.measure.cube.contents import contents_of
from weft.measure.cube.seal import FIGURES
from weft.measure.models import Change, Contents, Estimate, Release
from weft.measure.queries import shelf
from weft.measure.queries.whole import faults_of, has_whole_contents

pytestmark = pytest.mark.usefixtures("city")
HOME = "/measure/explore/"
TENURE = HOME + "O1/?wave=2021-22&by=tenure"
LATER = Release.objects.filter(period="2021-22", survey__isnull=False)


def test_a_figure_altered_after_it_was_read_once_is_withheld(client: Client) -> None:
    assert client.get(TENURE).status_code == 200
    Estimate.objects.filter(
        release__period="2021-22", indicator="O1@1", breakdown="tenure", level="private_rent"
    ).update(est=0.5)
    assert client.get(TENURE).status_code == 503
    assert client.get(f"{HOME}O1/view.json?wave=2021-22&by=tenure").status_code == 503
    assert client.get(HOME + "O1/?wave=2021-22&by=sex").status_code == 200


def test_a_comparison_altered_after_it_was_read_once_is_withheld(client: Client) -> None:
    assert client.get(HOME + "O1/?wave=2021-22").status_code == 200
    Change.objects.filter(indicator="O1@1").update(difference=0.3)
    assert client.get(HOME + "O1/?wave=2021-22").status_code == 503


def test_a_figure_altered_before_anybody_looked_is_withheld_and_others_are_not(client: Client) -> None:
    shelf.forget()
    Estimate.objects.filter(release__period="2021-22", indicator="O1@1", breakdown="tenure").update(base=40)
    assert client.get(TENURE).status_code == 503
    assert client.get(HOME + "O1/?wave=2021-22&by=sex").status_code == 200
    assert client.get(HOME + "R1/?wave=2018-19&by=sex").status_code == 200


BEFORE: dict[str, Callable[[], object]] = {
    "a fact": lambda: LATER.update(population="everybody"),
    "the seal": lambda: LATER.update(seal="0" * 64),
    "the seal of its contents": lambda: LATER.update(contents_seal="0" * 64),
    "its contents, to fit an altered figure": lambda: Contents.objects.filter(release__in=LATER).update(
        held=contents_of(LATER.get(), LATER.get().estimates.exclude(breakdown="sex").values_list(*FIGURES))
    ),
    "no contents": lambda: Contents.objects.filter(release__in=LATER).delete(),
    "a comparison": lambda: Change.objects.filter(release__in=LATER).update(difference=0.3),
}


@pytest.mark.parametrize("what", BEFORE)
def test_a_release_altered_before_anybody_looked_is_withheld(client: Client, what: str) -> None:
    shelf.forget()
    BEFORE[what]()
    assert client.get(TENURE).status_code == 503
    assert client.get(HOME).status_code == 503
    assert any(faults_of(release) for release in LATER.all())


def test_an_older_release_without_contents_is_read_and_checked_whole(client: Client) -> None:
    Contents.objects.all().delete()
    Release.objects.update(contents_seal="")
    shelf.forget()
    assert client.get(TENURE).status_code == 200
    assert all(has_whole_contents(release) for release in Release.objects.all())
    Estimate.objects.filter(release__period="2021-22", indicator="O1@1", breakdown="sex").update(base=40)
    shelf.forget()
    assert client.get(TENURE).status_code == 503


def test_the_first_page_reads_no_figures_but_its_own(client: Client) -> None:
    shelf.forget()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(TENURE).status_code == 200
    read = [each["sql"] for each in asked if "measure_estimate" in each["sql"]]
    assert read and all("breakdown" in sql.partition("WHERE")[2] for sql in read)


def test_older_releases_get_a_table_of_contents_unless_they_were_altered() -> None:
    were = dict(Release.objects.values_list("pk", "contents_seal"))
    Contents.objects.all().delete()
    Release.objects.update(contents_seal="")
    altered = LATER.get()
    Estimate.objects.filter(release=altered, breakdown="sex").update(base=40)
    import_module("weft.measure.migrations.0008_fill_contents").list_what_is_whole(apps, None)
    assert dict(Release.objects.values_list("pk", "contents_seal")) == were | {altered.pk: ""}
    assert not Contents.objects.filter(release=altered).exists()
