"""Survey files on their way in. Only analysts send large ones."""

from weft.people.roles.current import actor_of
from weft.people.roles.policy import may
from weft.reading import Limits
from weft.web.uploads import BoundedUpload

ROOM_FOR_THE_FORM = 1024 * 1024


class SurveyUpload(BoundedUpload):
    """Stops at the largest survey Weft reads (reading.limits)."""

    too_large = "The file is larger than the largest survey Weft reads."

    def allowed(self) -> int:
        """Any form takes a file: somebody without an account could fill the disk through the sign-in page."""
        is_analyst = self.request is not None and may(actor_of(self.request), "survey.bring")
        return ROOM_FOR_THE_FORM + (Limits().max_bytes if is_analyst else 0)
