"""`weft tick`: everything periodic, once. `weft serve` runs it every minute by itself; no cron is needed."""

import argparse
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from weft.cli import server

LOOK_EVERY_SECONDS = 1.0
START_AGAIN_AFTER_SECONDS = 10.0


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("tick", help="do now what is due: clocks, backup, checks")
    parser.add_argument(
        "--keep-going", action="store_true", help="(used by serve) every minute, while serve lives"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    if options.keep_going:
        keep_going(os.getppid())
        return 0
    server.prepare_database()
    from weft.operations.actions import run_tick

    ran = run_tick()
    for each in ran:
        print(f"{'done' if each.is_ok else 'FAILED'}  {each.name}: {each.result}")
    if not ran:
        print("Nothing was due.")
    return int(any(not each.is_ok for each in ran))


def keep_going(parent: int) -> None:
    """Tick every minute until the process that started this one is gone."""
    import django

    django.setup()
    from django.db import close_old_connections

    from weft.operations.actions import run_tick
    from weft.operations.rules import TICK_EVERY

    while os.getppid() == parent:
        with suppress(Exception):  # the database is away: the next minute tries again, and health says so
            run_tick()
        close_old_connections()
        again_at = time.monotonic() + TICK_EVERY.total_seconds()
        while time.monotonic() < again_at and os.getppid() == parent:
            time.sleep(LOOK_EVERY_SECONDS)


@contextmanager
def ticking() -> Iterator[None]:
    """A child that ticks for as long as the block lasts; one that dies is started again."""
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(over,), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join(timeout=LOOK_EVERY_SECONDS * 5)


def _watch(over: threading.Event) -> None:
    while not over.is_set():
        child = subprocess.Popen(
            [sys.executable, "-m", "weft", "tick", "--keep-going"], stdin=subprocess.DEVNULL
        )
        while child.poll() is None and not over.wait(LOOK_EVERY_SECONDS):
            pass
        if child.poll() is None:
            child.terminate()
            child.wait()
        over.wait(START_AGAIN_AFTER_SECONDS)
