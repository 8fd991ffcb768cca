"""A checkout's folder with a demonstration in it, and the command in a process of its own."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READY = """
import os, sys
from weft.cli import Refusal, demo
os.environ["DJANGO_SETTINGS_MODULE"] = "weft.config.settings"
os.execve = lambda program, words, env: print("begins again", words[1:], env["WEFT_DEMO_ANEW"])
sys.argv = ["weft", "demo", "--build-only", *sys.argv[1:]]
try:
    demo.prepare(asked="--rebuild" in sys.argv)
    print("ready")
except Refusal as refusal:
    print("refused:", refusal)
"""
AGAIN = "begins again ['-m', 'weft', 'demo', '--build-only'] 1"
AGAIN_REBUILD = "begins again ['-m', 'weft', 'demo', '--build-only', '--rebuild'] 1"
KILLED = """
import os, signal, sys
from weft.cli import demo, main
demo.bar = lambda share, doing: os.kill(os.getpid(), signal.SIGKILL) if share >= float(sys.argv[1]) else None
sys.exit(main(["demo", "--build-only"]))
"""


def begin(root: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    left = {name: value for name, value in os.environ.items() if not name.startswith("WEFT_")}
    env = {**left, "PYTHONPATH": str(ROOT / "src"), "WEFT_ROOT": str(root), "WEFT_MODE": "demo", **more}
    return subprocess.run([sys.executable, *words], env=env, cwd=root, capture_output=True, text=True)


def run(root: Path, *words: str, **more: str) -> str:
    done = begin(root, *words, **more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def kill_at(root: Path, share: float) -> None:
    assert begin(root, "-c", KILLED, str(share)).returncode == -signal.SIGKILL


def finish(folder: Path) -> None:
    """The stamp that the last step of a build puts there."""
    version = re.search(r'^VERSION = "(\d+)"', (ROOT / "src/weft/demo/build.py").read_text(), re.MULTILINE)
    assert version
    (folder / f"city-{version[1]}").write_text("built\n")


def change(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "weft.sqlite3")) as found, found:
        for statement in statements:
            found.execute(statement)
