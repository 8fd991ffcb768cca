"""The real files that lie beside the project: outlines, postcodes and census tables of London."""

from pathlib import Path

import pytest

from tests.places.make import refusal
from weft.places.actions import import_boundaries, import_population, import_postcodes, load_pack
from weft.places.importing.population import About
from weft.places.locate import area_at, locate
from weft.places.models import Area, Population, Postcode

pytestmark = [pytest.mark.django_db, pytest.mark.shared_data]


def shared(name: str) -> Path:
    """A file of shared/data, or a skip that names it."""
    for folder in Path(__file__).resolve().parents:
        found = folder / "shared" / "data" / name
        if found.is_file():
            return found
    return pytest.skip(f"{name} is not here: no folder shared/data above {Path(__file__).name}")


def test_wards_and_census_tables_are_taken_over() -> None:
    load_pack(by=None)
    done = import_boundaries(file=shared("geography/london_wards_2025.geojson.gz"), kind="ward", by=None)
    assert (done.kept, Area.objects.filter(kind="ward", parent__kind="borough").count()) == (704, 704)
    found = area_at(51.5007, -0.1246)  # the clock tower of the Palace of Westminster
    assert found and (found.name, found.parent and found.parent.name) == ("St James's", "Westminster")
    for name, kept in (
        ("sex_broadage_2021", 297),
        ("age_single_year_2021_ts007", 3333),
        ("religion_2021", 297),
    ):
        file = shared(f"population/london_borough_{name}.csv")
        assert import_population(file=file, about=About(name, "2021", "ONS"), by=None).kept == kept


@pytest.mark.parametrize(
    ("name", "column"),
    [("imd2019_england_ltla23_london", "score"), ("imd2025_england_ltla24_london", "imd_average_rank")],
)
def test_scores_and_ranks_are_refused_by_column(name: str, column: str) -> None:
    load_pack(by=None)
    lines = refusal(
        import_population, file=shared(f"population/{name}.csv"), about=About("imd", "2025", "ONS")
    )
    assert lines[0].startswith(f"row 2, column {column}: this is not a whole number of people.")
    assert Population.objects.filter(topic="imd").count() == 0


def test_borough_outlines_that_share_pieces_are_refused_with_what_to_do() -> None:
    lines = refusal(import_boundaries, file=shared("geography/londonBoroughs.json"), kind="borough")
    assert lines == ["This is TopoJSON, whose outlines share pieces. Save it as GeoJSON."]


@pytest.mark.slow
def test_every_postcode_of_london_is_taken_over() -> None:
    done = import_postcodes(file=shared("geography/london_postcodes_aug2024.csv.gz"), by=None)
    assert (done.kept, Postcode.objects.count()) == (331_252, 331_252)
    found = locate("SE1 7PB")
    assert found and (found.name, found.is_exact) == ("SE1", True)
