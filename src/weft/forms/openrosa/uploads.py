"""What an app sends, on its way in: streamed to disk and stopped at the bound."""

from weft.forms.openrosa.rules import SUBMISSION_BYTES
from weft.web.uploads import BoundedUpload


class SubmissionUpload(BoundedUpload):
    """Set by the view once it knows who sends."""

    too_large = "The submission is larger than one request may be."

    def allowed(self) -> int:
        return SUBMISSION_BYTES
