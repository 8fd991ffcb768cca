"""Files on their way in: streamed to disk, and refused before they fill it. Only analysts send large ones."""

from typing import IO

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from weft.people.roles.current import actor_of
from weft.people.roles.policy import may
from weft.reading import Limits

ROOM_FOR_THE_FORM = 1024 * 1024


class BoundedUpload(TemporaryFileUploadHandler):
    """Streams to a temporary file and stops at the largest survey Weft reads (reading.limits)."""

    seen, most = 0, ROOM_FOR_THE_FORM

    def handle_raw_input(
        self,
        input_data: IO[bytes],  # noqa: ARG002
        META: dict[str, str],  # noqa: ARG002
        content_length: int,
        boundary: str,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> None:
        self.most = self._most()
        if content_length > self.most:
            raise RequestDataTooBig("The file is larger than the largest survey Weft reads.")

    def _most(self) -> int:
        """Any form takes a file: somebody without an account could fill the disk through the sign-in page."""
        is_analyst = self.request is not None and may(actor_of(self.request), "survey.bring")
        return ROOM_FOR_THE_FORM + (Limits().max_bytes if is_analyst else 0)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.seen += len(raw_data)
        if self.seen > self.most:
            raise RequestDataTooBig("The file is larger than the largest survey Weft reads.")
        super().receive_data_chunk(raw_data, start)
