"""A form's sheets, checked and converted: what the limited process does."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from weft.forms.engine import Form
from weft.forms.engine.errors import CyclicForm, EngineError
from weft.forms.intake.book import Book
from weft.forms.intake.choices import check_choices
from weft.forms.intake.converting import as_xform
from weft.forms.intake.cycles import check_cycles
from weft.forms.intake.languages import check_languages
from weft.forms.intake.layout import Layout, lay_out, rows_of
from weft.forms.intake.never import check_never
from weft.forms.intake.notes import notes_of
from weft.forms.intake.own_columns import check_own_columns
from weft.forms.intake.problems import NotAForm, Problem
from weft.forms.intake.references import check_expressions
from weft.forms.xpath import XPathError

CHECKS: tuple[Callable[[Book, Layout], Iterator[Problem]], ...] = (
    check_choices,
    check_expressions,
    check_never,
    check_own_columns,
    check_languages,
)


@dataclass(frozen=True)
class Compiled:
    """A form that can be asked: its XForm, what is noted beside it, and its sheets."""

    xform: str
    notes: dict[str, Any]
    languages: tuple[str, ...]
    title: str
    form_id: str
    book: Book

    @property
    def gaps(self) -> tuple[Problem, ...]:
        """What publishing still minds."""
        return tuple(Problem(**gap, only_publishing=True) for gap in self.notes["form"]["gaps"])

    def as_dict(self) -> dict[str, Any]:
        return {**self.__dict__, "languages": list(self.languages), "book": self.book.as_dict()}

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> "Compiled":
        return cls(**{**told, "languages": tuple(told["languages"]), "book": Book.from_dict(told["book"])})


def compile_book(book: Book, fallback_id: str = "form") -> Compiled:
    """The form of these sheets. Raises NotAForm with every problem found, by sheet and row."""
    _require_survey(book)
    layout = lay_out(book)
    found = [*layout.problems, *check_cycles(layout)]
    for check in CHECKS:
        found += check(book, layout)
    gaps = sorted({problem for problem in found if problem.only_publishing}, key=_order)
    faults = {problem for problem in found if not problem.only_publishing}
    xform = _convert(book, fallback_id, faults)
    if faults:
        raise NotAForm([*sorted(faults, key=_order), *gaps])
    form = _parsed(xform, layout)
    notes = notes_of(book, layout, gaps)
    return Compiled(xform, notes, form.languages, form.title, form.id, book)


def _require_survey(book: Book) -> None:
    sheet = book.sheet("survey")
    if not sheet.header:
        raise NotAForm(
            [
                Problem(
                    "survey", 0, "", "There is no sheet “survey” with questions. Begin from the blank form."
                )
            ]
        )
    if not sheet.rows:
        raise NotAForm([Problem("survey", 0, "", "The survey sheet has no questions below its header.")])
    if not any(cells.get("type") for cells in rows_of(book, "survey")):
        message = (
            "No column “type” says what each row asks. The first row names the columns: type, name, label."
        )
        raise NotAForm([Problem("survey", sheet.header_row, "type", message)])


def _convert(book: Book, fallback_id: str, faults: set[Problem]) -> str:
    """The XForm; what pyxform minds joins the faults, unless something was already said of that row."""
    said = {(problem.sheet, problem.row) for problem in faults}
    try:
        return as_xform(book, fallback_id)
    except NotAForm as error:
        faults |= {
            problem for problem in error.problems if (problem.sheet, problem.row) not in said and problem.row
        }
        faults |= set(error.problems) if not faults else set()
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError) as error:
        if not faults:
            what = f"This form cannot be converted ({type(error).__name__})."
            faults.add(Problem("survey", 0, "", f"{what} Compare its columns with the blank form."))
    return ""


def _parsed(xform: str, layout: Layout) -> Form:
    try:
        return Form.parse(xform)
    except CyclicForm as error:
        names = [reference.rpartition("/")[2] for reference in error.references]
        item = next((found for name in names if (found := layout.named(name))), None)
        message = f"These questions need each other's results: {' → '.join(names)}."
        raise NotAForm([Problem("survey", item.number if item else 0, "", message)]) from error
    except (EngineError, XPathError) as error:
        named = [item for item in layout.items if item.name and f"/{item.name}" in str(error)]
        row = named[-1].number if named else 0
        raise NotAForm([Problem("survey", row, "", str(error)[:500])]) from error


def _order(problem: Problem) -> tuple[int, int, str, str]:
    order = ("", "survey", "choices", "settings")
    place = order.index(problem.sheet) if problem.sheet in order else len(order)
    return place, problem.row, problem.column, problem.message
