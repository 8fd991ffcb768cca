"""Forms are read in this process, once each: the process with bounds has its own tests (tests/forms/intake)."""

from functools import cache

import pytest

from weft.forms.intake.compiling import compile_book
from weft.forms.intake.guard import Brought, id_from
from weft.forms.intake.reading import read_book
from weft.programmes.blueprint import reading, shelf


@cache
def _quickly(content: bytes, name: str) -> Brought:
    return Brought(content, name, compile_book(read_book(content), id_from(name)))


@pytest.fixture(autouse=True)
def forms_are_read_here(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if "process_of_its_own" not in request.node.name:
        monkeypatch.setattr(reading, "bring", _quickly)
    shelf._document.cache_clear()
