"""`weft demo`: the demonstration city, built once, all of it synthetic."""

import argparse
import os
import sys
import time
from typing import IO

from weft.cli import Refusal, server
from weft.cli.tick import ticking
from weft.config import in_use

BAR_WIDTH = 30
ANEW = "WEFT_DEMO_ANEW"  # set for the second beginning: there is no third
# What SQLite says of tables that this version does not expect. Anything else it says (a full disk, a lock, a fault of
# the disk) is no reason to delete a city.
OTHER_TABLES = (
    "no such table",
    "no such column",
    "has no column named",
    "already exists",
    "duplicate column",
)


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("demo", help="build (once) and serve the demonstration city")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--build-only", action="store_true", help="build the city and stop")
    parser.add_argument("--rebuild", action="store_true", help="throw the built city away first")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    os.environ["WEFT_MODE"] = "demo"
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if not options.build_only:
        server.refuse_taken_port("127.0.0.1", options.port)
    with in_use.opened() as held:
        is_alone = in_use.is_alone(held)
        if not is_alone and not in_use.is_shared(held):
            raise Refusal(in_use.BUILDING)
        prepare(is_alone, options.rebuild)
        build(is_alone)
        if not options.build_only:
            share(held)
            serve(options.port)
    return 0


def share(held: IO[str]) -> None:
    """It is built: others may serve it too. Between alone and shared, somebody else may have had it alone."""
    from weft.demo.build import stamp

    if not in_use.is_shared(held) or not stamp().exists():
        raise Refusal(in_use.BUILDING)


def prepare(is_alone: bool = True, asked: bool = False) -> None:
    """Bring the tables up to date. A city that cannot stay is thrown away with its folder, once, and the command begins
    again: keys and settings of the old folder must not live on in this process."""
    from weft.demo.gone import sweep

    is_again = bool(os.environ.get(ANEW))
    if is_alone:
        sweep()
    if why := _why(asked and not is_again):
        refuse_company(is_alone)
        _begin_anew(why)


def _why(asked: bool) -> str:
    """Why the city that is there cannot stay."""
    from django.db import DatabaseError
    from django.db.migrations.exceptions import InconsistentMigrationHistory, NodeNotFoundError

    try:
        server.prepare_database()
        from weft.demo.earlier import reason

        return reason(asked)
    except DatabaseError as error:
        if not any(words in str(error) for words in OTHER_TABLES):
            raise server.refusal_of(error) from error
    except (InconsistentMigrationHistory, NodeNotFoundError):
        pass
    from weft.demo.earlier import EARLIER

    return EARLIER


def refuse_company(is_alone: bool) -> None:
    if not is_alone:
        raise Refusal(
            "another command of Weft has this city open. Stop it (Ctrl+C where it runs), then run this again. "
            f"Where its window is gone, `fuser {in_use.place()}` names the processes to end."
        )


def build(is_alone: bool) -> None:
    """Build the city, unless it is there."""
    from weft.demo.build import NotADemonstration, build_city, is_built

    if is_built():
        return
    refuse_company(is_alone)
    began = time.monotonic()
    try:
        build_city(progress=bar)
    except NotADemonstration as refused:
        raise Refusal(str(refused)) from None
    took = f"{time.monotonic() - began:.0f} s"
    print(f"\nThe demonstration city is built ({took}). Everyone in it is made up.", flush=True)


def serve(port: int) -> None:
    print(f"Weft is at http://127.0.0.1:{port}/  (stop with Ctrl+C)", flush=True)
    with ticking():
        server.serve("127.0.0.1", port)


def _begin_anew(why: str) -> None:
    from weft.demo.earlier import NotOurs, throw_away

    if os.environ.get(ANEW):
        raise Refusal(f"the demonstration {why}, although it was just thrown away. Run ./weft demo again.")
    try:
        folder = throw_away(why)
    except NotOurs as error:
        raise Refusal(str(error)) from error
    print(f"The demonstration in {folder} {why}: it is built anew.", flush=True)
    words = [sys.executable, "-m", "weft", *sys.argv[1:]]
    os.execve(sys.executable, words, os.environ | {ANEW: "1"})  # noqa: S606 - the same program, once more


def bar(share: float, doing: str) -> None:
    """A progress bar on one line; a line a step where nobody watches a terminal."""
    if sys.stdout.isatty():
        filled = round(share * BAR_WIDTH)
        print(
            f"\r[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {share:4.0%} {doing:<48.48}", end="", flush=True
        )
    else:
        print(f"{share:4.0%} {doing}", flush=True)
