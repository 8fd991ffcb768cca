"""The most different groups beside the best that was ever published for MDGPLIB."""

from statistics import mean

import numpy as np
import pytest

from tests.solve.teams.mdgplib import FOLDER, SIZES, Instance, instances, kept
from weft.solve.teams.diverse import diversest_groups, diversity_of

ALL = 78
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="MDGPLIB's instances are not beside the project"),
]


def is_better(one: Instance, group: np.ndarray) -> bool:
    """Sizes are allowed, and the people differ more than in any partition published."""
    sizes = np.bincount(group, minlength=one.bounds.shape[1])
    allowed = (one.bounds[0] <= sizes).all() and (sizes <= one.bounds[1]).all()
    return bool(allowed and diversity_of(one.distance, group) > one.best + 1e-6)


def test_the_partitions_that_are_kept_are_better_than_any_published() -> None:
    ours = kept()
    found = {
        one.name: is_better(one, ours[one.name])
        for size in SIZES
        for one in instances(size)
        if one.name in ours
    }
    assert all(found.values()) and found.keys() == ours.keys() and len(ours) >= 30


def test_control_a_partition_turned_by_one_is_not_better() -> None:
    ours = kept()
    one = next(each for each in instances(120) if each.name in ours)
    assert is_better(one, ours[one.name]) and not is_better(one, np.roll(ours[one.name], 1))


def test_half_a_second_is_enough_for_the_average_published() -> None:
    """TPSDP was given three seconds."""
    some = [one for one in instances(120) if one.name.endswith("_01")]
    found = [diversest_groups(one.distance, *one.bounds, seed=1, seconds=0.5).diversity for one in some]
    gaps = [100 * (one.average - diversity) / one.average for one, diversity in zip(some, found, strict=True)]
    assert len(gaps) == 6 and mean(gaps) <= 0
