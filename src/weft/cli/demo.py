"""`weft demo`: the demonstration city, built once, all of it synthetic."""

import argparse
import os
import sys
import time

from weft.cli import Refusal, server
from weft.cli.tick import ticking
from weft.config.environment import data_folder

BAR_WIDTH = 30
ANEW = "WEFT_DEMO_ANEW"  # set for the second beginning: there is no third
IN_USE = "in-use"  # the file in its folder that says so


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
    from weft.cli.in_use import hold, share  # not at the top: they need a lock that not every system has

    with (data_folder() / IN_USE).open("w") as held:
        is_alone = hold(held)
        prepare(is_alone, options.rebuild)
        build(is_alone)
        if not options.build_only:
            share(held)
            serve(options.port)
    return 0


def prepare(is_alone: bool = True, asked: bool = False) -> None:
    """Bring the tables up to date. A city that cannot stay is thrown away with its folder, once, and the command begins
    again: keys and settings of the old folder must not live on in this process."""
    is_again = bool(os.environ.get(ANEW))
    try:
        server.prepare_database()
        from weft.demo.earlier import reason

        why = reason(asked and not is_again)
    except Exception as error:
        if not _is_about_tables(error):
            raise
        from weft.demo.earlier import EARLIER as why
    if why:
        refuse_company(is_alone)
        _begin_anew(why)


def refuse_company(is_alone: bool) -> None:
    if not is_alone:
        raise Refusal(
            "another ./weft demo serves this city. Stop it (Ctrl+C where it runs), then run this again."
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


def _is_about_tables(error: Exception) -> bool:
    from django.db import DatabaseError
    from django.db.migrations.exceptions import InconsistentMigrationHistory, NodeNotFoundError

    return isinstance(error, DatabaseError | InconsistentMigrationHistory | NodeNotFoundError)


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
