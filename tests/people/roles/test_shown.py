"""docs/roles.md and the public page say what the matrix says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from tests.browser.checks import strict_html
from weft.cli import main
from weft.people.roles.matrix import matrix
from weft.people.roles.shown import as_markdown, shown_roles

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def _as_in_the_file() -> Iterator[None]:
    """Sample pages of other tests add routes of their own to the matrix in memory; here it is as in its file."""
    routes = matrix().routes
    planted = {name: action for name, action in routes.items() if name.startswith("sample-")}
    for name in planted:
        del routes[name]
    yield
    routes.update(planted)


def test_the_committed_page_is_the_rendering() -> None:
    assert (ROOT / "docs" / "roles.md").read_text(encoding="utf-8") == as_markdown(), (
        "Run: python -m weft roles"
    )


def test_the_command_prints_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["roles", "--print"]) == 0
    assert capsys.readouterr().out == as_markdown()


def test_everybody_may_read_who_may_see_what(db: None, client: Client) -> None:
    page = client.get("/who-may-see-what")
    strict_html(page)
    text = page.content.decode()
    for each in shown_roles():
        assert each.role.label in text
        for what, _reach in each.rules:
            assert what[0].upper() + what[1:].replace("'", "&#x27;") in text


def test_every_rule_and_route_is_in_the_page() -> None:
    text = as_markdown()
    assert sum(len(each.rules) for each in shown_roles()) == len(matrix().rules)
    assert all(f"`{name}`" in text for name in (*matrix().actions, *matrix().roles))


def test_what_a_role_may_do_is_said_in_the_language_of_the_reader() -> None:
    with translation.override("ur"):
        auditor = next(each for each in shown_roles() if each.role.key == "auditor")
        assert ("ریکارڈ پڑھنا", "سب") in auditor.rules and auditor.held == "شہر کی ٹیم میں ملتا ہے۔"
