"""Reported contact against presence: having been in the room is not having talked."""

from __future__ import annotations

import numpy as np


def contact_bias(reported_share: float, present_share: float) -> float:
    """1 - (share of a group among the new contacts people report) / (its share among the people they met there).

    0: contacts as present; above 0: fewer contacts with the group than there could be. After Chetty et al. 2022
    (Nature 608, friending bias). NaN where nobody of the group was present.
    """
    return float("nan") if present_share == 0 else float(1 - np.float64(reported_share) / present_share)
