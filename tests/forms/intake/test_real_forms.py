"""32 public XLSForms: those that can be converted compile and survive every way of writing them; the others are refused
by sheet and row."""

from pathlib import Path

import pytest

from weft.forms.intake.book import Book
from weft.forms.intake.compiling import compile_book
from weft.forms.intake.converting import as_xform
from weft.forms.intake.problems import NotAForm
from weft.forms.intake.reading import read_book
from weft.forms.intake.writing import write_book


def _real_forms() -> list[Path]:
    for folder in Path(__file__).resolve().parents:
        found = folder / "shared" / "data" / "xlsforms"
        if found.is_dir():
            return sorted(found.glob("*.xls*"))
    return []


FILES = {path.name: path for path in _real_forms()}
FAULTY = {
    "epfl_Abidjan_2022.xls": [("survey", 62, "name"), ("survey", 125, "name"), ("survey", 129, "name")],
    "epfl_Nairobi_2021.xls": [("survey", 62, "name"), ("survey", 125, "name"), ("survey", 129, "name")],
    "unhcr_demo.xlsx": [("choices", row, "name") for row in (7, 8, 9, 13)],
    "unhcr_koboloader_form.xls": [("choices", 160, "name")],
}
# Convertible, but somebody could never be asked: a draft, which publishing refuses.
NEVER = {
    "correlaid_mitwirken_umfrage.xlsx": 28,  # selected(…, 'other'), and the list has no “other”
    "odk_socio-economic-survey-v20240515.xlsx": 11,  # FALSE
    "socio-economic-survey-v20240515.xlsx": 11,
}
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not FILES, reason="no shared/data/xlsforms folder above the project"),
]


def cells(book: Book) -> dict[str, list[dict[str, str]]]:
    return {name: [row.cells for row in sheet.rows] for name, sheet in book.sheets.items()}


@pytest.mark.parametrize(
    "path", [path for name, path in FILES.items() if name not in FAULTY], ids=lambda path: path.name
)
def test_a_convertible_form_compiles_and_survives_being_written_again(path: Path) -> None:
    book = read_book(path.read_bytes())
    compiled = compile_book(book)
    never = [gap.row for gap in compiled.gaps if gap.column.startswith("relevan")]
    assert never == ([NEVER[path.name]] if path.name in NEVER else [])
    for kind in ("xlsx", "md", "csv", "zip"):
        assert cells(read_book(write_book(book, kind))) == cells(book), kind
    assert (
        as_xform(read_book(write_book(book, "md")), "form") == compiled.xform
    )  # it follows from the cells alone


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_form_is_refused_by_sheet_and_row(name: str) -> None:
    with pytest.raises(NotAForm) as refused:
        compile_book(read_book(FILES[name].read_bytes()))
    told = [problem for problem in refused.value.problems if not problem.only_publishing]
    assert [(problem.sheet, problem.row, problem.column) for problem in told] == FAULTY[name]
