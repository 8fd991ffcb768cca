"""Warn the owner of an account that something of it was changed."""

from collections.abc import Callable

from django.utils.translation import get_language

from weft.people.models import Person
from weft.post.actions import queue
from weft.post.models import Letter
from weft.post.readers import in_language_of
from weft.record.ids import public_id


def warn_owner(person: Person | None, kind: str, words: Callable[[], Letter]) -> None:
    """In the owner's own language: the letter warns them where somebody else did it."""
    with in_language_of(person, kept=get_language() or ""):
        letter = words()
    queue(letter=letter, kind=kind, about=public_id(), person=person)
