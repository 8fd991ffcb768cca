"""All tables of one run in one folder: written beside it first and moved in whole, or nothing is written."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from weft.measure.tables import export, export_working
from weft.measure.tables.evidence import Evidence
from weft.measure.tables.recipe import Recipe
from weft.measure.tables.rows import MissingShare, missing_shares, refuse_unsaid, table_rows
from weft.registry.load import Registry


class FolderRefusal(ValueError):
    """The folder cannot be written; the message says what to do."""


@dataclass(frozen=True)
class Made:
    """One run: what was found, by which recipe, from which file (its SHA-256, rows)."""

    evidence: Evidence
    recipe: Recipe
    registry: Registry
    sha256: str = ""
    rows: int = 0


def refuse_folder(folder: Path, *, replace: bool) -> None:
    """Refuse a place that is not a folder, or one that holds something unless it may be replaced."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise FolderRefusal(f"{folder} is not a folder. Choose another name for --out.")
    if folder.is_dir() and any(folder.iterdir()):
        if not replace:
            raise FolderRefusal(f"{folder} already holds something. Choose another, or add --replace.")
        if not (folder / "recipe.yaml").is_file() or not (folder / "how-we-know.md").is_file():
            raise FolderRefusal(
                f"{folder} was not made by this command, so it is not replaced. Choose another."
            )


def write_folder(made: Made, folder: Path, *, replace: bool = False) -> None:
    """Write every file of a run. Raises: RecipeError, FolderRefusal; then nothing is left behind."""
    refuse_folder(folder, replace=replace)
    refuse_unsaid(made.recipe.survey)
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name[:40]}.", dir=folder.parent))
    try:
        (part / "public").mkdir()
        for name, content in _files(made):
            (part / name).write_bytes(content)
        part.chmod(0o755)
        _swap(part, folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _swap(part: Path, folder: Path) -> None:
    """Put a finished folder in the place of an old one."""
    if not folder.exists():
        part.rename(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name[:40]}.old.", dir=folder.parent))
    folder.rename(old / "old")
    try:
        part.rename(folder)
    except OSError:
        (old / "old").rename(folder)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _files(made: Made) -> Iterator[tuple[str, bytes]]:
    evidence, recipe, registry = made.evidence, made.recipe, made.registry
    tables = table_rows(evidence, recipe, registry)
    missing = {m.indicator: tuple(missing_shares(m, evidence.design.n)) for m in evidence.missing}
    notes = export.Notes(recipe.survey, missing)
    yield "evidence.csv", export_working.evidence_csv(evidence, recipe).encode()
    if evidence.contrasts:
        yield "changes.csv", export_working.changes_csv(evidence, recipe, registry).encode()
    for key, rows in tables.items():
        name = f"{export.file_stem(key)}.csv"
        yield f"public/{name}", export.table_csv(rows).encode()
        yield f"public/{name}-metadata.json", export.metadata(rows, name, notes).encode()
    yield "public/tables.xlsx", export.workbook(tables, notes)
    yield "public/tables.json", export.table_json(tables, notes).encode()
    yield "recipe.yaml", _recipe(made).encode()
    yield "how-we-know.md", _how(made, missing).encode()


def _how(made: Made, missing: dict[str, tuple[MissingShare, ...]]) -> str:
    return export_working.how_we_know(made.evidence, made.recipe, made.registry, missing)


def _recipe(made: Made) -> str:
    """The recipe with every choice made, and the file it belongs to."""
    file = f"# For the survey file with {made.rows:,} rows and SHA-256 {made.sha256}\n" if made.sha256 else ""
    return file + made.recipe.to_yaml()
