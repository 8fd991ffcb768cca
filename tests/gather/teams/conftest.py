"""A shorter search for small teams: it finds the same, and the suite stays quick."""

import pytest

from weft.gather.teams import rules

WHOLE = rules.SECONDS


@pytest.fixture(autouse=True)
def search_shortly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "SECONDS", 0.05)
    monkeypatch.setattr(rules, "SECONDS_AGAIN", 0.05)
