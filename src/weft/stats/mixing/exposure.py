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
from weft.stats.mixing import kernels

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

    def counts(self) -> Ints:
        """People by session and group, (n_sessions, n_groups); unknown ones left out."""
        n_sessions = int(self.session.max()) + 1 if self.session.size else 0
        counts = np.zeros((n_sessions, self.n_groups), np.int64)
        kernels.count_cells(self.session, self.group, counts)
        return counts


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
    total, attendances = kernels.zeros(meetings.n_groups), np.zeros(meetings.n_groups, np.int64)
    sessions = kernels.seen_sums(counts, total, attendances)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = total / attendances[:, None]
        error = np.sqrt(_variance(meetings, counts, np.nan_to_num(share), sessions)) / attendances[:, None]
    return Exposure(share, error, attendances, sessions)


def _variance(meetings: Meetings, counts: Ints, centre: Floats, sessions: int) -> Floats:
    """Of the sum of deviations: sessions as clusters, plus people as clusters, less what both counted.

    A pair (i of a, j of b) deviates by (1{j in b} - P_ab) / (n - 1). A person takes part as i and as j.
    """
    by_session, within, by_person = (kernels.zeros(meetings.n_groups) for _ in range(3))
    kernels.session_squares(counts, centre, by_session, within)
    by_session *= sessions / max(sessions - 1, 1)
    n_people = int(meetings.person.max()) + 1 if meetings.person.size else 0
    saw = np.zeros((n_people, meetings.n_groups + 2))
    kernels.person_sums(meetings.session, meetings.person, meetings.group, counts, saw)
    kernels.person_squares(saw, centre, by_person)
    return np.maximum(by_session + by_person - within, by_session)


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
