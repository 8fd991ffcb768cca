"""The letters of a batch, made into pages. Codes are worked out here and leave only on paper."""

from collections.abc import Callable
from dataclasses import replace

from weft.fielding import codes
from weft.fielding.letters.pages import LetterPage, set_letters
from weft.fielding.letters.words import address_of, address_to_type, heading_of, paragraphs_of
from weft.fielding.models import Case, Contact, Fieldwork, LetterBatch
from weft.fielding.states import Occurrence
from weft.post.readers import in_language_of


def pdf_of(batch: LetterBatch) -> bytes:
    """The PDF of a batch: whoever answered or said no since is left out. Raises letters.pages.Unprintable."""
    with in_language_of(None):  # not the language of whoever prints it
        return set_letters(pages_of(batch))


def pages_of(batch: LetterBatch) -> list[LetterPage]:
    rows = Contact.objects.filter(batch=batch, stopped_at=None).select_related(
        "case__address__fieldwork__form"
    )
    fieldwork = Fieldwork.objects.select_related("form").get(pk=batch.fieldwork_id)
    model = LetterPage(
        heading=heading_of(fieldwork, batch.occurrence),
        paragraphs=paragraphs_of(fieldwork, batch.occurrence),
        languages=fieldwork.languages,
    )
    code = codes.coder(fieldwork.public_id) if batch.occurrence != Occurrence.PRENOTICE else None
    return [_page(contact.case, model, code) for contact in rows.order_by("case__address_id", "case_id")]


def _page(case: Case, model: LetterPage, code: Callable[[str], str] | None) -> LetterPage:
    where = case.address.where()
    own = replace(
        model, reference=f"{case.address.reference} / {case.slot}", to=[*where["lines"], where["postcode"]]
    )
    if code is None:
        return own
    made = code(case.public_id)
    return replace(own, code=codes.grouped(made), typed_at=address_to_type(), square=address_of(made))
