"""`weft roles`: who may see what, rendered from the matrix into docs/roles.md."""

import argparse
from pathlib import Path

from weft.cli import Refusal

PAGE = Path("docs") / "roles.md"


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("roles", help="write docs/roles.md from the matrix of roles")
    parser.add_argument("--print", action="store_true", help="show it instead of writing it")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from weft.config.environment import root_folder
    from weft.people.roles.matrix import MatrixError
    from weft.people.roles.shown import as_markdown

    try:
        text = as_markdown()
    except MatrixError as error:
        raise Refusal(str(error)) from error
    if options.print:
        print(text, end="")
        return 0
    path = root_folder() / PAGE
    path.write_text(text, encoding="utf-8")
    print(f"Wrote {PAGE}.")
    return 0
