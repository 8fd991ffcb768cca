"""Lists of addresses: taken over whole or refused with every fault by row and column."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.fielding.make import cases, planned
from tests.people.make import account, sign_in
from weft.fielding.models import Case, SampleAddress, SampleDraft
from weft.fielding.sample import BrokenList, read_list

HEAD = "reference,address_1,address_2,postcode,area,stratum,adults,probability,email\n"
AREAS = ("E1", "E2")


def line(number: int, **more: str) -> str:
    cells = {
        "reference": f"A{number}", "address_1": f"{number} High Street", "address_2": "", "postcode": "ZZ1 1ZZ",
        "area": "E1", "stratum": "north", "adults": "2", "probability": "0.01", "email": "", **more,
    }  # fmt: skip
    return ",".join(cells.values()) + "\n"


def faults(text: str, **more: object) -> list[str]:
    with pytest.raises(BrokenList) as refused:
        read_list("list.csv", text.encode(), AREAS, **more)  # type: ignore[arg-type]
    return [str(fault) for fault in refused.value.faults]


def test_a_row_is_read_with_its_weight_as_one_over_the_chance_of_being_drawn() -> None:
    (row,) = read_list("list.csv", (HEAD + line(1)).encode(), AREAS)
    assert (row.reference, row.area, row.stratum, row.adults, row.weight) == ("A1", "E1", "north", 2, 100.0)
    assert row.where == {"lines": ["1 High Street"], "postcode": "ZZ1 1ZZ", "email": ""}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"reference": ""}, "Row 2, reference: it is empty."),
        ({"postcode": ""}, "Row 2, postcode: it is empty."),
        ({"area": "E9"}, "Row 2, area: no area of the city has this code."),
        ({"adults": "0"}, "Row 2, adults: write a whole number from 1 to 10."),
        ({"adults": "two"}, "Row 2, adults: write a whole number from 1 to 10."),
        ({"probability": "1.2"}, "Row 2, probability: write a number over 0 and up to 1."),
        ({"probability": "nan"}, "Row 2, probability: write a number over 0 and up to 1."),
        ({"email": "me"}, "Row 2, email: write an address like name@example.org, or leave it empty."),
        ({"address_1": "x" * 81}, "Row 2, address_1: it is longer than 80 characters."),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column(more: dict[str, str], said: str) -> None:
    assert faults(HEAD + line(1, **more)) == [said]


def test_every_fault_of_a_list_is_told_at_once() -> None:
    assert faults(HEAD + line(1, area="") + line(1) + line(3, adults="x")) == [
        "Row 2, area: it is empty.",
        "Row 3, reference: it stands in row 2 already.",
        "Row 4, adults: write a whole number from 1 to 10.",
    ]


def test_a_reference_the_fieldwork_holds_is_refused() -> None:
    assert faults(HEAD + line(1), taken=["A1"]) == ["Row 2, reference: this fieldwork holds it already."]


def test_missing_and_unknown_columns_are_named() -> None:
    assert faults("reference,address_1,area,colour\n")[:2] == [
        "Row 1, postcode: this column is missing.",
        "Row 1, colour: this column is not known. The columns are: reference, address_1, postcode, area, address_2, "
        "address_3, address_4, stratum, adults, weight, probability, email.",
    ]


@pytest.mark.parametrize("text", ["", "\n\n", HEAD, "a\0b"])
def test_a_file_that_is_no_list_is_refused(text: str) -> None:
    assert faults(text)


def test_semicolons_and_a_byte_order_mark_are_read() -> None:
    text = "\ufeff" + (HEAD + line(1)).replace(",", ";").replace("0.01", "0,01")
    assert read_list("list.csv", text.encode(), AREAS)[0].weight == 100.0


def workbook(*rows: list[object]) -> bytes:
    from openpyxl import Workbook

    made = io.BytesIO()
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(made)
    return made.getvalue()


def test_a_workbook_is_read_like_a_text() -> None:
    content = workbook(
        ["Reference", "Address 1", "Postcode", "Area", "Adults"], [17, "1 High Street", "ZZ1", "E2", 3.0]
    )
    (row,) = read_list("list.xlsx", content, AREAS)
    assert (row.reference, row.adults, row.area) == ("17", 3, "E2")


def test_a_workbook_that_claims_to_unpack_to_gigabytes_is_refused_unread() -> None:
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 70_000_000)
    with pytest.raises(BrokenList) as refused:
        read_list("list.xlsx", made.getvalue(), AREAS)
    assert "unpacks to far more" in str(refused.value.faults[0])


def test_a_broken_workbook_is_refused_with_what_to_do() -> None:
    with pytest.raises(BrokenList) as refused:
        read_list("list.xlsx", b"PK\x03\x04 nothing", AREAS)
    assert "Save it again" in str(refused.value.faults[0])


@pytest.mark.django_db
def test_five_hundred_addresses_come_through_the_page_after_a_look(client: Client) -> None:
    wave = planned()
    sign_in(client, account("office@x.example", "officer"))
    at = f"/measure/fieldwork/{wave.public_id}/sample"
    text = HEAD.replace("area,", "area,") + "".join(line(n) for n in range(1, 501))
    bad = SimpleUploadedFile("list.csv", (text + line(7)).encode())
    shown = client.post(at, {"file": bad}).content.decode()
    assert "Row 502, reference: it stands in row 8 already." in shown
    assert not SampleDraft.objects.exists()
    sent = client.post(
        at, {"file": SimpleUploadedFile("list.csv", text.encode())}, follow=True
    ).content.decode()
    assert "Take over these 500 addresses" in sent
    assert not SampleAddress.objects.unscoped("test").exists()
    assert "High Street" not in SampleDraft.objects.get().sealed
    client.post(at + "/check")
    client.post(at + "/check")
    assert SampleAddress.objects.unscoped("test").count() == 500
    assert Case.objects.unscoped("test").count() == 1000
    assert len({case.code_digest for case in cases(wave)}) == 1000
    assert "High Street" not in str(list(SampleAddress.objects.unscoped("test").values_list()))
