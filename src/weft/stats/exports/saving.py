"""Figures without people in a binary file, and back."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from weft.stats._types import Floats, Ints
from weft.stats.detached import DetachedEvidence
from weft.stats.errors import DesignError
from weft.stats.evidence import Breakdown
from weft.stats.figures import Figures
from weft.stats.items import Item
from weft.stats.packed import read, write

if TYPE_CHECKING:
    from weft.stats.evidence import Evidence

FORMAT = "weft.stats evidence 1"


def save(evidence: Evidence, file: BinaryIO) -> None:
    """Write all figures to an open binary file: a NumPy archive, readable anywhere, without anybody's answers.

    Small groups are in it as they are: it is a working file, not a publication.

    Args:
        evidence: any evidence.
        file: open for writing bytes.
    """
    words = {
        "format": FORMAT,
        "items": [asdict(item) for item in evidence.items],
        "methods": evidence.methods,
        "watermark": evidence.watermark,
        "columns": [b.columns for b in evidence.breakdowns],
        "cells": [b.cells for b in evidence.breakdowns],
    }
    fields = list(Figures.__dataclass_fields__)
    arrays: dict[str, Floats | Ints] = {
        f"figures{i}": np.stack([getattr(b.figures, name) for name in fields])
        for i, b in enumerate(evidence.breakdowns)
    }
    write(file, {**words, "fields": fields}, arrays)


def load(file: BinaryIO) -> DetachedEvidence:
    """Figures written by `save`.

    Args:
        file: open for reading bytes; nothing in it is run.

    Returns: evidence that has no people behind it.

    Raises: DesignError: the file holds something else.
    """
    words, arrays = read(file)
    if words.get("format") != FORMAT:
        raise DesignError("file", "no evidence saved by weft.stats", "Give a file made by save().")
    items = tuple(_item(**item) for item in words["items"])
    pairs = enumerate(zip(words["columns"], words["cells"], strict=True))
    breakdowns = tuple(
        Breakdown(
            tuple(columns),
            [tuple(cell) for cell in cells],
            Figures(**dict(zip(words["fields"], arrays[f"figures{i}"], strict=True))),
        )
        for i, (columns, cells) in pairs
    )
    return DetachedEvidence.of(items, tuple(words["methods"]), breakdowns, words["watermark"])


def _item(columns: list[str], categories: list[str] | None, **rest: str) -> Item:
    return Item(columns=tuple(columns), categories=None if categories is None else tuple(categories), **rest)  # type: ignore[arg-type]
