"""The command line: `./weft COMMAND`. Each command is one module with `add(subparsers)`."""

import argparse
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from weft.config import in_use
from weft.config.environment import UnsafeSetting

COMMANDS = (
    "demo",
    "serve",
    "measure",
    "places",
    "work",
    "verify",
    "keys",
    "staff",
    "post",
    "privacy",
    "backup",
    "restore",
    "tick",
    "roles",
    "form",
    "blueprint",
)


class Refusal(Exception):
    """Something the person at the keyboard can mend; the message says how."""


@contextmanager
def in_demonstration(command: str) -> Iterator[None]:
    """Nobody throws the demonstration away while a command works on it. `weft demo` holds it in its own way."""
    file: IO[str] | None = None
    if os.environ.get("WEFT_MODE") == "demo" and command != "demo":
        with suppress(OSError):  # a folder that can only be read is not deleted either
            file = in_use.opened()
    try:
        if file and not in_use.is_shared(file):
            raise Refusal(in_use.BUILDING)
        yield
    finally:
        if file:
            file.close()


def main(arguments: list[str]) -> int:
    """Parse, run one command, and turn a refusal into one clear line. Returns the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weft.config.settings")
    parser = argparse.ArgumentParser(prog="weft", description="Weft: measure, fund, gather, listen, learn.")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        importlib.import_module(f"weft.cli.{name}").add(subparsers)
    if not arguments:
        parser.print_help()
        return 0
    options = parser.parse_args(arguments)
    try:
        with in_demonstration(options.command):
            return int(options.run(options) or 0)
    except (Refusal, UnsafeSetting) as refusal:
        sys.stderr.write(f"weft: {refusal}\n")
        return 1
    except KeyboardInterrupt:
        return 130
