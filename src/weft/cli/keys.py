"""`weft keys rotate`: a new master key, when the old one may have been seen."""

import argparse

from weft.cli import Refusal, server


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("keys", help="the key file that sealed fields depend on")
    inner = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    rotating = inner.add_parser("rotate", help="replace the master key; safe to break off and run again")
    rotating.set_defaults(run=rotate)


def rotate(options: argparse.Namespace) -> int:  # noqa: ARG001 - the shape of every command
    server.prepare_database()
    from weft.record.keys import SealError, key_file
    from weft.record.rotation import rotate_keys

    try:
        count = rotate_keys(by="command line")
    except SealError as error:
        raise Refusal(str(error)) from error
    print(
        f"Wrapped {count} keys with a new master key. Copy {key_file()} to where you keep it safe, and keep"
    )
    print("the copy of the old one for as long as you keep backups of the database made before now.")
    return 0
