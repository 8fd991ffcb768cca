"""A demonstration that is old, unfinished or asked for again is built anew; no other folder is ever thrown away."""

import fcntl
import shutil
from pathlib import Path

import pytest

from tests.cli.checkout import AGAIN, AGAIN_REBUILD, READY, begin, change, finish, kill_at, run

STANDING = """
import os
from pathlib import Path
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "weft.config.settings"
django.setup()
from weft.demo import build, earlier
for version in ("", "1", build.VERSION):
    for old in build.stamps():
        old.unlink()
    if version:
        build.stamp().with_name(f"city-{version}").write_text("built")
    print(repr(earlier.reason(asked=False)), repr(earlier.reason(asked=True)))
build.stamp().unlink()
build.marker().unlink()
print(repr(earlier.reason(asked=False)), repr(earlier.reason(asked=True)))
try:
    build.build_city()
except build.NotADemonstration as refused:
    print(refused)
"""

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
    assert said.startswith(
        f"refused: the demonstration in {named} was of an earlier version. Weft deletes only"
    )
    assert (
        f"delete {named} yourself if nothing in it is needed, or point WEFT_DATA at an empty folder." in said
    )
    assert (named / "weft.sqlite3").exists()


def test_a_link_to_another_folder_is_never_followed(root: Path, tmp_path: Path) -> None:
    change(root / ".weft/demo", *EARLIER["a column is missing"])
    (root / ".weft/demo").rename(tmp_path / "elsewhere")
    (root / ".weft/demo").symlink_to(tmp_path / "elsewhere")
    assert "Weft deletes only its own" in run(root, "-c", READY)
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
    assert "cannot be read (file is not a database). Look what it is" in run(root, "-c", READY)
    assert (root / ".weft/demo/weft.sqlite3").exists()


def test_a_build_that_was_broken_off_is_thrown_away(broken: Path) -> None:
    said = run(broken, "-c", READY)
    assert "was not built to the end: it is built anew." in said and AGAIN in said
    assert not (broken / ".weft/demo").exists()


def test_only_a_whole_city_of_this_version_stays(broken: Path) -> None:
    unfinished, earlier, whole, unknown, refused = run(broken, "-c", STANDING).splitlines()
    assert unfinished == "'was not built to the end' 'was not built to the end'"
    assert earlier == "'was of an earlier version' 'was of an earlier version'"
    assert whole == "'' 'was there before, and --rebuild was asked for'"
    assert unknown == "'has no mark of a whole city' 'was there before, and --rebuild was asked for'"
    assert "is in use already" in refused and "Run ./weft demo --rebuild." in refused


def test_a_city_is_thrown_away_when_another_is_asked_for(broken: Path) -> None:
    finish(broken / ".weft/demo")
    said = run(broken, "-c", READY, "--rebuild")
    assert (
        "was there before, and --rebuild was asked for: it is built anew." in said and AGAIN_REBUILD in said
    )
    assert not (broken / ".weft/demo").exists()


def test_the_second_beginning_never_begins_a_third(broken: Path) -> None:
    said = run(broken, "-c", READY, "--rebuild", WEFT_DEMO_ANEW="1")
    assert said.startswith("refused: the demonstration was not built to the end, although it was just thrown")
    assert (broken / ".weft/demo/weft.sqlite3").exists()


@pytest.mark.slow
def test_a_first_city_is_simply_built_in_an_empty_folder_that_is_named(root: Path, tmp_path: Path) -> None:
    named = Path(shutil.copytree(root / ".weft/demo", tmp_path / "elsewhere"))
    assert run(root, "-c", READY, "--rebuild", WEFT_DATA=str(named)).strip() == "ready"


@pytest.mark.slow
@pytest.mark.parametrize("is_whole", [False, True])
def test_a_city_in_a_folder_that_is_named_is_never_thrown_away(broken: Path, is_whole: bool) -> None:
    named = (broken / ".weft/demo").rename(broken / "elsewhere")
    if is_whole:
        finish(named)
    why = "was there before, and --rebuild was asked for." if is_whole else "was not built to the end."
    said = run(broken, "-c", READY, "--rebuild", WEFT_DATA=str(named))
    assert said.startswith(f"refused: the demonstration in {named} {why} Weft deletes only its own")
    assert (named / "weft.sqlite3").exists()


@pytest.mark.parametrize(
    ("kind", "doing"),
    [
        (fcntl.LOCK_SH, "command of Weft has this city open."),
        (fcntl.LOCK_EX, "./weft demo is building this city,"),
    ],
)
def test_no_folder_is_thrown_away_while_somebody_uses_it(broken: Path, kind: int, doing: str) -> None:
    with (broken / ".weft/demo.in-use").open("w") as held:
        fcntl.flock(held, kind)
        done = begin(broken, "-m", "weft", "demo", "--build-only")
    assert done.returncode == 1 and done.stderr.startswith(f"weft: another {doing}")
    assert (broken / ".weft/demo/weft.sqlite3").exists()


@pytest.mark.slow
def test_the_command_builds_a_city_anew_that_was_killed_late_and_one_that_is_whole(root: Path) -> None:
    kill_at(root, 0.95)
    keys = set()
    for words, why in ([[], "was not built to the end"], [["--rebuild"], "--rebuild was asked for"]):
        keys.add((root / ".weft/demo/secret-key").read_text())
        said = run(root, "-m", "weft", "demo", "--build-only", *words)
        assert f"{why}: it is built anew." in said and said.count("The demonstration city is built") == 1
    keys.add((root / ".weft/demo/secret-key").read_text())
    assert len(keys) == 3 and not (root / ".weft/demo/building").exists()
    assert run(root, "-m", "weft", "demo", "--build-only") == ""


@pytest.mark.slow
def test_the_command_builds_the_city_anew(root: Path) -> None:
    change(root / ".weft/demo", *EARLIER["a column is missing"])
    said = run(root, "-m", "weft", "demo", "--build-only")
    assert "it is built anew." in said and "The demonstration city is built" in said
    assert run(root, "-c", READY).strip() == "ready"
