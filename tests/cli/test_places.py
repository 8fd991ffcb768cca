"""`weft places`, as somebody at a keyboard meets it: a process of its own, with its own data folder."""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def weft(tmp_path: Path):
    """Run ./weft with a data folder of the test; exit code, what was printed, what was said."""

    def run(*arguments: str) -> tuple[int, str, str]:
        env = {k: v for k, v in os.environ.items() if k != "WEFT_DATABASE_URL"}
        env |= {"WEFT_MODE": "production", "WEFT_DATA": str(tmp_path / "data"), "PYTHONPATH": str(ROOT / "src")}
        done = subprocess.run([sys.executable, "-m", "weft", *arguments], env=env, capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    return run


def test_a_pack_postcodes_and_what_is_near(weft, tmp_path: Path) -> None:
    code, said, _ = weft("places", "pack")
    assert (code, said.split(" (")[0]) == (0, "pack: 34 kept, 34 of them new")
    table = tmp_path / "postcodes.csv.gz"
    table.write_bytes(gzip.compress(b"pcds,lat,long\nSE1 7PB,51.5014,-0.1190\nZE1 0AA,60,-1\n"))
    code, said, _ = weft("places", "import", "postcodes", str(table))
    assert (code, said.split(" (")[0]) == (0, "postcodes: 1 kept, 1 of them new, 1 left out")
    assert weft("places", "near", "SE1 7PB", "--within", "2") == (0, "", "")
    code, _, said = weft("places", "near", "Atlantis")
    assert (code, said) == (1, "weft: this place is not known. Give a postcode such as SE1 7PB, or an area.\n")


def test_every_fault_of_a_file_is_told_and_nothing_is_kept(weft, tmp_path: Path) -> None:
    table = tmp_path / "postcodes.csv"
    table.write_text("pcds,lat,long\nSE1 7PB,x,-0.1\nSE1 7PC,51.5,y\n")
    assert weft("places", "import", "postcodes", str(table)) == (
        1, "",
        "weft: nothing was taken over.\nrow 2, column lat: this is not a number of degrees.\n"
        "row 3, column long: this is not a number of degrees.\n",
    )  # fmt: skip
    code, _, said = weft("places", "pack", "atlantis")
    assert (code, said.splitlines()[1][:27]) == (1, "atlantis is no place pack. ")
