"""How long a backup, a restore and a tick of the demonstration city take, through the command line.

PYTHONPATH=src python -m tests.bench.operations [--postgres]
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> None:
    """Build the city, then time each command; the rows go into a PostgreSQL first where that is asked for."""
    folder = Path(tempfile.mkdtemp(prefix="weft-bench-"))
    with _database("--postgres" in arguments) as url:
        os.environ |= {"WEFT_ROOT": str(ROOT), "WEFT_DATA": str(folder), "WEFT_MODE": "demo"}
        _timed("build the demonstration city", "demo", "--build-only")
        if url:
            os.environ |= {"WEFT_MODE": "test", "WEFT_DATABASE_URL": url}
            _move_to_postgres(folder)
        else:
            _tick("tick, everything due", folder)
            _tick("tick, nothing due", folder)
        _timed("backup", "backup")
        [backup] = (folder / "backups").glob("weft-*")
        _timed("restore", "restore", str(backup), "--replace")
        uploads = sum(path.stat().st_size for path in (folder / "uploads").rglob("*") if path.is_file())
        sizes = {"database": folder / "weft.sqlite3", "backup": backup}
        print(
            ", ".join(f"{name} {path.stat().st_size / 1e6:.1f} MB" for name, path in sizes.items()), end=", "
        )
        print(f"uploads {uploads / 1e6:.1f} MB; a command that does nothing: ", end="", flush=True)
        _timed("--help", "--help")
    shutil.rmtree(folder)


def _timed(what: str, *words: str) -> None:
    began = time.monotonic()
    subprocess.run([sys.executable, "-m", "weft", *words], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    print(f"{what}: {time.monotonic() - began:.1f} s", flush=True)


def _tick(what: str, folder: Path) -> None:
    """As the ticking child of `weft serve` does it, which has started already."""
    code = "import django, time; django.setup(); from weft.operations.actions import run_tick\n"
    code += "began = time.monotonic(); n = len(run_tick()); print(n, 'jobs', round(time.monotonic() - began, 3), 's')"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "weft.config.settings"}
    print(what, end=": ", flush=True)
    subprocess.run([sys.executable, "-c", code], check=True, cwd=folder, env=env)


def _move_to_postgres(folder: Path) -> None:
    code = "import django; django.setup(); from weft.cli.server import prepare_database as p; p()\n"
    code += "import pickle, sys; from tests.measure.city import models\n"
    code += f"rows = pickle.load(open({str(folder / 'rows')!r}, 'rb'))\n"
    code += "[m._base_manager.bulk_create(r, batch_size=500) for m, r in zip(models(), rows)]\n"
    out = "import django; django.setup(); import pickle; from tests.measure.city import models\n"
    out += f"pickle.dump([list(m._base_manager.all()) for m in models()], open({str(folder / 'rows')!r}, 'wb'))\n"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "weft.config.settings"}
    subprocess.run([sys.executable, "-c", out], check=True, cwd=ROOT, env={**env, "WEFT_DATABASE_URL": ""})
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, env=env)


@contextlib.contextmanager
def _database(on_postgres: bool):
    if not on_postgres:
        yield ""
        return
    from tests.run import postgres_url

    with postgres_url() as url:
        yield url


if __name__ == "__main__":
    main(sys.argv[1:])
