"""Reference figures that weft.stats does not reproduce, and why."""

from __future__ import annotations

import re

#: (key, field): parts of a reproduced figure that follow another convention here.
DIFFERENT: dict[tuple[str, str], str] = {}
for _name in ("clus2", "clus2_wr"):
    _missing = "R returns NA as soon as one answer is missing; here missing answers are left out"
    for _field in ("est", "se", "ci"):
        DIFFERENT[f"{_name}/ratio/api.stu/enroll", _field] = _missing
        DIFFERENT[f"{_name}/by_total/enroll~stype", _field] = _missing

_n = "R scales the statistic by all rows of the file, here by the rows with both answers"
for _statistic in ("Chisq", "lincom", "saddlepoint"):
    DIFFERENT[f"nhanes/chisq/HI_CHOL+race/{_statistic}", "statistic"] = _n
DIFFERENT["nhanes2/chisq/diabetes+race/Chisq", "statistic"] = _n

#: pattern over the key: why nothing is compared.
REASONS: dict[str, str] = {
    r"/quantile/.*/shahvaish": "R 4.1.1 mixes raw and normalised weights in this rule; see test_shah_vaish.py",
    r"^anes/": "the file is not beside the project (licence)",
}


def reason_for(key: str) -> str:
    """Why a key is not reproduced; empty when no reason is known."""
    return next((reason for pattern, reason in REASONS.items() if re.search(pattern, key)), "")
