"""What a backup says about itself: the last thing written, so that a file cut short has none."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from weft.operations.errors import Damaged, OtherVersion

FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """Everything needed to check a backup before it is trusted.

    files: name in the archive -> its sha256 and size. tables: table -> number of rows. chain: the end of the record.
    columns: table -> its columns in the order of the copy (PostgreSQL). migrations: (app, name) applied.
    """

    made_at: str
    weft: str
    engine: str
    demo: bool
    migrations: list[tuple[str, str]]
    tables: dict[str, int]
    chain: tuple[int, str]
    columns: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    with_keys: bool = False
    format: int = FORMAT

    def text(self) -> str:
        return json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"


def read_manifest(text: str) -> Manifest:
    try:
        data = json.loads(text)
        if data["format"] != FORMAT:
            raise OtherVersion(
                f"The backup is written in format {data['format']}, and this Weft reads format {FORMAT}. "
                "Restore it with the version of Weft that made it, or a newer one."
            )
        data["migrations"] = [(app, name) for app, name in data["migrations"]]
        data["chain"] = (int(data["chain"][0]), str(data["chain"][1]))
        return Manifest(**data)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise Damaged("The backup's own description cannot be read. Use an earlier backup.") from error
