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
COUNTED_LEAST = (
    10  # responses, before answers to questions marked special are counted (SDC: under 10 is small)
)
EXPORT_DAYS = 7  # an export that was agreed to may be downloaded for so long; then somebody looks again
PAPER_REPEATS = 3  # how many of one "add another" a paper form has room for
LISTED_CHOICES = 25  # more than these are searched, not read
RANGE_AS_RADIOS = 11  # a scale of more steps is typed
NAMELESS = ("survey",)  # uses whose responses never say whose they are, even of somebody signed in
# Of a return code, before its check letter: 26^11, about 3.7e15. A million tries a quarter of an hour from many places
# against ten thousand open forms meet one in a hundred years: no limit shared by everybody is needed, with which one
# attacker could shut the others out.
RETURN_LETTERS = 11
REFERENCE_LETTERS = 8  # of the reference on the thank-you page, which opens nothing
OPEN_AT_ONCE = 10  # responses one browser may go on with
SAVE_TRIES = 5  # when somebody else saves in the same moment


def is_certified_form(version: "FormVersion") -> bool:
    """Whether a party's answers are signed before they are sent: the note "certify" of the form says yes."""
    form_notes = version.notes.get("form", {}) if isinstance(version.notes, dict) else {}
    return isinstance(form_notes, dict) and form_notes.get("certify") == "yes"


def is_nameless(response: "Response") -> bool:
    """Whether a response never says whose it is: of a survey, or of nobody. A test is the staff's own."""
    is_of_somebody = response.person_id or response.organisation_id or response.group_id
    return not response.is_test and (response.version.form.used_for in NAMELESS or not is_of_somebody)


def needs_signature(response: "Response") -> bool:
    """Whether nobody has signed for the answers as they stand now. A test is sent without."""
    if response.is_test or not is_certified_form(response.version):
        return False
    return response.certified_revision != response.revision
