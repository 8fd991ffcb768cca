"""Releases nobody can attack: plan, protect, audit and repair, attack. See docs/disclosure.md.

ReleasePlan → Space → count_records → build → Release.cells, Release.certificates; then attack.*.
"""

from weft.stats.disclosure.audit import Audited, Certificate, audit
from weft.stats.disclosure.counts import Counts, Records, count_records
from weft.stats.disclosure.plan import (
    Breakdown,
    Coarser,
    Geography,
    Kind,
    Level,
    Population,
    Question,
    ReleasePlan,
    ShownAs,
)
from weft.stats.disclosure.release import PublishedCell, Release, build
from weft.stats.disclosure.rules import Showing
from weft.stats.disclosure.space import Space

__all__ = [
    "Audited",
    "Breakdown",
    "Certificate",
    "Coarser",
    "Counts",
    "Geography",
    "Kind",
    "Level",
    "Population",
    "PublishedCell",
    "Question",
    "Records",
    "Release",
    "ReleasePlan",
    "Showing",
    "ShownAs",
    "Space",
    "audit",
    "build",
    "count_records",
]
