"""Files on their way in: streamed to disk, and refused before they fill it."""

from typing import IO

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from weft.reading import Limits

ROOM_FOR_THE_FORM = 1024 * 1024


class BoundedUpload(TemporaryFileUploadHandler):
    """Streams to a temporary file and stops at the largest survey Weft reads (reading.limits)."""

    seen = 0

    def handle_raw_input(
        self,
        input_data: IO[bytes],  # noqa: ARG002
        META: dict[str, str],  # noqa: ARG002
        content_length: int,
        boundary: str,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> None:
        if content_length > Limits().max_bytes + ROOM_FOR_THE_FORM:
            raise RequestDataTooBig("The file is larger than the largest survey Weft reads.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.seen += len(raw_data)
        if self.seen > Limits().max_bytes + ROOM_FOR_THE_FORM:
            raise RequestDataTooBig("The file is larger than the largest survey Weft reads.")
        super().receive_data_chunk(raw_data, start)
