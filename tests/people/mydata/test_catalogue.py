"""Every field of every model says what it holds about a person; pages and command are made from that."""

from pathlib import Path

import pytest
from django.db import models
from django.test import Client
from pytest_django.fixtures import Settings

from tests.browser.checks import strict_html
from weft.cli.privacy import catalogue_text
from weft.people.models import Person
from weft.people.mydata import catalogue
from weft.people.mydata.notice import impact, notice, schedule
from weft.people.mydata.subject import READERS
from weft.record.personal import Basis, Category, Erasure, Personal

ROOT = Path(__file__).resolve().parents[3]
A_FIELD = Personal(Category.IDENTITY, "to test", Basis.CONSENT, "A field", Erasure.CLEAR)


def test_no_field_is_undeclared() -> None:
    assert catalogue.faults() == []


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        (
            {"PERSONAL": {}, "IMPERSONAL": ("id", "person")},
            "record.planted.name: neither PERSONAL nor IMPERSONAL",
        ),
        (
            {"PERSONAL": {"name": A_FIELD}, "IMPERSONAL": ("id", "person")},
            "record.planted: holds something about people and does not say about whom (ABOUT)",
        ),
        ({"IMPERSONAL": ("id", "person", "name", "gone")}, "record.planted.gone: declared, but no field"),
        (
            {"PERSONAL": {"name": A_FIELD}, "IMPERSONAL": ("id", "person", "name"), "ABOUT": "person"},
            "record.planted.name: declared twice",
        ),
        ({}, "record.planted: declares neither PERSONAL nor IMPERSONAL"),
    ],
)
def test_a_forgotten_declaration_is_found(said: dict, fault: str) -> None:
    class Planted(models.Model):
        person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
        name = models.CharField(max_length=10)

        class Meta:
            app_label = "record"

        def __str__(self) -> str:
            return self.name

    try:
        for name, value in said.items():
            setattr(Planted, name, value)
        assert fault in list(catalogue._faults_of(Planted))
    finally:
        from django.apps import apps

        del apps.all_models["record"]["planted"]
        apps.clear_cache()


def test_whatever_is_sealed_has_a_reader_for_subject_access() -> None:
    sealed = {
        table.label
        for table in catalogue.personal_tables()
        if any(said.erasure is Erasure.DESTROY_KEY for said in table.personal.values())
    }
    opened = {table.label for table in catalogue.personal_tables() if hasattr(table.model, "given_out")}
    assert sealed <= set(READERS) | opened
    assert {"vault.answer", "matching.profile", "record.event"} <= sealed


def test_every_personal_field_can_be_cleared_as_declared() -> None:
    for table in catalogue.personal_tables():
        from weft.people.mydata.actions.erase import emptied

        assert set(emptied(table)) <= set(table.personal), table.label


def test_the_documents_say_every_personal_field() -> None:
    told = {row[1] for part in schedule().parts for row in part.rows}
    asked = {
        said.export or name for table in catalogue.personal_tables() for name, said in table.personal.items()
    }
    assert told == asked
    kept = next(part for part in notice().parts if part.columns)
    assert all(export.lower() in " ".join(row[0] for row in kept.rows).lower() for export in asked)
    fields = {row[0] for part in impact().parts for row in part.rows}
    assert "Monitoring answer (sealed)" in fields and "E-mail address (email)" in fields


def test_the_file_in_the_docs_is_what_the_command_prints() -> None:
    assert (ROOT / "docs" / "data-catalogue.md").read_text(encoding="utf-8") == catalogue_text()


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/privacy", "/privacy/data-protection", "/privacy/retention"])
def test_the_pages_are_open_to_everyone_and_strict(page: str, client: Client, settings: Settings) -> None:
    response = client.get(page)
    assert response.status_code == 200
    strict_html(response)
    assert "equality monitoring" in response.content.decode() or page.endswith("retention")
    assert not response.cookies
