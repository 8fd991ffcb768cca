"""A demonstration of an earlier version is built anew; no other folder is ever thrown away."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READY = """
import os, sys
from weft.cli import Refusal, demo
os.environ["DJANGO_SETTINGS_MODULE"] = "weft.config.settings"
os.execve = lambda program, words, env: print("begins again", words[1:], env["WEFT_DEMO_ANEW"])
sys.argv = ["weft", "demo", "--build-only"]
try:
    demo.prepare()
    print("ready")
except Refusal as refusal:
    print("refused:", refusal)
"""
AGAIN = "begins again ['-m', 'weft', 'demo', '--build-only'] 1"


def run(root: Path, *words: str, **more: str) -> str:
    left = {name: value for name, value in os.environ.items() if not name.startswith("WEFT_")}
    env = {**left, "PYTHONPATH": str(ROOT / "src"), "WEFT_ROOT": str(root), "WEFT_MODE": "demo", **more}
    done = subprocess.run([sys.executable, *words], env=env, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def change(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "weft.sqlite3")) as found, found:
        for statement in statements:
            found.execute(statement)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout's folder with the demonstration's database of this version, without its city."""
    root = tmp_path_factory.mktemp("checkout")
    assert "ready" in run(root, "-c", READY)
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "checkout"))


ACCOUNT = (
    "INSERT INTO auth_user (username, password, email, first_name, last_name, is_active, is_staff, is_superuser, "
    "date_joined) VALUES ('{}', '', '', '', '', 1, 0, 0, '2026-01-01')"
)
EARLIER = {
    "an account belongs to nobody": [ACCOUNT.format("ana@demonstration.example")],
    "a column is missing": ["ALTER TABLE people_person DROP COLUMN phone"],
    "a column is too many": ["ALTER TABLE people_person ADD COLUMN age integer NOT NULL DEFAULT 0"],
    "a table is missing": ["DROP TABLE post_message"],
    "a table is there already": ["DELETE FROM django_migrations WHERE app = 'post'"],
    "migrations are out of order": ["DELETE FROM django_migrations WHERE app = 'auth'"],
}


QUICK = ("a column is missing", "a table is there already")
CASES = [
    pytest.param(statements, id=name, marks=() if name in QUICK else pytest.mark.slow)
    for name, statements in EARLIER.items()
]


@pytest.mark.parametrize("statements", CASES)
def test_a_demonstration_of_an_earlier_version_is_thrown_away(root: Path, statements: list[str]) -> None:
    change(root / ".weft/demo", *statements)
    said = run(root, "-c", READY)
    assert "was of an earlier version: it is built anew." in said and AGAIN in said
    assert not (root / ".weft/demo").exists()


def test_control_one_of_this_version_stays(root: Path) -> None:
    before = (root / ".weft/demo/secret-key").read_text()
    assert run(root, "-c", READY).strip() == "ready"
    assert (root / ".weft/demo/secret-key").read_text() == before


def test_a_folder_that_is_named_is_never_thrown_away(root: Path, tmp_path: Path) -> None:
    named = tmp_path / "elsewhere"
    shutil.copytree(root / ".weft/demo", named)
    change(named, *EARLIER["a column is missing"])
    said = run(root, "-c", READY, WEFT_DATA=str(named))
    assert said.startswith("refused: the tables in") and "Point WEFT_DATA at an empty folder" in said
    assert (named / "weft.sqlite3").exists()


def test_a_link_to_another_folder_is_never_followed(root: Path, tmp_path: Path) -> None:
    change(root / ".weft/demo", *EARLIER["a column is missing"])
    (root / ".weft/demo").rename(tmp_path / "elsewhere")
    (root / ".weft/demo").symlink_to(tmp_path / "elsewhere")
    assert run(root, "-c", READY).startswith("refused: the tables in")
    assert (tmp_path / "elsewhere/weft.sqlite3").exists()


@pytest.mark.parametrize(
    ("name", "stays"), [("ana@city.example", True), ("ana@demonstration.example", False)]
)
def test_a_folder_with_somebody_real_is_never_thrown_away(root: Path, name: str, stays: bool) -> None:
    change(root / ".weft/demo", *EARLIER["a column is missing"], ACCOUNT.format(name))
    said = run(root, "-c", READY)
    assert ("holds more than the demonstration" in said) is stays
    assert (root / ".weft/demo/weft.sqlite3").exists() is stays


def test_a_file_that_cannot_be_read_is_left_alone(root: Path) -> None:
    (root / ".weft/demo/weft.sqlite3").write_bytes(b"something else entirely" * 500)
    assert "cannot be read. Look what it is" in run(root, "-c", READY)
    assert (root / ".weft/demo/weft.sqlite3").exists()


@pytest.mark.slow
def test_the_command_builds_the_city_anew(root: Path) -> None:
    change(root / ".weft/demo", *EARLIER["a column is missing"])
    said = run(root, "-m", "weft", "demo", "--build-only")
    assert "it is built anew." in said and "The demonstration city is built" in said
    assert run(root, "-c", READY).strip() == "ready"
