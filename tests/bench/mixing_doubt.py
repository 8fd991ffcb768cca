"""How often a first public figure of mixing comes out, and what waiting tells somebody who knows every other answer.

    PYTHONPATH=src:. python -m tests.bench.mixing_doubt

Made-up programmes of 7 to 15 people a session, two groups; with and without a share by the same answer beside it. Then
sessions of ten: four known, one not; of its eleven splits, how many are left by what is published, or is not.
"""

from collections import defaultdict

import numpy as np

from weft.programmes.rules import MIXING_KNOWN, SMALL, leaves_doubt, mixing_steps
from weft.stats._types import Ints
from weft.stats.mixing import Beside, Page, splits_left

FIRST_GROUP = np.array([True, False])


def published(counts: Ints, with_share: bool) -> tuple[int, ...] | None:
    """The first page of these sessions; None: not yet."""
    known, part = int(counts.sum()), int(counts[:, 0].sum())
    if known < MIXING_KNOWN or counts.sum(axis=0).min() < SMALL:
        return None
    for step in mixing_steps(known):
        beside = (Beside(FIRST_GROUP, part, known, step),) if with_share else ()
        page = Page(tuple(map(str, range(len(counts)))), counts, step, SMALL, beside)
        if all(leaves_doubt(splits_left(name, [page])) for name in page.names):
            return (
                step,
                *(int(each) for each in page.told),
                *(int(each.shown(np.array(part))) for each in beside),
            )
    return None


def first_figures(share: float, sessions: int, with_share: bool, runs: int = 200) -> float:
    by_lot, out = np.random.default_rng(3), 0
    for _each in range(runs):
        people = by_lot.integers(7, 16, sessions)
        ones = by_lot.binomial(people, share)
        out += published(np.stack([ones, people - ones], axis=1), with_share) is not None
    return out / runs


def told_by_waiting(share: float, runs: int = 200) -> tuple[float, float, float]:
    """Of all outcomes: left with fewer than three ways, and not only even ones, by a figure; by waiting; waiting."""
    by_lot, by_figure, by_waiting, waits = np.random.default_rng(4), 0, 0, 0
    for _each in range(runs):
        ones = by_lot.binomial(10, share, 4)
        left: dict[tuple[int, ...] | None, set[int]] = defaultdict(set)
        for one in range(11):
            both = np.append(ones, one)
            left[published(np.stack([both, 10 - both], axis=1), False)].add(one)
        for page, ways in left.items():
            larger = {max(one, 10 - one) for one in ways}
            tells = len(larger) < 3 and max(larger) > 6
            by_figure += len(ways) * (tells and page is not None)
            by_waiting += len(ways) * (tells and page is None)
            waits += len(ways) * (page is None)
    return by_figure / runs / 11, by_waiting / runs / 11, waits / runs / 11


if __name__ == "__main__":
    for share in (0.5, 0.65, 0.8):
        for sessions in (5, 7, 10, 15):
            alone, both = (first_figures(share, sessions, each) for each in (False, True))
            print(
                f"{share:.0%} of one group, {sessions} sessions: {alone:.0%} alone, {both:.0%} with a share beside"
            )
        figure, waiting, waits = told_by_waiting(share)
        print(f"{share:.0%}: told by a figure {figure:.0%}, by waiting {waiting:.0%}; waits {waits:.0%}")
