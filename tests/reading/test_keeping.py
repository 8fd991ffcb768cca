"""The guard, and what is kept: time, memory, progress, saving whole or not at all."""

import shutil
import tempfile
from pathlib import Path

import pytest

from weft.reading import Limits, Refusal, SurveyFile, guard, read_survey, survey


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.csv"
    path.write_text("age,sex\n34,f\n51,m\n")
    return path


def test_time_runs_out(small: Path, temporary: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read_survey(small, limits=Limits(seconds=0.02))
    assert refused.value.message == "Reading took longer than 0.02 seconds and was stopped."
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (Limits(memory_mb=30), "Reading needed more than 30 MB of memory and was stopped."),
        (Limits(max_rows=1), "The table has more than 1 rows."),
        (Limits(max_cells=3), "The table has more than 3 cells."),
        (Limits(max_columns=1), "The table has 2 columns; at most 1 are read."),
        (Limits(max_stored_bytes=100), "The answers unpack to more than 0 MB."),
    ],
)
def test_each_limit_speaks(small: Path, temporary: Path, limits: Limits, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_survey(small, limits=limits)
    assert refused.value.message == message
    assert list(temporary.iterdir()) == []


def test_limits_grow_only_with_a_large_file() -> None:
    assert Limits.for_size(64 << 20) == Limits()
    assert Limits.for_size(400 << 20).memory_mb == 256 + 10 * 336


def test_progress_is_told_and_ends_at_one(small: Path) -> None:
    told: list[tuple[float, str]] = []
    read_survey(small, on_progress=lambda fraction, text: told.append((fraction, text)))
    assert told == sorted(told, key=lambda step: step[0])
    assert told[-1] == (1.0, "Done")


def test_a_caller_who_gives_up_leaves_nothing_behind(small: Path, temporary: Path) -> None:
    def give_up(fraction: float, text: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_survey(small, on_progress=give_up)
    assert list(temporary.iterdir()) == []


def test_a_reading_process_that_dies_is_a_refusal(
    small: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "_environment", lambda work: {"PYTHONPATH": "nowhere"})
    with pytest.raises(Refusal) as refused:
        read_survey(small)
    assert refused.value.message == "The reading stopped unexpectedly: the file is probably damaged."
    assert list(temporary.iterdir()) == []


def test_the_temporary_folder_goes_with_the_object(small: Path, temporary: Path) -> None:
    read = read_survey(small)
    assert len(list(temporary.iterdir())) == 1
    del read
    assert list(temporary.iterdir()) == []


def test_saved_and_loaded_is_the_same(small: Path, tmp_path: Path) -> None:
    read = read_survey(small)
    kept = read.save(tmp_path / "kept" / "survey")
    again = SurveyFile.load(tmp_path / "kept" / "survey")
    assert (again.columns, again.rows, again.notes, again.sha256) == (
        read.columns,
        2,
        read.notes,
        read.sha256,
    )
    assert kept == again
    assert again.frame(["sex"]).rows() == [("f",), ("m",)]
    assert sorted(each.name for each in again.folder.iterdir()) == ["columns.json", "data.parquet"]


def test_a_save_that_fails_stores_nothing(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = read_survey(small)
    home = tmp_path / "home"

    def full_disk(source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(survey, "_copy_to_disk", full_disk)
    with pytest.raises(OSError, match="No space"):
        read.save(home / "survey")
    assert list(home.iterdir()) == []


def test_saving_over_something_is_refused(small: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    with pytest.raises(Refusal, match="There is already something of that name"):
        read_survey(small).save(tmp_path / "kept")


@pytest.mark.parametrize("lost", ["data.parquet", "columns.json"])
def test_half_a_stored_survey_is_refused(small: Path, tmp_path: Path, lost: str) -> None:
    kept = read_survey(small).save(tmp_path / "kept")
    (kept.folder / lost).unlink()
    with pytest.raises(Refusal, match="No complete survey is stored here"):
        SurveyFile.load(kept.folder)


@pytest.mark.parametrize(
    "name", ["*.csv", "-rf", "a b'\"c.csv", "line\nbreak", "%s{0}", "https:", "日本.csv"]
)
def test_odd_file_names_do_not_matter(small: Path, tmp_path: Path, name: str) -> None:
    odd = tmp_path / "odd" / name
    odd.parent.mkdir()
    shutil.copy(small, odd)
    assert read_survey(odd).rows == 2


def test_unknown_column_is_refused(small: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read_survey(small).values("agee")
    assert str(refused.value) == "There is no column 'agee'. Where: 2 columns read. Check the spelling."
