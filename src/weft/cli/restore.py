"""`weft restore FILE`: put a backup in place, whole or not at all."""

import argparse
from pathlib import Path

from weft.cli import Refusal


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("restore", help="put a backup back, after checking all of it")
    parser.add_argument("file", type=Path)
    parser.add_argument("--replace", action="store_true", help="in place of the data that are here now")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.db import DatabaseError

    from weft.operations.actions.restore import restore
    from weft.operations.errors import BackupError
    from weft.record.keys import SealError

    try:
        restore(file=options.file.resolve(), replace=options.replace, say=print)
    except (BackupError, SealError) as error:
        raise Refusal(f"{error} Nothing was changed.") from error
    except (DatabaseError, OSError) as error:
        raise Refusal(
            f"The backup could not be put back ({type(error).__name__}). Nothing was changed."
        ) from error
    print("Restored. Start Weft and look at Today.")
    return 0
