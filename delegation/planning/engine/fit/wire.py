"""How arrays travel between the planner and its worker process: a length, then an npz archive."""

import io
from collections.abc import Mapping
from typing import Any, BinaryIO

import numpy as np

Arrays = dict[str, np.ndarray[Any, Any]]
LENGTH_BYTES = 8


def packed(arrays: Mapping[str, Any]) -> bytes:
    """One message: named numbers, texts and arrays. Raises ``ValueError`` for anything else."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    body = buffer.getvalue()
    return len(body).to_bytes(LENGTH_BYTES, "little") + body


def write(stream: BinaryIO, arrays: Mapping[str, Any]) -> None:
    """Send one message. Raises ``OSError`` when nobody listens any more."""
    stream.write(packed(arrays))
    stream.flush()


def read(stream: BinaryIO) -> Arrays | None:
    """The next message as arrays by name, or None when the other side has closed or broke off mid-message."""
    head = stream.read(LENGTH_BYTES)
    length = int.from_bytes(head, "little")
    body = stream.read(length) if len(head) == LENGTH_BYTES else b""
    if not body or len(body) < length:
        return None
    with np.load(io.BytesIO(body), allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}
