"""A blueprint to test with: the starter every new blueprint begins from."""

import re
from pathlib import Path

from weft.people.models import Organisation
from weft.programmes.actions import install
from weft.programmes.blueprint.reading import Blueprint, read_blueprint
from weft.programmes.blueprint.starter import write_starter
from weft.programmes.models import Programme


def folder(where: Path, name: str = "cooking", **changes: str) -> Path:
    """The starter under a name, with texts of its blueprint.yaml changed."""
    made = where / name
    if not made.exists():
        write_starter(made)
    file = made / "blueprint.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    return made


def changed(made: Path, old: str, new: str, file: str = "blueprint.yaml") -> Path:
    path = made / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return made


def line_of(made: Path, text: str, file: str = "blueprint.yaml") -> int:
    """The line a text stands on, counted from one."""
    lines = (made / file).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if re.search(text, line))


def blueprint(where: Path, name: str = "cooking") -> Blueprint:
    return read_blueprint(folder(where, name))


def programme(where: Path, organisation: Organisation | None = None, name: str = "cooking") -> Programme:
    return install(blueprint=blueprint(where, name), organisation=organisation, by=None)


def organisation(name: str = "Kitchen collective") -> Organisation:
    return Organisation.objects.create(name=name, kind="informal")
