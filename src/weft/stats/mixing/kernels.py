"""The sums of exposure in one pass each, compiled by numba: ten million attendances in under a second."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np

from weft.stats._types import Floats, Ints

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def _compiled(kernel: Kernel) -> Kernel:
    return cast(Kernel, numba.njit(cache=True, nogil=True)(kernel))


@_compiled
def count_cells(session: Ints, group: Ints, counts: Ints) -> None:
    """Add each attendance of a known group to counts (n_sessions, n_groups), in place."""
    for i in range(session.size):
        if group[i] >= 0:
            counts[session[i], group[i]] += 1


@_compiled
def seen_sums(counts: Ints, total: Floats, attendances: Ints) -> int:
    """Add to total (a, b) the shares of b seen by members of a, to attendances (a,) how many; sessions of 2 or more."""
    sessions, groups = counts.shape
    meeting = 0
    for s in range(sessions):
        size = counts[s].sum()
        if size < 2:
            continue
        meeting += 1
        share = 1.0 / (size - 1)
        for a in range(groups):
            attendances[a] += counts[s, a]
            for b in range(groups):
                total[a, b] += counts[s, a] * (counts[s, b] - (a == b)) * share
    return meeting


@_compiled
def session_squares(counts: Ints, centre: Floats, by_session: Floats, within: Floats) -> None:
    """Add the squared deviation of each session, and of each person within a session, to two (a, b) tables."""
    sessions, groups = counts.shape
    for s in range(sessions):
        size = counts[s].sum()
        if size < 2:
            continue
        share = 1.0 / (size - 1)
        for a in range(groups):
            for b in range(groups):
                seen = (counts[s, b] - (a == b)) * share
                by_session[a, b] += (counts[s, a] * (seen - centre[a, b])) ** 2
                for g in range(groups):
                    if counts[s, g] > 0:
                        added = ((b == g) - centre[a, b]) * (counts[s, a] - (a == g)) * share
                        if g == a:
                            added += seen - centre[a, b]
                        within[a, b] += counts[s, g] * added**2


@_compiled
def person_sums(session: Ints, person: Ints, group: Ints, counts: Ints, saw: Floats) -> None:
    """Add to saw (n_people, n_groups + 2) the shares each person saw over all sessions; then how many sessions, and
    the person's group. Attendances of one session beside each other are quicker: its size is worked out once."""
    groups = counts.shape[1]
    last, size, share = -1, 0, 0.0
    for i in range(session.size):
        g = group[i]
        if g < 0:
            continue
        s = session[i]
        if s != last:
            last, size = s, 0
            for b in range(groups):
                size += counts[s, b]
            share = 1.0 / (size - 1) if size > 1 else 0.0
        if size < 2:
            continue
        row = saw[person[i]]
        for b in range(groups):
            row[b] += counts[s, b] * share
        row[g] -= share
        row[groups] += 1
        row[groups + 1] = g


@_compiled
def person_squares(saw: Floats, centre: Floats, total: Floats) -> None:
    """Add the squared deviation of each person over all their sessions to total (a, b)."""
    people, width = saw.shape
    groups = width - 2
    for p in range(people):
        times = saw[p, groups]
        if times == 0:
            continue
        g = int(saw[p, groups + 1])
        for a in range(groups):
            for b in range(groups):
                added = ((b == g) - centre[a, b]) * saw[p, a]
                if a == g:
                    added += saw[p, b] - times * centre[a, b]
                total[a, b] += added**2


KERNELS = (count_cells, seen_sums, session_squares, person_sums, person_squares)


def zeros(groups: int) -> Floats:
    """An empty (a, b) table."""
    return np.zeros((groups, groups))
