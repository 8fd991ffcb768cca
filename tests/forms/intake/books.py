"""Workbooks for tests, made by openpyxl; forms written as Markdown."""

import io
from collections.abc import Sequence

import openpyxl

from weft.forms.intake.compiling import Compiled, compile_book
from weft.forms.intake.problems import NotAForm
from weft.forms.intake.read_tables import read_markdown

YES_NO = "\n".join(
    ("# choices", "| list_name | name | label |", "| yes_no | yes | Yes |", "| yes_no | no | No |")
)


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    """An .xlsx with these sheets, cell by cell."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(list(row))
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


def good_workbook(title: str = "Neighbours", key: str = "neighbours") -> bytes:
    return workbook(
        survey=[
            ["type", "name", "label", "relevant", "weft:sensitivity"],
            ["select_one yes_no", "knows", "Do you know your neighbours?", None, "none"],
            ["text", "how", "How did you meet?", "${knows} = 'yes'", "personal"],
        ],
        choices=[["list_name", "name", "label"], ["yes_no", "yes", "Yes"], ["yes_no", "no", "No"]],
        settings=[["form_title", "form_id"], [title, key]],
    )


def faulty_workbook() -> bytes:
    return workbook(
        survey=[
            ["type", "name", "label", "relevant"],
            ["select_one yes_no", "knows", "Do you know your neighbours?", None],
            [None, None, None, None],
            ["text", "how", "How did you meet?", "selectd(${knows}, 'yes')"],
            ["text", "how", "And then?", "${know} = 'yes'"],
        ],
        choices=[["list_name", "name", "label"], ["yes_no", "yes", "Yes"], ["yes_no", "yes", "No"]],
        settings=[["form_title", "form_id"], ["Neighbours", "neighbours"]],
    )


def compiled(text: str) -> Compiled:
    return compile_book(read_markdown(text))


def faults(text: str) -> list[str]:
    """What is said of a form written in Markdown, each with the line it stands in."""
    try:
        return [f"later: {gap}" for gap in compiled(text).gaps]
    except NotAForm as error:
        return [f"{'later: ' if each.only_publishing else ''}{each}" for each in error.problems]
