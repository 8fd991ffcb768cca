"""What the audit took everybody to know of a release, as data to freeze with it, and back for the next audit.

More than the pages say: unweighted shares beside weighted ones, and which end a hidden figure is near. It stays inside.
"""

import base64
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from weft.stats.disclosure import Breakdown, Counts, Geography, Population, Question, Space
from weft.stats.disclosure.figures import Statements
from weft.stats.disclosure.release import ARRAYS

Encoded = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Known:
    """One population of a frozen release. small: the cells nobody may learn, (places, cuts, answers)."""

    said: Statements
    small: np.ndarray[Any, np.dtype[np.bool_]]


def as_data(said: Statements, counts: Counts) -> Encoded:
    """One population, to freeze."""
    people = said.space.population
    return {
        "name": people.name,
        "place": said.space.geography.areas[0],
        "breakdowns": [[b.name, list(b.groups)] for b in people.breakdowns],
        "questions": [[q.name, list(q.answers), q.is_shown] for q in people.questions],
        "arrays": {name: _packed(getattr(said, name)) for name in ARRAYS},
        "small": _packed(counts.small.astype(np.int64)),
    }


def from_data(data: Encoded) -> Known:
    """The population that `as_data` kept."""
    people = Population(
        data["name"],
        tuple(Breakdown(name, tuple(groups)) for name, groups in data["breakdowns"]),
        tuple(Question(name, tuple(answers), is_shown=shown) for name, answers, shown in data["questions"]),
    )
    space = Space(Geography((data["place"],)), people)
    arrays = [_unpacked(data["arrays"][name], space) for name in ARRAYS]
    return Known(Statements(space, *arrays), _unpacked(data["small"], space).astype(bool))


def populations_of(audited: Mapping[str, Any]) -> list[Known]:
    """Every population of a frozen release; none for one made before releases were audited."""
    return [from_data(each) for each in audited.get("populations", [])]


def _packed(values: Any) -> str:
    return base64.b64encode(zlib.compress(np.ascontiguousarray(values, "<i8").tobytes(), 9)).decode()


def _unpacked(text: str, space: Space) -> Any:
    return np.frombuffer(zlib.decompress(base64.b64decode(text)), "<i8").astype(np.int64).reshape(space.shape)
