"""Every shipped form becomes an XForm, and what the city survey asks maps by itself onto the registry."""

from dataclasses import dataclass

import pytest
from pyxform.xls2xform import convert

from weft.forms.library import LibraryForm, library_form, library_forms
from weft.forms.library.length import LABEL, choices_of, questions_of
from weft.forms.library.tables import SHEETS
from weft.forms.rules import USES
from weft.measure.tables.suggest import suggest
from weft.reading import Column
from weft.registry.load import load_registry

NAMESPACE = 'weft="https://weft.example/ns/1"'
SURVEY = library_form("city-survey")


def workbook(form: LibraryForm) -> dict[str, list[dict[str, str]]]:
    """The sheets as pyxform takes them: our columns as attributes of the questions."""
    book = {name: [_plain(row, name) for row in form.sheet(name)] for name in SHEETS}
    return {**book, "settings": [{**book["settings"][0], "namespaces": NAMESPACE}]}


def _plain(row: dict[str, str], sheet: str) -> dict[str, str]:
    own = {f"bind::{k}": v for k, v in row.items() if k.startswith("weft:") and v and sheet == "survey"}
    return {k: v for k, v in row.items() if not k.startswith("weft:") and v} | own


@pytest.mark.parametrize("form", library_forms(), ids=lambda form: form.key)
def test_a_shipped_form_becomes_an_xform(form: LibraryForm) -> None:
    made = convert(workbook(form))
    assert f'id="{form.key}"' in made.xform
    assert form.title in made.xform
    assert form.used_for in USES


@pytest.mark.parametrize("form", library_forms(), ids=lambda form: form.key)
def test_its_single_csv_text_says_the_same_as_its_sheets(form: LibraryForm) -> None:
    plain = form.csv().replace(",weft:", ",bind::weft:")
    assert plain.startswith("survey\n,type,name,")
    assert "\nchoices\n,list_name,name," in plain
    assert f"\nsettings\n,form_title,form_id,version,default_language\n,{form.title}," in plain


def test_the_city_survey_carries_our_notes_to_the_field_app() -> None:
    made = convert(workbook(SURVEY)).xform
    assert 'nodeset="/data/fairness/q_fair_city"' in made.replace("city-survey/", "data/")
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
