"""`weft demo`: the demonstration city, built once, all of it synthetic."""

import argparse
import os
import sys
import time

from weft.cli import server
from weft.cli.tick import ticking

BAR_WIDTH = 30


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
    server.prepare_database()
    from weft.demo.build import build_city, is_built

    if options.rebuild or not is_built():
        began = time.monotonic()
        build_city(progress=bar)
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


def bar(share: float, doing: str) -> None:
    """A progress bar on one line; a line a step where nobody watches a terminal."""
    if sys.stdout.isatty():
        filled = round(share * BAR_WIDTH)
        print(
            f"\r[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {share:4.0%} {doing:<48.48}", end="", flush=True
        )
    else:
        print(f"{share:4.0%} {doing}", flush=True)
