"""What must not be there: forbidden questions, roads into the vault, words in a dump."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from tests.house.test_contract import ROOT, lint
from weft.people.models import Person
from weft.people.vault.actions import answer
from weft.people.vault.questions import questions

# Asked nowhere, stored nowhere: in 2016-17 a map by these was opened to immigration enforcement.
FORBIDDEN = re.compile(
    r"nationalit|citizenship|immigra|asylum|visa\b|passport|leave to remain|refugee", re.IGNORECASE
)
ROOMS_THAT_DECIDE = ("solve", "programmes", "cases", "fund", "gather", "listen", "learn", "guide")


def named_fields() -> list[str]:
    return [
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if "permission" not in model._meta.label_lower
    ]


def test_no_model_code_list_or_form_asks_which_state_somebody_belongs_to() -> None:
    assert [name for name in named_fields() if FORBIDDEN.search(name)] == []
    people = ROOT / "src" / "weft" / "people"
    files = [
        *people.rglob("*.yaml"),
        *people.rglob("forms*.py"),
        *people.rglob("*.html"),
        *people.rglob("models*.py"),
    ]
    assert len(files) > 10
    assert [path.name for path in files if FORBIDDEN.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("words", ["person.nationality", "What is your immigration status?", "Visa type"])
def test_the_search_for_forbidden_questions_can_find_them(words: str) -> None:
    assert FORBIDDEN.search(words)


def test_every_code_names_its_question_in_no_other() -> None:
    codes = [code for asked in questions() for code in asked.options]
    assert len(codes) == len(set(codes)) == 79
    assert [
        code for code in codes if not re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", code)
    ] == []  # 16_24 is a number to YAML


def contract_sources() -> set[str]:
    import tomllib

    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    found = [c for c in contracts if c.get("forbidden_modules") == ["weft.people.vault"]]
    return set(found[0]["source_modules"])


def test_every_room_that_decides_is_under_the_contract() -> None:
    sources = contract_sources()
    there = {f"weft.{room}" for room in ROOMS_THAT_DECIDE if (ROOT / "src" / "weft" / room).is_dir()}
    assert there <= sources
    assert {"weft.people.matching", "weft.people.roles", "weft.measure", "weft.stats"} <= sources


def test_the_contract_notices_a_planted_import(tmp_path: Path) -> None:
    planted = tmp_path / "planted.toml"
    planted.write_text(
        '[tool.importlinter]\nroot_package = "weft"\n'
        '[[tool.importlinter.contracts]]\nname = "A control: my data does read the vault"\ntype = "forbidden"\n'
        'source_modules = ["weft.people.mydata"]\nforbidden_modules = ["weft.people.vault"]\n'
    )
    done = lint(planted)
    assert done.returncode == 1 and "weft.people.vault" in done.stdout


def dump() -> str:
    """Every table as text: what a thief of the database, or of its backup, would read."""
    text = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            text += [str(row) for row in cursor.fetchall()]
    return "\n".join(text)


@pytest.mark.django_db
def test_no_answer_can_be_read_from_a_dump() -> None:
    ada = Person.objects.create(name="Ada Seen-In-Dump")
    every = {}
    for asked in questions():
        code = next(iter(asked.options))
        answer(person=ada, answers={asked.key: code}, by=None)
        every[code] = asked.options[code]
    text = dump()
    assert "Ada Seen-In-Dump" in text  # the control: the dump does show what is not sealed
    assert [code for code in every if code in text] == []
    assert [label for label in every.values() if len(label) > 3 and label in text] == []
