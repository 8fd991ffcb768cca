"""Rules of the forms room that a person could argue with."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weft.forms.models import FormVersion, Response

USES = ("survey", "application", "return", "outcomes", "audit", "interview", "assessment")
UPLOAD_BYTES = 10_000_000  # one file given as an answer
ANSWER_CHARACTERS = 20_000  # one written answer
REPEATS_MOST = 200  # of one "add another"
WORKBOOK_BYTES = 5_000_000  # one XLSForm
SECONDS_MOST = 3600  # counted for one page: longer means somebody went away
EXPORT_DAYS = 7  # an export that was agreed to may be downloaded for so long; then somebody looks again
PAPER_REPEATS = 3  # how many of one "add another" a paper form has room for
LISTED_CHOICES = 25  # more than these are searched, not read
RANGE_AS_RADIOS = 11  # a scale of more steps is typed
NAMELESS = ("survey",)  # uses whose responses never say whose they are, even of somebody signed in
RETURN_LETTERS = 8  # of a return code, before its check letter: 26^8, about 209 thousand million
OPEN_AT_ONCE = 10  # responses one browser may go on with
SAVE_TRIES = 5  # when somebody else saves in the same moment


def is_certified_form(version: "FormVersion") -> bool:
    """Whether a party's answers are signed before they are sent: the note "certify" of the form says yes."""
    form_notes = version.notes.get("form", {}) if isinstance(version.notes, dict) else {}
    return isinstance(form_notes, dict) and form_notes.get("certify") == "yes"


def needs_signature(response: "Response") -> bool:
    """Whether nobody has signed for the answers as they stand now. A test is sent without."""
    if response.is_test or not is_certified_form(response.version):
        return False
    return response.certified_revision != response.revision
