"""Weights of the synthetic waves: a base weight, and one raked to the census."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from weft.demo.margins import Floats

Ints = NDArray[np.int64]
NOISE = 0.7  # spread of the logarithm of the selection weight, by address
MOST = 1.8  # spreads beyond which the noise is cut, so that no weight is absurd


def base_weights(draw: np.random.Generator, adults: Floats, area: Ints, address: Ints) -> Floats:
    """Adults a respondent stands for before raking, with the uneven chances of real addresses; mean 1."""
    answered = np.bincount(area, minlength=len(adults))
    noise = np.clip(draw.standard_normal(int(address.max()) + 1), -MOST, MOST)
    uneven = np.exp(NOISE * noise)[address]
    weight: Floats = adults[area] / answered[area] * uneven
    weight /= weight.mean()
    return weight


def raked(base: Floats, of: Mapping[str, Ints], targets: Mapping[str, Floats]) -> Floats:
    """Base weights moved until each margin agrees with its target shares; mean 1.

    Source: raking, Deming and Stephan (1940).
    """
    weight = base.copy()
    for _ in range(50):
        for name, positions in of.items():
            shares = np.bincount(positions, weight, minlength=len(targets[name])) / weight.sum()
            ratio = np.divide(targets[name], shares, out=np.ones_like(shares), where=shares > 0)
            weight *= ratio[positions]
    mean_one: Floats = weight / weight.mean()
    return mean_one


def kish(weight: Floats) -> float:
    """The design effect of unequal weights. Source: Kish (1965, section 11.7)."""
    return float(len(weight) * np.sum(weight**2) / np.sum(weight) ** 2)
