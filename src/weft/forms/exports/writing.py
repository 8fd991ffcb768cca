"""Write an export: rows from whoever brings them, files in a folder, one file in the end."""

import hashlib
import hmac
import shutil
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from weft.forms.exports.cells import Answered, rows_of
from weft.forms.exports.columns import Value, columns_of
from weft.forms.exports.plan import MAIN, Plan
from weft.forms.exports.writers import FORMATS, Sheet, Writer


@dataclass(frozen=True)
class Told:
    """One response: its answers and what an export says about it."""

    name: str  # pseudonym of this export
    mode: str
    language: str
    submitted_on: date | None
    seconds: int
    state: str
    answered: Answered
    device: str = ""


def pseudonym(secret: bytes, export: str, response: str) -> str:
    """A response's name in one export; in another export it has another, and neither tells the response."""
    return hmac.new(secret, f"{export}\n{response}".encode(), hashlib.sha256).hexdigest()[:20]


def sheets_of(plan: Plan, *, with_partials: bool) -> tuple[Sheet, ...]:
    return tuple(
        Sheet(table, columns_of(table, plan.language, with_partials=with_partials), plan.language)
        for table in plan.tables
    )


def write_export(
    responses: Iterable[Told], plan: Plan, folder: Path, *, to: str, with_partials: bool = False
) -> tuple[Path, ...]:
    """Write every table into the folder; returns the files, that of responses first."""
    sheets = sheets_of(plan, with_partials=with_partials)
    writer = FORMATS[to](folder, sheets)
    by_name = {sheet.table.name: sheet for sheet in sheets}
    for told in responses:
        _write(told, plan, (writer, by_name), with_partials)
    return writer.close()


def _write(told: Told, plan: Plan, into: tuple[Writer, dict[str, Sheet]], with_partials: bool) -> None:
    writer, sheets = into
    for row in rows_of(told.answered, plan):
        of_row: list[Value] = [told.name, row.number, row.parent]
        about = _about(told, with_partials) if row.table == MAIN else of_row
        writer.write(sheets[row.table], about, row.cells)


def _about(told: Told, with_partials: bool) -> list[Value]:
    found: list[Value] = [
        told.name, told.answered.version, told.mode, told.language or None, told.submitted_on, told.seconds,
        told.device or None,
    ]  # fmt: skip
    return [*found, told.state] if with_partials else found


def one_file(files: tuple[Path, ...]) -> Path:
    """The file itself; several go into one ZIP beside them."""
    if len(files) == 1:
        return files[0]
    packed = files[0].with_name("responses.zip")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.name)
    return packed


def put(files: tuple[Path, ...], out: Path) -> tuple[Path, ...]:
    """Move the files of an export to where they were asked for: repeats beside the first, under its name."""
    placed = []
    for number, file in enumerate(files):
        to = out if number == 0 else out.with_name(f"{out.stem}.{file.stem}{out.suffix}")
        shutil.move(file, to)
        placed.append(to)
    return tuple(placed)
