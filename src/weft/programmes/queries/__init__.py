"""Every read about programmes."""

from weft.programmes.queries.evidence import (
    Missing,
    Standing,
    expiring,
    missing_of_many,
    missing_requirements,
    standing,
)
from weft.programmes.queries.figures import Coverage, Figure, coverage, figures_of, ladder

__all__ = [
    "Coverage",
    "Figure",
    "Missing",
    "Standing",
    "coverage",
    "expiring",
    "figures_of",
    "ladder",
    "missing_of_many",
    "missing_requirements",
    "standing",
]
