"""The import contract holds, and its check can fail."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUN = "from importlinter.cli import lint_imports_command as check; check()"


def lint(config: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", RUN, "--config", str(config), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, env={"PYTHONPATH": str(ROOT / "src"), "PATH": ""},
    )  # fmt: skip


def test_the_import_contract_holds() -> None:
    done = lint(ROOT / "pyproject.toml")
    assert done.returncode == 0, done.stdout


def test_the_check_fails_when_a_contract_is_broken(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text(
        '[tool.importlinter]\nroot_package = "weft"\n'
        '[[tool.importlinter.contracts]]\nname = "A control that cannot hold"\ntype = "forbidden"\n'
        'source_modules = ["weft.measure"]\nforbidden_modules = ["weft.registry"]\n'
    )
    done = lint(broken)
    assert done.returncode == 1 and "BROKEN" in done.stdout
