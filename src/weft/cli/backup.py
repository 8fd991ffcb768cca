"""`weft backup`: one file with everything, made while Weft serves."""

import argparse
from pathlib import Path

from weft.cli import Refusal

REMINDER = (
    "The key file is not in it: whoever finds the backup cannot read what is sealed. Keep {key} in another place, "
    "and try a restore with it. Without that file, monitoring answers are lost for good."
)
WITH_KEYS = (
    "The keys are in it: whoever has this file reads everything. Keep it as you keep the keys, encrypted."
)


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "backup", help="copy the database and the files into one file, while serving"
    )
    parser.add_argument(
        "--to", type=Path, help="the folder for it (else WEFT_BACKUP, else backups in the data folder)"
    )
    parser.add_argument(
        "--with-keys", action="store_true", help="put the key file in as well (read the warning)"
    )
    parser.add_argument(
        "--prune", action="store_true", help="then keep 7 daily, 4 weekly and 12 monthly backups"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.conf import settings

    from weft.operations.actions.backup import back_up, backup_folder, prune
    from weft.operations.errors import BackupError

    try:
        done = back_up(to=options.to, with_keys=options.with_keys)
    except BackupError as error:
        raise Refusal(str(error)) from error
    rows, files = sum(done.manifest.tables.values()), len(done.manifest.files)
    print(f"Wrote {done.path}")
    print(f"{rows:,} rows, {files} files, {done.size / 1e6:.1f} MB, {done.seconds:.1f} s.")
    print(f"The record ends at event {done.manifest.chain[0]:,}, {done.manifest.chain[1][:16]}.")
    print(WITH_KEYS if options.with_keys else REMINDER.format(key=settings.KEY_FILE))
    if options.prune:
        for path in prune(folder=options.to or backup_folder()):
            print(f"Deleted {path.name}")
    return 0
