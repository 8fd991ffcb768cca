"""The letters of a batch, made into pages. Codes are worked out here and leave only on paper."""

from weft.fielding import codes
from weft.fielding.letters.pages import LetterPage, set_letters
from weft.fielding.letters.words import address_of, address_to_type, heading_of, paragraphs_of
from weft.fielding.models import Contact, Fieldwork, LetterBatch
from weft.fielding.states import Occurrence


def pdf_of(batch: LetterBatch) -> bytes:
    """The PDF of a batch: whoever answered or said no since is left out. Raises letters.pages.Unprintable."""
    return set_letters(pages_of(batch))


def pages_of(batch: LetterBatch) -> list[LetterPage]:
    rows = Contact.objects.filter(batch=batch, stopped_at=None).select_related("case__address__fieldwork__form")
    fieldwork = Fieldwork.objects.select_related("form").get(pk=batch.fieldwork_id)
    heading = heading_of(fieldwork, batch.occurrence)
    paragraphs = paragraphs_of(fieldwork, batch.occurrence)
    return [_page(contact, fieldwork, heading, paragraphs) for contact in rows.order_by("case__address_id", "case_id")]


def _page(contact: Contact, fieldwork: Fieldwork, heading: str, paragraphs: list[str]) -> LetterPage:
    address, where = contact.case.address, contact.case.address.where()
    to = [*where["lines"], where["postcode"]]
    reference = f"{address.reference} / {contact.case.slot}"
    if contact.occurrence == Occurrence.PRENOTICE:
        return LetterPage(reference, to, heading, paragraphs, languages=fieldwork.languages)
    code = codes.code_of(fieldwork.public_id, contact.case.public_id)
    return LetterPage(
        reference, to, heading, paragraphs, codes.grouped(code), address_to_type(), address_of(code), fieldwork.languages
    )
