"""Division and remainder as IEEE 754 has them, without exceptions."""

from __future__ import annotations

from math import copysign, fmod, inf, isinf, isnan, nan


def divide(left: float, right: float) -> float:
    if right:
        return left / right
    if isnan(right) or isnan(left) or left == 0:
        return nan
    return copysign(inf, left) * copysign(1.0, right)


def remainder(left: float, right: float) -> float:
    """With the sign of the left side (XPath 1.0, section 3.5)."""
    if not right or isinf(left) or isnan(right):
        return nan
    return fmod(left, right)
