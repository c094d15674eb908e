"""Where an uploaded file waits for its view: on disk, and no longer than the largest file that Relay reads."""

from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler

from inventory.engine.reading import MAX_BYTES


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Lets go of what goes beyond; the file still says how large it was, so that its view can refuse it."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        """Keep a chunk unless the file is too large already."""
        if start + len(raw_data) <= MAX_BYTES:
            super().receive_data_chunk(raw_data, start)
