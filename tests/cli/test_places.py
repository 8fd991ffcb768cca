"""`weft places`, as somebody at a keyboard meets it: what is printed, what is refused, which code it ends with."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.places.make import collection, feature, square
from weft.cli import main
from weft.places.actions import VenueFacts, add_venue
from weft.places.models import Area, Population, Postcode

pytestmark = pytest.mark.django_db
NOT_THERE = "none.csv cannot be opened: No such file or directory."
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def weft(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ./weft places: exit code, what was printed, what was said."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["places", *arguments])
        return code, *capsys.readouterr()

    return run


def test_a_pack_outlines_postcodes_counts_and_what_is_near(weft: Run, tmp_path: Path) -> None:
    code, said, _ = weft("pack")
    assert (code, said.split(" (")[0]) == (0, "pack: 34 kept, 34 of them new")
    table = tmp_path / "postcodes.csv.gz"
    table.write_bytes(gzip.compress(b"pcds,lat,long\nSE1 7PB,51.5014,-0.1190\nZE1 0AA,60,-1\n"))
    code, said, _ = weft("import", "postcodes", str(table))
    assert (code, said.split(" (")[0]) == (0, "postcodes: 1 kept, 1 of them new, 1 left out")
    outlines = tmp_path / "wards.geojson"
    outlines.write_bytes(collection(feature("W1", square(-0.2, 51.5), parent="E09000007")).getvalue())
    code, said, _ = weft("import", "boundaries", str(outlines), "--kind", "ward")
    assert (code, said.split(" (")[0]) == (0, "boundaries: 1 kept, 1 of them new")
    counts = tmp_path / "sex_2021.csv"
    counts.write_text("lad_code,sex,n\nE09000007,Women,110000\n")
    code, said, _ = weft("import", "population", str(counts), "--topic", "sex", "--source", "ONS")
    assert (code, said.split(" (")[0]) == (0, "population: 1 kept, 1 of them new")
    assert Population.objects.get(topic="sex").period == "2021"
    add_venue(facts=VenueFacts("Tide Hall", 51.5114, -0.1190, access=("step_free",)), by=None)
    assert weft("near", "SE1 7PB", "--within", "2") == (0, "  1.11 km  Tide Hall  step_free\n", "")
    assert weft("near", "SE1 7PB", "--access", "lift") == (0, "No venue within 2 km.\n", "")


def test_every_fault_of_a_file_is_told_and_nothing_is_kept(weft: Run, tmp_path: Path) -> None:
    table = tmp_path / "postcodes.csv"
    table.write_text("pcds,lat,long\nSE1 7PB,x,-0.1\nSE1 7PC,51.5,y\n")
    assert weft("import", "postcodes", str(table)) == (
        1, "",
        "weft: nothing was taken over.\nrow 2, column lat: this is not a number of degrees.\n"
        "row 3, column long: this is not a number of degrees.\n",
    )  # fmt: skip
    assert Postcode.objects.count() == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("near", "Atlantis"), "this place is not known. Give a postcode such as SE1 7PB, or an area."),
        (("near", "Camden", "--within", "nan"), "--within is in kilometres, above 0; --limit is 1 to 1000."),
        (("import", "postcodes", "none.csv"), f"nothing was taken over.\n{NOT_THERE}"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_says_what_to_do(weft: Run, arguments: tuple[str, ...], said: str) -> None:
    Area.objects.create(code="E09000007", name="Camden", kind="borough", latitude=51.5, longitude=-0.1)
    assert weft(*arguments) == (1, "", f"weft: {said}\n")


def test_an_unknown_access_feature_is_told_which_there_are(weft: Run) -> None:
    code, _, said = weft("near", "Camden", "--access", "moat")
    assert (code, said[:59]) == (1, "weft: there is no access feature 'moat'. They are: step_fre")
