"""Files on their way in: streamed to disk, and refused before they fill it."""

from typing import IO

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BoundedUpload(TemporaryFileUploadHandler):
    """Streams to a temporary file and stops at `allowed()` bytes. Each room says how many, and what is too large."""

    seen, most = 0, 0
    too_large = ""

    def allowed(self) -> int:
        raise NotImplementedError

    def handle_raw_input(
        self,
        input_data: IO[bytes],  # noqa: ARG002
        META: dict[str, str],  # noqa: ARG002
        content_length: int,
        boundary: str,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> None:
        self.most = self.allowed()
        if content_length > self.most:
            raise RequestDataTooBig(self.too_large)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.seen += len(raw_data)
        if self.seen > self.most:
            raise RequestDataTooBig(self.too_large)
        super().receive_data_chunk(raw_data, start)
