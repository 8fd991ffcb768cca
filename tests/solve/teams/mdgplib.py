"""MDGPLIB's instances of maximally diverse groups, what TPSDP published for them, and partitions of ours above that.

Instances: Gallego, Laguna, Martí and Duarte 2013. Published: Yang, Cai, Jin, Tang and Gao 2022 (EJOR 302, p. 925), the
average and the best of 20 runs. Both lie outside the project; our partitions lie beside this file.
"""

import csv
import json
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

FOLDER = Path(os.environ.get("WEFT_SHARED_DATA", Path(__file__).parents[4] / "shared" / "data")) / "mdgplib"
KEPT = Path(__file__).with_name("mdgplib_better.json")
# The literature's seconds for each size, and the file its instances are in.
SIZES = {
    120: (3, "mdgplib_n30_n60_n120_all.tar.xz"),
    240: (20, "mdgplib_n240_n480_01to02.tar.xz"),
    480: (120, "mdgplib_n240_n480_01to02.tar.xz"),
}
LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"  # a group each


class Instance(NamedTuple):
    """bounds: (2, n_groups) smallest and largest; average, best: TPSDP's."""

    name: str
    distance: np.ndarray
    bounds: np.ndarray
    average: float
    best: float


def instances(size: int) -> Iterator[Instance]:
    with (FOLDER / "mdgplib_best_known_tpsdp.csv").open(encoding="utf-8") as lines:
        published = {row["instance"]: row for row in csv.DictReader(lines)}
    with tarfile.open(FOLDER / SIZES[size][1]) as archive:
        for member in archive.getmembers():
            if f"n{size}" in member.name:
                told = published[Path(member.name).stem]
                lines_of = archive.extractfile(member).read().decode().split("\n")  # type: ignore[union-attr]
                average, best = float(told["tpsdp_avg"]), float(told["tpsdp_best_of_20"])
                yield Instance(told["instance"], *_read(lines_of), average, best)


def _read(lines: list[str]) -> tuple[np.ndarray, np.ndarray]:
    head, rows = lines[0].split(), np.loadtxt(lines[1:])
    distance = np.zeros((int(head[0]), int(head[0])))
    i, j = rows[:, 0].astype(int), rows[:, 1].astype(int)
    distance[i, j] = distance[j, i] = rows[:, 2]
    bounds = np.array(head[3 : 3 + 2 * int(head[1])], np.int64)
    return distance, bounds.reshape(-1, 2).T


def kept() -> dict[str, np.ndarray]:
    """Our partitions above the best published: the group of each person."""
    written = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    return {name: np.array([LETTERS.index(one) for one in groups]) for name, groups in written.items()}


def keep(partitions: dict[str, np.ndarray]) -> None:
    words = {name: "".join(LETTERS[one] for one in groups) for name, groups in sorted(partitions.items())}
    KEPT.write_text(json.dumps(words, indent=1) + "\n", encoding="utf-8")
