"""Postcode directories: what is taken over, and what is refused with its row and column."""

import io

import pytest

from tests.places.make import file_of, refusal
from weft.places.actions import import_postcodes
from weft.places.actions.imports import Imported
from weft.places.importing.opening import Limits
from weft.places.models import Outcode, Postcode
from weft.record.models import Event

pytestmark = pytest.mark.django_db
HEADER = "pcds,lat,long,oslaua,doterm\n"


def test_a_directory_is_read_by_the_names_of_its_columns() -> None:
    rows = "SE1 7PB,51.5014,-0.1190,E09000022,\nSE1 7PC,51.5020,-0.1180,E09000022,\n"
    rows += "SE1 9ZZ,51.5,-0.1,E09000028,202001\n"
    done = import_postcodes(file=file_of(HEADER + rows + "ZE1 0AA,60.15,-1.14,S12000027,\n"), by=None)
    assert done == Imported("postcodes", read=4, kept=2, added=2, left_out=2)
    assert [(p.code, p.area_code) for p in Postcode.objects.order_by("code")] == [
        ("SE17PB", "E09000022"),
        ("SE17PC", "E09000022"),
    ]
    outcode = Outcode.objects.get()
    assert (outcode.code, outcode.latitude, outcode.longitude) == ("SE1", 51.5017, -0.1185)
    event = Event.objects.latest("number")
    assert (event.action, event.after["kept"]) == ("places.import", 2)


def test_the_same_directory_twice_changes_nothing_and_a_newer_one_moves_a_postcode() -> None:
    one = HEADER + "SE1 7PB,51.5014,-0.1190,E09000022,\n"
    import_postcodes(file=file_of(one, packed=True), by=None)
    assert import_postcodes(file=file_of(one), by=None).added == 0
    import_postcodes(file=file_of(one.replace("51.5014", "51.6")), by=None)
    assert [p.latitude for p in Postcode.objects.all()] == [51.6]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("SE1 7PB,north,-0.1,,\n", "row 2, column lat: this is not a number of degrees."),
        ("SE1 7PB,51.5,nan,,\n", "row 2, column long: this is not a number of degrees."),
        ("SE1 7PB,inf,-0.1,,\n", "row 2, column lat: this is not a number of degrees."),
        ("SE1 7PB,1e999,-0.1,,\n", "row 2, column lat: this is not a number of degrees."),
        ("SE1 7PB,151.5,-0.1,,\n", "row 2, column lat: degrees lie between -90 and 90."),
        ("SE1 7PB,51.5,-190,,\n", "row 2, column long: degrees lie between -180 and 180."),
        (
            "SE1 7PB,-0.119,51.5014,,\n",
            "row 2, column lat and long: latitude -0.119 and longitude 51.5014 are not here, but the other way round "
            "they would be: they look swapped.",
        ),
        ("12345,51.5,-0.1,,\n", "row 2, column pcds: this is not a postcode of the place pack."),
        ("SE1 7PB,51.5,-0.1,,\n\nSE17PB,51.5,-0.1,,\n", "row 4, column pcds: this postcode is in row 2 already."),
        ("SE1 7PB,51.5,-0.1\n", "row 2: 3 cells, where the first row has 5."),
        ("ZE1 0AA,60.15,-1.14,,\n", "None of its 1 rows is a postcode in use inside the window of the place pack."),
        ("SE1 7PB,51.5,-0.1," + "x" * 21 + ",\n",
         "row 2, column oslaua: the code of an area has at most 20 characters."),
    ],
)  # fmt: skip
def test_a_wrong_row_is_named_and_nothing_is_kept(rows: str, said: str) -> None:
    assert refusal(import_postcodes, file=file_of(HEADER + rows)) == [said]
    assert (Postcode.objects.count(), Event.objects.count()) == (0, 0)


def test_many_faults_are_told_at_once_but_not_without_end() -> None:
    rows = "".join(f"SE1 {n % 10}P{chr(65 + n // 10)},x,-0.1,,\n" for n in range(30))
    said = refusal(import_postcodes, file=file_of(HEADER + rows))
    assert (len(said), said[0][:7], said[-1]) == (
        21,
        "row 2, ",
        "There may be more: only the first 20 are listed.",
    )


def test_a_fault_after_thousands_of_good_rows_still_keeps_nothing() -> None:
    letters = "ABDEFGHJLN"
    good = [
        f"SE{a}{b} {c}{x}{y},51.5,-0.1,,\n"
        for a in (1, 2)
        for b in range(10)
        for c in range(3)
        for x in letters
        for y in letters
    ]
    assert len(good) == 6000
    said = refusal(import_postcodes, file=file_of(HEADER + "".join(good) + "SE1 7PB,x,-0.1,,\n"))
    assert said == ["row 6002, column lat: this is not a number of degrees."]
    assert Postcode.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"pcds,lat\nSE1 7PB,51\n", "row 1: no column holds the longitude. Name one lon. The columns are: pcds, lat."),
        (b"pcds,lat,lat,long\n", "row 1, column lat: this name stands over two columns. Rename or remove one."),
        ("pcds,lat,long\nSE1 7PB,51,1é\n".encode("latin-1"),
         "row 2: this is not UTF-8. Save the file as CSV in UTF-8."),
        ("pcds,lat,long\n".encode("utf-16"), "row 1: this is not text. Save the file as CSV in UTF-8."),
        (b"pcds,lat,long\n\0\n", "row 2: this is not text. Save the file as CSV in UTF-8."),
        (b"pcds,lat,long\n" + b"9" * 70_000, "row 2: the line is too long for a table. Save the file as CSV."),
        (b'pcds,lat,long\n"SE1', "row 2: 1 cells, where the first row has 3."),
        (b"\x1f\x8bnot really packed", "The packed file is damaged. Fetch it again."),
    ],
)  # fmt: skip
def test_what_is_no_table_says_so(content: bytes, said: str) -> None:
    assert refusal(import_postcodes, file=io.BytesIO(content)) == [said]


def test_a_packed_bomb_is_stopped_at_the_limit() -> None:
    bomb = file_of("pcds,lat,long\n" + (" " * 9_999 + "\n") * 2_000, packed=True)
    assert bomb.getbuffer().nbytes < 100_000  # of 20 MB
    said = refusal(import_postcodes, file=bomb, limits=Limits(table_bytes=1024 * 1024))
    assert said == ["The file holds more than 1 MB. Leave out what is not needed."]
    said = refusal(import_postcodes, file=bomb)  # the control: without the limit it is read to its end
    assert said == ["None of its 0 rows is a postcode in use inside the window of the place pack."]
