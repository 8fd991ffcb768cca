"""The house rules that a machine can check: sizes, hosts, paths, licences of names."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 300, 30, 80
# path -> why it may be longer
LONG_FILES: dict[str, str] = {
    "tests/reading/hostile.py": "one hostile file after another, each built from its bytes",
    "tests/registry/test_load.py": "a table of refused files with their exact messages",
}
LONG_FUNCTIONS: dict[str, str] = {}
# Written in pieces, so that this file does not name what it looks for.
HOSTS = re.compile(
    "|".join(["python" + "hosted", "py" + r"pi\.org", "registry" + r"\.npm" + "js", "yarn" + r"pkg\.com"])
)
MACHINE_PATHS = re.compile("/(" + "|".join(["ro" + "ot", "wo" + "rk", "ho" + "me/[a-z]"]) + ")/")
TEXT = {
    ".py",
    ".html",
    ".md",
    ".yaml",
    ".toml",
    ".txt",
    ".json",
    ".scss",
    ".cfg",
    ".csv",
    ".po",
    ".in",
    "",
    ".sh",
}


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, check=True)
    names = listed.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def text_files() -> list[Path]:
    return [path for path in tracked() if path.suffix in TEXT]


def faults(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    found = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    return found


def test_no_committed_file_names_a_package_registry() -> None:
    assert faults(HOSTS, text_files()) == []


def test_no_committed_file_names_a_path_of_a_machine() -> None:
    assert faults(MACHINE_PATHS, text_files()) == []


def test_no_link_is_committed() -> None:
    """A link names a path of one machine, and checking it out can put itself in the place of a folder."""
    listed = subprocess.run(
        ["git", "ls-files", "--stage"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert [line for line in listed.stdout.splitlines() if line.startswith("120000")] == []


@pytest.mark.parametrize("line", ["https://files." + "python" + "hosted.org/x", "see /ro" + "ot/x"])
def test_the_search_finds_what_it_looks_for(line: str, tmp_path: Path) -> None:
    planted = ROOT / "build" / f"planted-{tmp_path.name}.txt"
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(line)
    try:
        assert faults(HOSTS, [planted]) + faults(MACHINE_PATHS, [planted]) == [f"build/{planted.name}:1"]
    finally:
        planted.unlink()


def test_modules_stay_readable() -> None:
    long = {
        str(path.relative_to(ROOT)): size
        for path in tracked("src/**/*.py", "tests/**/*.py")
        if "/migrations/" not in str(path) and (size := len(path.read_text().splitlines())) > LONGEST_MODULE
    }
    assert {name: size for name, size in long.items() if name not in LONG_FILES} == {}


def test_functions_stay_readable() -> None:
    long = {}
    for path in tracked("src/**/*.py"):
        if "/migrations/" in str(path):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                if size > LONGEST_FUNCTION + docstring_lines(node):
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = size
    assert {name: size for name, size in long.items() if name not in LONG_FUNCTIONS} == {}


def docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    is_docstring = (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    )
    return (first.end_lineno or first.lineno) - first.lineno + 1 if is_docstring else 0


def test_templates_stay_readable() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for p in tracked("src/**/*.html")
        if (n := len(p.read_text().splitlines())) > 80
    }
    assert long == {}


def test_every_exception_to_size_still_needs_it() -> None:
    assert [name for name in LONG_FILES if not (ROOT / name).exists()] == []


def test_lock_files_carry_hashes_and_no_places() -> None:
    for name in ("requirements.txt", "requirements-test.txt", "requirements-node.txt"):
        text = (ROOT / name).read_text()
        pinned = re.findall(r"^[a-z0-9._-]+(?:\[[a-z,]+\])?==", text, re.MULTILINE | re.IGNORECASE)
        assert pinned and text.count("--hash=sha256:") >= len(pinned), name
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
