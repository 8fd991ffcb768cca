"""Every shipped form becomes an XForm, and what the city survey asks maps by itself onto the registry."""

from dataclasses import dataclass
from functools import cache

import pytest

from weft.forms.intake.compiling import Compiled, compile_book
from weft.forms.intake.reading import pack_folder, read_book
from weft.forms.library import LibraryForm, library_form, library_forms
from weft.forms.library.length import LABEL, choices_of, questions_of
from weft.forms.rules import USES
from weft.measure.tables.suggest import suggest
from weft.reading import Column
from weft.registry.load import load_registry

SURVEY = library_form("city-survey")


@cache
def compiled(form: LibraryForm) -> Compiled:
    """As an officer brings it: through the intake."""
    return compile_book(read_book(pack_folder(form.folder)))


@pytest.mark.parametrize("form", library_forms(), ids=lambda form: form.key)
def test_a_shipped_form_is_taken_by_the_intake_and_could_be_published(form: LibraryForm) -> None:
    made = compiled(form)
    assert (made.form_id, made.title, made.gaps) == (form.key, form.title, ())
    assert form.used_for in USES


def test_the_city_survey_speaks_two_languages() -> None:
    assert compiled(SURVEY).languages == ("English (en)", "Mirrored English (ar-XB)")


@pytest.mark.parametrize("form", library_forms(), ids=lambda form: form.key)
def test_its_single_csv_text_compiles_to_the_same(form: LibraryForm) -> None:
    assert compile_book(read_book(form.csv().encode())).xform == compiled(form).xform


def test_the_city_survey_carries_our_notes_to_the_field_app() -> None:
    made = compiled(SURVEY).xform
    assert 'weft:indicator="E3"' in made
    assert made.count('weft:purpose="postcode"') == 1


def test_an_unknown_form_is_named() -> None:
    with pytest.raises(KeyError, match="No form 'census' ships"):
        library_form("census")


@dataclass(frozen=True)
class Exported:
    """Columns as an export with labels has them."""

    columns: tuple[Column, ...]


def exported() -> Exported:
    """One column a question, one an option where several may be chosen; codes and labels of the choices sheet."""
    columns: list[Column] = []
    for row in questions_of(SURVEY):
        kind, _, name = row["type"].partition(" ")
        labels = {c["name"]: c[LABEL] for c in choices_of(SURVEY, name)}
        if kind == "select_multiple":
            boxes = {"1": "Yes", "0": "No"}
            columns += [
                Column(f"{row['name']}/{code}", f"{row[LABEL]}: {label}", "number", boxes)
                for code, label in labels.items()
            ]
        else:
            number = kind in ("integer", "decimal")
            columns.append(Column(row["name"], row[LABEL], "number" if number else "text", labels))
    return Exported(tuple(columns))


def test_every_answer_an_indicator_or_breakdown_needs_maps_by_itself() -> None:
    registry = load_registry()
    found = suggest(exported(), registry)  # type: ignore[arg-type]
    mapped = {one.question for one in found.values()}
    wrong = {n: s.question for n, s in found.items() if n.partition("/")[0] != s.question}
    needed = {q for i in registry.indicators.values() for q in i.questions}
    needed |= {b.question for b in registry.breakdowns.values()} - {"d_deprivation_fifth"}
    assert (wrong, sorted(needed - mapped)) == ({}, [])
    for name, one in found.items():
        assert all(code == option for code, option in one.codes.items()), name
        assert one.option == name.partition("/")[2]
