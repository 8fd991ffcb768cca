"""A form reads the same from a workbook, from Markdown and from CSV, whatever its file is called."""

# ruff: noqa: E501 - tables read better on one line

import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forms.intake.books import good_workbook, workbook

from weft.forms.intake.book import Book, Row, Sheet
from weft.forms.intake.compiling import compile_book
from weft.forms.intake.converting import as_xform
from weft.forms.intake.problems import NotAForm
from weft.forms.intake.reading import kind_of, pack_folder, read_book
from weft.forms.intake.writing import write_book

KINDS = ("xlsx", "md", "csv", "zip")


def cells(book: Book) -> dict[str, list[dict[str, str]]]:
    return {name: [row.cells for row in sheet.rows] for name, sheet in book.sheets.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_written_again_compiles_to_the_same_xform(kind: str) -> None:
    book = read_book(good_workbook())
    written = write_book(book, kind)
    assert kind_of(written) == kind
    assert cells(read_book(written)) == cells(book)
    assert compile_book(read_book(written)).xform == compile_book(book).xform


def test_rows_keep_the_number_they_have_in_the_workbook() -> None:
    rows: list[list[str | None]] = [
        ["type", "name", "label"],
        [None] * 3,
        ["text", "a", "A"],
        [None] * 3,
        [None] * 3,
        ["text", "b", "B"],
    ]
    assert [row.number for row in read_book(workbook(survey=rows)).sheet("survey").rows] == [3, 6]


def test_cells_are_text_as_an_xlsform_means_them() -> None:
    book = read_book(
        workbook(survey=[["type", "name", "default"], ["integer", " a\u00a0 ", 3.0], ["text", True, 1.5]])
    )
    assert cells(book)["survey"] == [
        {"type": "integer", "name": "a", "default": "3"},
        {"type": "text", "name": "TRUE", "default": "1.5"},
    ]


def test_a_sheet_that_is_alone_is_the_survey() -> None:
    assert list(read_book(workbook(Blatt1=[["type", "name"], ["text", "a"]])).sheets) == ["survey"]


def test_xlsforms_own_markdown_is_read_too() -> None:
    text = "| survey |\n| | type | name | label |\n| | text | a | A \\| B |\n| choices |\n| | list_name | name |\n| | l | x |\n"
    book = read_book(text.encode())
    assert cells(book) == {
        "survey": [{"type": "text", "name": "a", "label": "A | B"}],
        "choices": [{"list_name": "l", "name": "x"}],
    }
    assert book.sheet("survey").rows[0].number == 3


def test_a_folder_of_tables_is_packed_to_the_same_bytes_each_time(tmp_path: Path) -> None:
    (tmp_path / "survey.csv").write_text("type,name,label\ntext,a,A\n")
    (tmp_path / "readme.txt").write_text("not a sheet")
    assert pack_folder(tmp_path) == pack_folder(tmp_path)
    assert list(read_book(pack_folder(tmp_path)).sheets) == ["survey"]


def test_one_csv_file_may_be_the_survey_alone_with_semicolons() -> None:
    book = read_book('\ufefftype;name;label\ntext;a;"A; and\nB"\n'.encode())
    assert cells(book) == {"survey": [{"type": "text", "name": "a", "label": "A; and\nB"}]}


REFUSED = {
    "nothing": (b" \n", "This file is empty."),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "This is no form. Bring an Excel workbook, Markdown tables or CSV tables."),
    "half a workbook": (good_workbook()[:900], "This workbook is damaged or locked. Open it, save it again without a password, and bring that file."),
    "an old workbook cut short": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "This workbook is damaged or locked. Open it, save it again without a password, and bring that file."),
    "another encoding": ("type,name,label\ntext,a,café\n".encode("cp1252"), "This text is not in UTF-8. Save it again as “CSV UTF-8”, or bring the workbook."),
    "a quotation mark that stays open": (b'type,name\ntext,"' + b"a" * 50_000, "sheet survey, row 2: This row cannot be read: a quotation mark does not close, or a cell is far too long."),
    "two columns of one name": (workbook(survey=[["type", "name", "name"], ["text", "a", "b"]]), "sheet survey, row 1, column name: Two columns have this name. Rename or remove one."),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_is_refused_for(what: str) -> None:
    content, said = REFUSED[what]
    with pytest.raises(NotAForm) as refused:
        read_book(content)
    assert str(refused.value) == said


def test_a_sheet_with_too_many_rows_is_refused_where_it_becomes_too_long() -> None:
    lines = io.StringIO()
    csv.writer(lines).writerows([["type", "name"], *(["text", f"q{number}"] for number in range(3001))])
    with pytest.raises(NotAForm, match=r"sheet survey, row 3002: This sheet has over 3,000 rows\."):
        read_book(lines.getvalue().encode())


def archive(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return packed.getvalue()


def test_a_workbook_that_unpacks_to_far_too_much_is_refused_before_it_is_opened() -> None:
    bomb = archive(
        **{"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b"\0" * 61 * 1024 * 1024}
    )
    assert len(bomb) < 100_000
    with pytest.raises(NotAForm, match="unpacks to far more"):
        read_book(bomb)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_workbook_that_declares_entities_is_refused(encoding: str) -> None:
    told = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><workbook>&a;</workbook>'.encode(encoding)
    with pytest.raises(NotAForm, match="declares a document type"):
        read_book(archive(**{"xl/workbook.xml": told}))


texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\u00a0"), max_size=12
)
lines = st.lists(texts, min_size=2, max_size=2).map("\n".join)
filled = st.one_of(
    texts, lines, st.sampled_from(["a|b", "\\|", "&#10;", "&amp;#10;", "a&#10;|b", "'=1+1", "=1+1", "\\"])
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(filled, filled), min_size=1, max_size=5), st.sampled_from(KINDS))
def test_whatever_stands_in_the_cells_survives_being_written_and_read(
    rows: list[tuple[str, str]], kind: str
) -> None:
    kept = [
        {key: text for key, text in zip(("label", "hint"), pair, strict=True) if text.strip()}
        for pair in rows
    ]
    kept = [{"type": "text", **{key: text.strip() for key, text in row.items()}} for row in kept]
    survey = Sheet(
        "survey", ("type", "label", "hint"), tuple(Row(number, row) for number, row in enumerate(kept, 2))
    )
    assert cells(read_book(write_book(Book({"survey": survey}), kind))) == {"survey": kept}


def test_our_columns_become_attributes_and_do_not_disturb_titles_with_one_colon() -> None:
    head = ["type", "name", "label:English", "bind:relevant", "weft:indicator"]
    book = read_book(workbook(survey=[head, ["text", "a", "A", "1 = 1", "E3"]]))
    xform = as_xform(book, "x")
    assert 'weft:indicator="E3"' in xform and 'xmlns:weft="https://weft.example/ns/1"' in xform
    assert 'relevant="1 = 1"' in xform and '<translation lang="English">' in xform


def test_a_form_whose_settings_ask_for_a_signature_notes_it() -> None:
    head = ["form_title", "form_id", "weft:certify"]
    sheets = {
        "survey": [["type", "name", "label"], ["text", "a", "A"]],
        "settings": [head, ["T", "t", "yes"]],
    }
    form = compile_book(read_book(workbook(**sheets)))
    assert form.notes["form"]["certify"] == "yes" and "certify" not in form.xform
