"""`./weft form answers KEY --to csv --out FILE`."""

import argparse
from pathlib import Path

import pytest
from pytest import CaptureFixture, MonkeyPatch

from tests.forms.exports import made, small
from weft.cli import Refusal, forms_answers, server

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ready(monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(server, "prepare_database", lambda: None)


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    forms_answers.add(parser.add_subparsers())
    options = parser.parse_args(["answers", *words])
    return int(options.run(options))


def test_answers_are_written_beside_their_repeats(tmp_path: Path, capsys: CaptureFixture[str]) -> None:
    form = made.form(small.FIRST)
    made.response(form, 1, {"/data/has_children": "yes", "/data/child[1]/name": "Ada"})
    out = tmp_path / "answers.csv"
    assert run("neighbours", "--to", "csv", "--out", str(out)) == 0
    assert capsys.readouterr().out.splitlines() == [str(out), str(tmp_path / "answers.child.csv")]
    assert len(out.read_text(encoding="utf-8-sig").splitlines()) == 2
    assert "Ada" in (tmp_path / "answers.child.csv").read_text(encoding="utf-8")


def test_special_answers_are_not_for_the_command_line_alone(tmp_path: Path) -> None:
    made.form(small.FIRST, small.SECOND)
    with pytest.raises(Refusal, match="two people"):
        run("neighbours", "--out", str(tmp_path / "x.csv"))
    assert run("neighbours", "--out", str(tmp_path / "x.csv"), "--without-special") == 0


def test_an_unknown_form_names_those_there_are(tmp_path: Path) -> None:
    made.form(small.FIRST)
    with pytest.raises(Refusal, match="Known: neighbours"):
        run("neighbors", "--out", str(tmp_path / "x.csv"))
