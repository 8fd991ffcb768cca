"""The web server's workers are safe to read survey files in; every command refuses unsafe settings in words."""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import granian
import pytest

from weft.cli import server


@pytest.fixture
def start_method() -> Iterator[None]:
    before = multiprocessing.get_start_method()
    yield
    multiprocessing.set_start_method(before, force=True)


@pytest.mark.usefixtures("start_method")
def test_workers_begin_fresh_and_never_as_a_copy_of_a_process_that_read_data(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[str] = []

    class Recorded:
        def __init__(self, *_target: str, **_settings: Any) -> None:
            begun.append(multiprocessing.get_start_method())

        def serve(self) -> None:
            begun.append("serving")

    monkeypatch.setattr(granian, "Granian", Recorded)
    server.serve("127.0.0.1", 8000)
    assert begun == ["spawn", "serving"]


@pytest.mark.parametrize(
    "command", [["verify"], ["backup"], ["tick"], ["privacy", "retention"], ["staff", "list"]]
)
def test_every_command_refuses_an_unsafe_setting_in_one_line(command: list[str], tmp_path: Path) -> None:
    given = {**os.environ, "WEFT_MODE": "production", "WEFT_DATA": str(tmp_path), "WEFT_HOSTS": "*"}
    done = subprocess.run([sys.executable, "-m", "weft", *command], env=given, capture_output=True, text=True)
    words = "weft: WEFT_HOSTS has a wildcard. List each host name, separated by commas.\n"
    assert (done.returncode, done.stderr) == (1, words)
