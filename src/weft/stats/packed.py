"""Names and numbers in one binary file: a NumPy archive with a text inside; never code, never pickled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO, cast

import numpy as np

from weft.stats._types import Floats, Ints
from weft.stats.errors import DesignError

WORDS = "words"


def write(file: BinaryIO, words: Mapping[str, object], arrays: Mapping[str, Floats | Ints]) -> None:
    """Write words (anything JSON holds) and arrays to an open binary file, compressed."""
    import json

    text = np.frombuffer(json.dumps(words, ensure_ascii=False).encode(), dtype=np.uint8)
    np.savez_compressed(file, **cast("dict[str, Any]", {WORDS: text, **arrays}))


def read(file: BinaryIO) -> tuple[dict[str, Any], dict[str, Any]]:
    """Words and arrays from `write`. Raises DesignError when the file holds something else."""
    import json

    try:
        with np.load(file, allow_pickle=False) as held:
            arrays = {name: held[name] for name in held.files}
        return json.loads(arrays.pop(WORDS).tobytes()), arrays
    except (ValueError, OSError, EOFError, KeyError, AttributeError, TypeError):
        raise DesignError("file", "no figures saved by weft.stats", "Give a file made by save().") from None
