"""The forms that ship with Weft: tables in git, one folder a form, one CSV file a sheet of an XLSForm."""

import csv
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
SHEETS = ("survey", "choices", "settings")
Row = dict[str, str]


@dataclass(frozen=True)
class LibraryForm:
    """One shipped form. `key` is the form's id and its folder's name; `used_for` is one of forms.rules.USES."""

    key: str
    title: str
    used_for: str
    about: str

    @property
    def folder(self) -> Path:
        return FOLDER / self.key

    def sheet(self, name: str) -> list[Row]:
        """The rows of one sheet, each cell under its heading; a sheet the form does not need is empty."""
        path = self.folder / f"{name}.csv"
        if not path.is_file():
            return []
        with path.open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def csv(self) -> str:
        """All sheets in one CSV text, the sheet's name in the first column: what XLSForm tools read."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        for name in SHEETS:
            rows = self.sheet(name)
            if not rows:
                continue
            writer.writerow([name])
            writer.writerow(["", *rows[0]])
            writer.writerows(["", *row.values()] for row in rows)
        return text.getvalue()


FORMS = (
    LibraryForm(
        "city-survey", "City survey", "survey", "How connected the people of a city are, asked of a sample."
    ),
    LibraryForm("outcomes", "Five questions after taking part", "outcomes", "What taking part changed."),
    LibraryForm(
        "place-access", "Access of a place", "audit", "Whether everybody can get in, and what helps."
    ),
    LibraryForm("interview-guide", "Interview guide", "interview", "A conversation led by a researcher."),
    LibraryForm("self-assessment", "How we welcome people", "assessment", "A group looks at its own doors."),
)


@cache
def library_forms() -> tuple[LibraryForm, ...]:
    """Every form that ships with Weft, the city survey first."""
    return FORMS


def library_form(key: str) -> LibraryForm:
    """One shipped form. Raises KeyError naming those there are."""
    for form in FORMS:
        if form.key == key:
            return form
    raise KeyError(f"No form {key!r} ships with Weft. There are: {', '.join(form.key for form in FORMS)}.")
