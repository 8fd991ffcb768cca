"""Read a blueprint's folder: blueprint.yaml, the forms it names, its fixture and what it expects.

read_blueprint(folder) -> Blueprint     raises NotABlueprint with every fault, by file and line
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from weft.forms.intake.guard import Brought, bring, content_of
from weft.forms.intake.problems import NotAForm
from weft.programmes.blueprint.crossing import crossing_faults
from weft.programmes.blueprint.lined import Lined, Where, read_lined
from weft.programmes.blueprint.problems import NotABlueprint, Problem
from weft.programmes.blueprint.wording import schema_problems

FILE = "blueprint.yaml"
NAMED_FILES = ("fixture", "expect")


@dataclass(frozen=True)
class Blueprint:
    """A programme as data, checked. `forms`: by key, read; empty where only the document was asked for."""

    folder: Path
    document: Mapping[str, Any]
    forms: Mapping[str, Brought] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.document["id"])

    @property
    def version(self) -> str:
        return str(self.document["version"])

    @property
    def title(self) -> str:
        return str(self.document["title"])

    @property
    def themes(self) -> list[str]:
        return [str(each["theme"]) for each in self.document["themes"]]

    @property
    def languages(self) -> list[str]:
        return list(self.document.get("languages", ("en",)))

    def file(self, name: str) -> Path | None:
        """The fixture, or what is expected of it."""
        return self.folder / self.document[name] if name in self.document else None


def read_blueprint(folder: Path, *, with_forms: bool = True) -> Blueprint:
    """Read and check a folder. Raises NotABlueprint."""
    read = read_lined(folder / FILE)
    problems = sorted(set(schema_problems(read)))
    if problems:
        raise NotABlueprint(problems)
    document: dict[str, Any] = read.said
    problems = [read.problem(where, message) for where, message in _faults(folder, document)]
    forms, of_forms = _forms(folder, read) if with_forms and not problems else ({}, [])
    if problems or of_forms:
        raise NotABlueprint([*sorted(set(problems)), *of_forms])
    return Blueprint(folder, document, forms)


def form_name(blueprint: str, key: str) -> str:
    """The key a blueprint's form has in the forms room."""
    return f"{blueprint}-{key}"[:60]


def _faults(folder: Path, document: Mapping[str, Any]) -> Iterator[tuple[Where, str]]:
    if folder.resolve().name != document["id"]:
        yield (
            ("id",),
            f"The id is “{document['id']}”, the folder “{folder.resolve().name}”. They are the same.",
        )
    yield from crossing_faults(document)
    for name in NAMED_FILES:
        if name in document and not _is_inside(folder, document[name]):
            yield (name,), f"There is no file “{document[name]}” in the folder."
    for number, form in enumerate(document.get("forms", ())):
        if not _is_inside(folder, form["file"]):
            yield ("forms", number, "file"), f"There is no file “{form['file']}” in the folder."


def _is_inside(folder: Path, name: str) -> bool:
    """A file or folder that is there, and inside: never ../ or a link that leads out."""
    path = (folder / name).resolve()
    return path != folder.resolve() and path.is_relative_to(folder.resolve()) and path.exists()


def _forms(folder: Path, read: Lined) -> tuple[dict[str, Brought], list[Problem]]:
    found, problems = {}, []
    for number, form in enumerate(read.said.get("forms", ())):
        wanted = form_name(read.said["id"], form["key"])
        try:
            brought = _brought(folder / form["file"], wanted)
        except NotAForm as error:
            problems += [Problem(form["file"], each.row, _of_form(each)) for each in error.problems]
            continue
        if brought.compiled.form_id != wanted:
            message = f"The form_id of this form is “{brought.compiled.form_id}”. Write “{wanted}”, or leave it out."
            problems.append(read.problem(("forms", number, "file"), message))
        problems += [Problem(form["file"], gap.row, _of_form(gap)) for gap in brought.compiled.gaps]
        found[form["key"]] = brought
    return found, problems


def _brought(path: Path, wanted: str) -> Brought:
    """A form's tables, read in a process with bounds; a form without a form_id gets the blueprint's name for it."""
    suffix = ".zip" if path.is_dir() else path.suffix
    return bring(content_of(path), f"{wanted}{suffix}")


def _of_form(problem: Any) -> str:
    place = ", ".join(each for each in (problem.sheet, problem.column) if each)
    return f"{place}: {problem.message}" if place else str(problem.message)
