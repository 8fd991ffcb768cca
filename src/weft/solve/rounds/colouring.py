"""Edge colouring of a bipartite graph, compiled by numba: each meeting gets a round in which both are free.

Where no round is free for both, one is made free by swapping two rounds along a chain of meetings, which never comes
back to where it began (König 1916, Mathematische Annalen 77, p. 453).
"""

from weft.solve.compiling import compiled
from weft.solve.rounds.wishes import Numbers


@compiled
def free_round(partner: Numbers, first: int) -> int:
    """The first round from `first` on, and round again, in which a person has no partner yet: there is one."""
    number = first % partner.size
    while partner[number] >= 0:
        number = (number + 1) % partner.size
    return number


@compiled
def free_up(of_left: Numbers, of_right: Numbers, right: int, rounds: tuple[int, int]) -> None:
    """Frees the first round for someone on the right, who has the second free, by swapping both along their chain."""
    now, then = rounds
    left = of_right[right, now]
    of_right[right, now] = -1
    while left >= 0:
        following = of_left[left, then]
        of_left[left, then], of_right[right, then] = right, left
        of_left[left, now] = following
        if following < 0:
            break
        further = of_right[following, now]
        of_right[following, now], of_right[following, then] = left, further
        right, left = following, further


@compiled
def colour(left: Numbers, right: Numbers, of_left: Numbers, of_right: Numbers) -> None:
    """Fills in who meets whom in which round.

    Args: left and right of each meeting; of_left (n_left, rounds) and of_right (n_right, rounds) all -1. Nobody is in
    more meetings than there are rounds.
    """
    for meeting in range(left.size):
        here, there = left[meeting], right[meeting]
        now = free_round(of_left[here], meeting)
        if of_right[there, now] >= 0:
            free_up(of_left, of_right, there, (now, free_round(of_right[there], meeting)))
        of_left[here, now], of_right[there, now] = there, here


KERNELS = (free_round, free_up, colour)
