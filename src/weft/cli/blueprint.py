"""`weft blueprint`: programmes as folders of data: check, install, play through, begin a new one."""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from weft.cli import Refusal, server

if TYPE_CHECKING:
    from weft.programmes.blueprint.reading import Blueprint

EVERY = 500  # steps between two lines of progress


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("blueprint", help="check, install, test and begin programmes")
    inner = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    inner.add_parser("list", help="every blueprint on the shelf").set_defaults(run=show_all)
    for name, run, words in (
        ("show", show, "what a blueprint is for, and what it asks"),
        ("check", check, "say what is wrong with a folder, by file and line"),
        ("install", install, "make a programme of it, being prepared"),
        ("test", test, "play its fixture through in an empty throw-away database and compare the figures"),
    ):
        each = inner.add_parser(name, help=words)
        each.add_argument("blueprint", metavar="NAME|FOLDER")
        each.set_defaults(run=run)
    new = inner.add_parser("new", help="write a commented folder to begin from")
    new.add_argument("folder", type=Path)
    new.set_defaults(run=begin)


def show_all(_options: argparse.Namespace) -> int:
    _load()
    from weft.programmes.blueprint.shelf import shelf

    good, broken = shelf()
    for each in good:
        print(f"{each.id:<26} {each.version:<6} {each.title} ({', '.join(each.themes)})")
    for folder in broken:
        print(f"{folder.folder.name:<26} cannot be used: {folder.error.problems[0]}")
    if not good and not broken:
        print("The shelf is empty. Begin one: ./weft blueprint new FOLDER")
    return 0


def show(options: argparse.Namespace) -> int:
    _load()
    found = _read(options.blueprint, with_forms=False)
    told = found.document
    print(f"{found.title} ({found.id} {found.version})\n{told['purpose']}\n")
    for part, words in (("steps", "Steps"), ("roles", "Roles"), ("requirements", "Must be shown")):
        if told.get(part):
            print(f"{words}: " + "; ".join(each["title"] for each in told[part]))
    print("Figures: " + "; ".join(f"{each['title']} ({each['unit']})" for each in told["indicators"]))
    print(f"\nData protection: {told['data_protection']}")
    return 0


def check(options: argparse.Namespace) -> int:
    """No database is needed. Returns 1 where something is wrong."""
    _load()
    found = _read(options.blueprint)
    figures = len(found.document["indicators"])
    print(
        f"{found.title} ({found.id} {found.version}): {len(found.forms)} forms, {figures} figures. Nothing is wrong."
    )
    return 0


def install(options: argparse.Namespace) -> int:
    server.prepare_database()
    from weft.programmes import actions

    made = actions.install(blueprint=_read(options.blueprint), by=None)
    print(
        f"{made.key}: {made.title}, {made.get_state_display().lower()}. Its page: /programmes/run/{made.key}/"
    )
    return 0


def test(options: argparse.Namespace) -> int:
    """Returns 1 where a figure differs. The installation's own database and key file are never opened."""
    with tempfile.TemporaryDirectory(prefix="weft-replay-") as folder:
        os.environ |= {"WEFT_MODE": "test", "WEFT_DATA": folder, "WEFT_DATABASE_URL": "", "WEFT_KEY_FILE": ""}
        server.prepare_database()
        return _play(options.blueprint)


def _play(name: str) -> int:
    from weft.programmes.queries import figures_of
    from weft.replay.comparing import compare, read_expected, table
    from weft.replay.errors import ReplayError
    from weft.replay.playing import play

    found = _read(name)
    expected = found.file("expect")
    if expected is None:
        raise Refusal("the blueprint names no file of what is expected (expect: expect.yaml).")
    try:
        wanted = read_expected(expected)
        world = play(found, _progress)
    except ReplayError as error:
        raise Refusal(str(error)) from error
    rows = compare(wanted, figures_of(world.programme))
    print(table(rows))
    different = sum(not row.is_met for row in rows)
    print(f"{found.id}: {len(rows) - different} of {len(rows)} figures as expected.")
    return int(different > 0)


def begin(options: argparse.Namespace) -> int:
    from weft.programmes.blueprint.starter import NotAName, write_starter

    try:
        written = write_starter(options.folder)
    except NotAName as error:
        raise Refusal(str(error)) from error
    except FileExistsError as error:
        raise Refusal(f"{options.folder} is there already. Choose a new folder.") from error
    print(f"{len(written)} files in {options.folder}. Next: ./weft blueprint check {options.folder}")
    return 0


def _load() -> None:
    import django

    django.setup()


def _read(name: str, *, with_forms: bool = True) -> "Blueprint":
    """A folder, or a name of the shelf."""
    from weft.programmes.blueprint.problems import NotABlueprint
    from weft.programmes.blueprint.reading import read_blueprint
    from weft.programmes.blueprint.shelf import UnknownBlueprint, from_shelf

    folder = Path(name)
    try:
        if folder.is_dir():
            return read_blueprint(folder, with_forms=with_forms)
        return from_shelf(name, with_forms=with_forms)
    except UnknownBlueprint as error:
        raise Refusal(f"there is no blueprint or folder {name!r}. See: ./weft blueprint list") from error
    except NotABlueprint as error:
        lines = "\n".join(f"  {problem}" for problem in error.problems)
        raise Refusal(f"this blueprint cannot be used.\n{lines}") from error


def _progress(done: int, every: int) -> None:
    if done % EVERY == 0:
        sys.stderr.write(f"{done:,} of {every:,} steps\n")
        sys.stderr.flush()
