"""Reading happens in a process of its own, and every ending of it is told in words."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from tests.forms.intake.books import faulty_workbook, good_workbook

from weft.forms.intake.bounds import READING
from weft.forms.intake.guard import bring, bring_path, compile_form, id_from
from weft.forms.intake.problems import NotAForm


def test_a_workbook_becomes_a_form_with_its_notes() -> None:
    form = compile_form(good_workbook())
    assert (form.title, form.form_id, form.languages) == ("Neighbours", "neighbours", ())
    note = form.notes["/data/how"]
    assert (note["row"], note["type"], note["sensitivity"]) == (3, "text", "personal")
    assert form.book.sheet("survey").rows[1].cells["name"] == "how"


def test_a_faulty_workbook_is_refused_by_sheet_and_row() -> None:
    with pytest.raises(NotAForm) as refused:
        compile_form(faulty_workbook())
    assert [(each.sheet, each.row, each.column) for each in refused.value.problems] == [
        ("survey", 4, "relevant"),
        ("survey", 5, "name"),
        ("survey", 5, "relevant"),
        ("choices", 3, "name"),
    ]


def test_reading_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(NotAForm, match=r"Reading took longer than 0\.01 seconds and was stopped\."):
        compile_form(good_workbook(), limits=replace(READING, seconds=0.01))


def test_reading_that_takes_too_much_memory_is_stopped() -> None:
    with pytest.raises(NotAForm, match="too much memory"):
        compile_form(good_workbook(), limits=replace(READING, memory_mb=20))


def test_a_file_that_is_too_large_is_not_even_written_down() -> None:
    with pytest.raises(NotAForm, match="larger than 5 MB"):
        compile_form(b"x" * 5_000_001)


def test_a_form_without_an_id_is_named_after_its_file(tmp_path: Path) -> None:
    path = tmp_path / "Our Survey (2).csv"
    path.write_text("type,name,label\ntext,a,A\n")
    assert id_from(path.name) == "our-survey-2"
    assert bring_path(path).compiled.form_id == "our-survey-2"


@pytest.mark.parametrize("seed", range(1))
def test_a_damaged_workbook_is_refused_in_words(seed: int) -> None:
    chance = random.Random(seed)
    damaged = bytearray(good_workbook())
    for _ in range(40):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    with pytest.raises(NotAForm) as refused:
        bring(bytes(damaged), "damaged.xlsx")
    assert all(problem.message for problem in refused.value.problems)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_any_damage_is_refused_or_read(seed: int) -> None:
    chance = random.Random(seed)
    damaged = bytearray(good_workbook())
    for _ in range(chance.randrange(1, 60)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    try:
        bring(bytes(damaged), "damaged.xlsx")
    except NotAForm as refused:
        assert all(problem.message for problem in refused.problems)
