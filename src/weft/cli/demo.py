"""`weft demo`: the demonstration city, built once, all of it synthetic."""

import argparse
import os
import sys
import time

from weft.cli import Refusal, server
from weft.cli.tick import ticking

BAR_WIDTH = 30
ANEW = "WEFT_DEMO_ANEW"  # set for the second beginning: there is no third


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
    prepare()
    from weft.demo.build import NotADemonstration, build_city, is_built

    if options.rebuild or not is_built():
        began = time.monotonic()
        try:
            build_city(progress=bar)
        except NotADemonstration as refused:
            raise Refusal(str(refused)) from None
        print(
            f"\nThe demonstration city is built ({time.monotonic() - began:.0f} s). Everyone in it is made up.",
            flush=True,
        )
    if options.build_only:
        return 0
    print(f"Weft is at http://127.0.0.1:{options.port}/  (stop with Ctrl+C)", flush=True)
    with ticking():
        server.serve("127.0.0.1", options.port)
    return 0


def prepare() -> None:
    """Bring the tables up to date. Those of an earlier version that cannot be are thrown away with their folder, once,
    and the command begins again: keys and settings of the old folder must not live on in this process."""
    try:
        server.prepare_database()
        fits = _fits()
    except Exception as error:
        if not _is_about_tables(error):
            raise
        fits = False
    if not fits:
        _begin_anew()


def _fits() -> bool:
    from weft.demo.earlier import is_of_this_version

    return is_of_this_version()


def _is_about_tables(error: Exception) -> bool:
    from django.db import DatabaseError
    from django.db.migrations.exceptions import InconsistentMigrationHistory, NodeNotFoundError

    return isinstance(error, DatabaseError | InconsistentMigrationHistory | NodeNotFoundError)


def _begin_anew() -> None:
    from weft.demo.earlier import NotOurs, throw_away

    if os.environ.get(ANEW):
        raise Refusal(
            "the tables do not fit this version, although they were just made. Run ./weft demo again."
        )
    try:
        folder = throw_away()
    except NotOurs as error:
        raise Refusal(str(error)) from error
    print(f"The demonstration in {folder} was of an earlier version: it is built anew.", flush=True)
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
