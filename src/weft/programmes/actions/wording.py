"""A city's own words in a programme: title, purpose, texts, numbers of places, languages, areas."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from weft.people.languages import LANGUAGES
from weft.places.models import Area
from weft.programmes.blueprint.crossing import crossing_faults
from weft.programmes.blueprint.wording import faults_of
from weft.programmes.blueprint.words import NotEditable, tidied, worded
from weft.programmes.errors import NotThoseWords
from weft.programmes.models import Programme
from weft.record.actions import record_event

CHANGE = "programmes.programme.words"


@transaction.atomic
def change_words(
    *,
    programme: Programme,
    words: Mapping[str, Any],
    languages: Sequence[str] | None = None,
    areas: Sequence[str] | None = None,
    by: User | None,
) -> Programme:
    """Say these places in one's own words; the others stay. An empty text brings the original back.

    Raises NotThoseWords, naming the path.
    """
    held = Programme.objects.select_for_update().get(pk=programme.pk)
    before = _said(held)
    merged = {**held.words, **words}
    held.words = checked_words(held.document, merged)
    held.title, held.purpose = held.told["title"], held.told["purpose"]
    held.languages = held.languages if languages is None else _languages(languages)
    held.areas = held.areas if areas is None else _areas(areas)
    if _said(held) != before:
        held.save()
        record_event(by=by, action=CHANGE, thing=held, before=before, after=_said(held))
    programme.refresh_from_db()
    return programme


def _said(programme: Programme) -> dict[str, Any]:
    return {
        "words": programme.words,
        "languages": list(programme.languages),
        "areas": list(programme.areas),
    }


def checked_words(document: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    """Words that may be said there and leave the document whole. Raises NotThoseWords."""
    try:
        kept = tidied(document, words)
    except NotEditable as error:
        path = str(error)
        raise NotThoseWords(_("Enter a whole number, or leave this as it is"), path) from error
    for path in kept:
        wrong = faults_of(worded(document, {path: kept[path]}))
        if wrong:
            raise NotThoseWords(wrong[0].rpartition(": ")[2], path)
    wrong = [message for _where, message in crossing_faults(worded(document, kept))]
    if wrong:
        raise NotThoseWords(wrong[0], "")
    return kept


def _languages(codes: Sequence[str]) -> list[str]:
    known = [code for code, _name in LANGUAGES]
    if not codes or set(codes) - set(known):
        raise NotThoseWords(_("Choose at least one language"), "languages")
    return [code for code in known if code in codes]


def _areas(codes: Sequence[str]) -> list[str]:
    known = set(Area.objects.filter(code__in=codes, ends_on=None).values_list("code", flat=True))
    if set(codes) - known:
        raise NotThoseWords(_("Choose areas of the list"), "areas")
    return sorted(known)
