"""Letters about a pair: each of the two reads in a language of their own."""

from contextlib import nullcontext

import pytest
from django.utils import translation

from tests.gather.pairing.make import one_pair
from tests.post.languages import letter_to, said
from weft.gather.pairing import actions, letters
from weft.gather.pairing.models import FIRST, SECOND, Match

pytestmark = pytest.mark.django_db
FOUND = "We found somebody for you to meet"


def pair() -> Match:
    """Suggested: Ada reads Urdu, Bo reads English."""
    match = one_pair()
    for side, language in ((FIRST, "ur"), (SECOND, "en")):
        reader = match.entry(side).person
        assert reader is not None
        reader.language = language
        reader.save()
    return match


def subjects(kind: str) -> list[str]:
    return [letter_to(f"{name}@example.org", kind).subject for name in ("ada", "bo")]


def test_a_coordinator_reading_arabic_proposes_and_each_reads_their_own_language() -> None:
    match = pair()
    with translation.override("ar"):
        actions.approve(match=match, by=None)
    assert subjects("pair proposed") == [said("ur", FOUND), FOUND]
    assert "See what you have in common" in letter_to("bo@example.org", "pair proposed").body
    with translation.override("ar"):
        for side in (FIRST, SECOND):
            match = actions.accept(match=match, side=side, by=None)
    assert subjects("pair began") == [said("ur", "You can meet"), "You can meet"]


def test_control_without_the_readers_language_both_would_get_the_coordinator_s(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(letters, "in_language_of", lambda _reader: nullcontext())
    match = pair()
    with translation.override("ar"):
        actions.approve(match=match, by=None)
    assert subjects("pair proposed") == [said("ar", FOUND)] * 2


def test_the_one_who_did_not_say_no_is_told_in_their_own_language() -> None:
    match = actions.approve(match=pair(), by=None)
    with translation.override("ar"):
        actions.decline(match=match, side=SECOND, by=None)
    told = letter_to("ada@example.org", "pair not going ahead")
    assert told.subject == said("ur", "We are looking for somebody else for you")
