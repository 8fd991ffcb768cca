"""Exposure of groups to each other over sessions, without the bias small sessions give to uncorrected indices.

`P[a, b]` is the mean share of b among the *others* in the room, over all attendances of members of a. Leaving oneself
out makes it unbiased under random mixing: its expectation is N_b / (N - 1), and (N_a - 1) / (N - 1) on the diagonal.
Sources: Bell 1954 (exposure); Fossett 2017, New Methods for Measuring and Analyzing Segregation (unbiased form);
Aronow, Samii and Assenova 2015 (variance over pairs that share a member); Cameron, Gelbach and Miller 2011 (two ways).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weft.stats._types import Floats, Ints
from weft.stats.errors import DesignError

SMALLEST = 2  # people in a session who can meet at all


@dataclass(frozen=True)
class Meetings:
    """Who came to what: three arrays of one length, an element an attendance.

    session: 0 to n_sessions - 1. person: 0 to n_people - 1. group: 0 to n_groups - 1, or -1 where it is not known
    (left out, so shares are of the people known). A person comes to a session once.
    """

    session: Ints
    person: Ints
    group: Ints
    n_groups: int

    def __post_init__(self) -> None:
        if not self.session.shape == self.person.shape == self.group.shape or self.session.ndim != 1:
            raise DesignError(
                "session, person, group", "they are not of one length", "Give one element an attendance."
            )
        if self.session.size and min(int(self.session.min()), int(self.person.min())) < 0:
            raise DesignError("session, person", "a number is below 0", "Number sessions and people from 0.")
        if self.group.size and (int(self.group.max()) >= self.n_groups or int(self.group.min()) < -1):
            raise DesignError(
                "group",
                f"a number is outside -1 to {self.n_groups - 1}",
                "Number groups from 0; -1 is unknown.",
            )

    @property
    def known(self) -> Meetings:
        """Attendances of people whose group is known."""
        keep = self.group >= 0
        if keep.all():
            return self
        return Meetings(self.session[keep], self.person[keep], self.group[keep], self.n_groups)

    def counts(self) -> Ints:
        """People by session and group, (n_sessions, n_groups); unknown ones left out."""
        known = self.known
        n_sessions = int(self.session.max()) + 1 if self.session.size else 0
        cells = np.bincount(known.session * self.n_groups + known.group, minlength=n_sessions * self.n_groups)
        return cells.reshape(n_sessions, self.n_groups)


@dataclass(frozen=True)
class Exposure:
    """Exposure of row groups to column groups, its standard errors, and what it rests on.

    share, standard_error: (n_groups, n_groups), shares; NaN where nobody of the row group met anybody.
    attendances: (n_groups,), of the row group in sessions of two or more. sessions: how many such sessions.
    """

    share: Floats
    standard_error: Floats
    attendances: Ints
    sessions: int


def exposure(meetings: Meetings) -> Exposure:
    """How much of each group the members of each group met, with errors clustered by session and by person.

    Args: meetings of n attendances. Returns: Exposure. Raises: DesignError (from Meetings).
    """
    counts = meetings.counts()
    others = np.maximum(counts.sum(axis=1) - 1, 1)
    met = counts * (counts.sum(axis=1) >= SMALLEST)[:, None]
    attendances = met.sum(axis=0)
    seen = _seen(met, others)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.einsum("sa,sab->ab", met.astype(np.float64), seen) / attendances[:, None]
        error = np.sqrt(_variance(meetings.known, met, seen, share)) / attendances[:, None]
    return Exposure(share, error, attendances, int((met.sum(axis=1) > 0).sum()))


def _seen(met: Ints, others: Ints) -> Floats:
    """Share of b among the others, for a member of a, in session s: (n_sessions, a, b)."""
    same = np.eye(met.shape[1])
    return (met[:, None, :] - same[None]) / others[:, None, None]


def _variance(known: Meetings, met: Ints, seen: Floats, share: Floats) -> Floats:
    """Of the sum of deviations: sessions as clusters, plus people as clusters, less what both counted.

    A pair (i of a, j of b) deviates by (1{j in b} - P_ab) / (n - 1). A person takes part as i and as j.
    """
    centre = np.nan_to_num(share)
    deviation = seen - centre  # of i in a
    by_session = np.einsum("sa,sab->sab", met.astype(np.float64), deviation)
    n_sessions = max(int((met.sum(axis=1) > 0).sum()), 2)
    of_sessions = (by_session**2).sum(axis=0) * n_sessions / (n_sessions - 1)
    both = _within(met, seen, centre)
    if _comes_once(known):
        return np.asarray(of_sessions)
    return np.maximum(of_sessions + _of_people(known, met, seen, centre) - both, of_sessions)


def _comes_once(known: Meetings) -> bool:
    return not known.person.size or int(np.bincount(known.person).max()) <= 1


def _within(met: Ints, seen: Floats, centre: Floats) -> Floats:
    """Squares of what one person adds to one session, summed: by session and the person's group."""
    total = np.zeros_like(centre)
    for group in range(met.shape[1]):
        added = _added(group, seen[:, group, :], centre)
        total += np.einsum("s,sab->ab", met[:, group].astype(np.float64), added**2)
    return total


def _added(group: int, saw: Floats, centre: Floats) -> Floats:
    """What members of a group add to the deviation of every (a, b), given the shares they saw: (rows, a, b)."""
    member = np.zeros(centre.shape[0])
    member[group] = 1.0
    was_counted = saw[:, :, None] * (member[None, None, :] - centre[None])  # as j: seen by the others of a
    was_counted[:, group, :] += saw - centre[group]  # as i
    return was_counted


def _of_people(known: Meetings, met: Ints, seen: Floats, centre: Floats) -> Floats:
    """Squares of what one person adds over all their sessions, summed over people."""
    n_people, n_groups = int(known.person.max()) + 1, known.n_groups
    times = np.bincount(known.person, weights=(met.sum(axis=1) > 0)[known.session], minlength=n_people)
    group_of = np.zeros(n_people, np.int64)
    group_of[known.person] = known.group
    saw = np.empty((n_people, n_groups))
    cell = known.session * n_groups + known.group
    for other in range(n_groups):
        column = np.ascontiguousarray(seen[:, :, other] * (met > 0)).ravel()
        saw[:, other] = np.bincount(known.person, weights=column[cell], minlength=n_people)
    total = np.zeros_like(centre)
    for group in range(n_groups):
        who = group_of == group
        total += _squares(group, saw[who], times[who], centre)
    return total


def _squares(group: int, saw: Floats, times: Floats, centre: Floats) -> Floats:
    """Sum over people of (what they add)², for every (a, b), from sums of products alone."""
    member = np.zeros(centre.shape[0])
    member[group] = 1.0
    weight = member[None, :] - centre  # (a, b): as j, times what they saw of a
    products = saw.T @ saw
    total = np.diagonal(products)[:, None] * weight**2
    own = weight[group]  # row a = group also counts them as i: saw_b - times * P_ab
    with_times, times_twice = saw.T @ times, float(times @ times)
    row = centre[group]
    as_i = np.diagonal(products) - 2 * row * with_times + row**2 * times_twice
    cross = own * (products[group] - row * with_times[group])
    total[group] += as_i + 2 * cross
    return np.asarray(total)


def exposure_correlation(session: Ints, value: Floats) -> float:
    """How alike the people of a session are in a measured value: 0 under random mixing, 1 where sessions are all of
    one value.

    The mean product of deviations over ordered pairs of a session, each person weighing the same, over the variance;
    -1 / (n - 1) is what chance gives and is taken out. After Nilforoshan et al. 2023 (Nature 624, exposure to others).
    Args: session and value, one element an attendance. Returns: NaN for fewer than two or one value only.
    """
    size = np.bincount(session)
    deviation = value - value.mean() if value.size else value
    spread = float((deviation**2).sum())
    keep = size[session] >= SMALLEST if value.size else np.zeros(0, np.bool_)
    if keep.sum() < SMALLEST or spread == 0:
        return float("nan")
    sums = np.bincount(session, weights=deviation)
    others = (sums[session] - deviation)[keep] / (size[session][keep] - 1)
    raw = float((deviation[keep] * others).sum()) / float((deviation[keep] ** 2).sum())
    chance = -1.0 / (value.size - 1)
    return (raw - chance) / (1 - chance)
