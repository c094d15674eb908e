"""From bytes to text: how large, what kind of file, in which encoding."""

import codecs
import re
from typing import NamedTuple

from inventory.engine.reading.outcome import Unreadable

MAX_BYTES = 100 * 1000 * 1000
ZIP = b"PK\x03\x04"

# First bytes of files that people drop here by mistake. Source: the file formats' own specifications.
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"PK", "a zip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_MARKUP = (
    (
        re.compile(rb"<!doctype html|<html", re.IGNORECASE),
        "a web page, perhaps the sign-in page of your desk",
    ),
    (re.compile(rb"<\?xml"), "an XML file"),
    (re.compile(rb"\[\s*\{|\{\s*\""), "a JSON file"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1a"))
_CHUNK = 1 << 20


class Encoding(NamedTuple):
    """The codec to read with, a sentence when the person should look twice, and whether some bytes make no text in it."""

    codec: str
    note: str = ""
    damaged: bool = False


def check_size(size: int) -> None:
    """Raise ``Unreadable`` when a file of ``size`` bytes is more than one reading takes."""
    if size > MAX_BYTES:
        raise Unreadable(
            f"The file has {size / 1e6:,.0f} MB and Relay reads at most {MAX_BYTES // 10**6} MB at once. Nothing was "
            "kept. Export a shorter period or fewer columns, and bring the parts one after another."
        )


def encoding_of(content: bytes) -> Encoding:
    """The encoding of a text file, by its byte order mark or else by what its bytes can be.

    Raises ``Unreadable`` when the file is no text, naming what it looks like, or in an encoding that is none of
    UTF-8, UTF-16, UTF-32 and Windows-1252.
    """
    marked = next((codec for mark, codec in _MARKS if content.startswith(mark)), None)
    if marked is not None:
        return _checked(content, marked)
    _refuse_other_kinds(content)
    if b"\0" in content:
        return _checked(content, _wide(content))
    if _decodes(content, "utf-8"):
        return Encoding("utf-8")
    return _narrow(content)


def _checked(content: bytes, codec: str) -> Encoding:
    if _decodes(content, codec):
        return Encoding(codec)
    if codec == "utf-8-sig":
        return _damaged(codec)
    raise Unreadable(
        f"The file says it is {codec.upper()} but its bytes are not, perhaps because it was cut off. Nothing was kept. "
        "Export it again, as UTF-8 if you can choose."
    )


def _decodes(content: bytes, codec: str) -> bool:
    """Whether every byte fits, a piece at a time so that a large file is not held twice."""
    decoder = codecs.getincrementaldecoder(codec)()
    view = memoryview(content)
    try:
        for start in range(0, len(content), _CHUNK):
            decoder.decode(view[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_other_kinds(content: bytes) -> None:
    start = content[:512].lstrip()
    looks = next((kind for signature, kind in _SIGNATURES if content.startswith(signature)), None)
    looks = looks or next((kind for pattern, kind in _MARKUP if pattern.match(start)), None)
    if looks is not None:
        raise Unreadable(
            f"This looks like {looks}, not like an export with one line per ticket. Nothing was kept. "
            "Export the list of tickets as CSV or XLSX and bring that file."
        )
    head = content[:_CHUNK]
    controls = len(head) - len(head.translate(None, _CONTROLS.replace(b"\0", b"")))
    if controls * 20 > len(head):
        raise _no_text()


def _wide(content: bytes) -> str:
    """UTF-16 without its mark: Latin text has a NUL in every other place, and only there."""
    head = content[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > 4 * even and odd * 4 > len(head):
        return "utf-16-le"
    if even > 4 * odd and even * 4 > len(head):
        return "utf-16-be"
    raise _no_text()


def _no_text() -> Unreadable:
    return Unreadable(
        "The file has bytes that no text has, so it is not a list of tickets or it was damaged on the way. Nothing was "
        "kept. Export the list of tickets as CSV or XLSX and bring that file."
    )


def _narrow(content: bytes) -> Encoding:
    """Damaged UTF-8 when most of the bytes beyond ASCII still make UTF-8 letters, else Windows-1252."""
    beyond = len(content.translate(None, bytes(range(128))))
    whole = sum(len(found.group()) for found in _UTF8_SEQUENCE.finditer(content))
    if whole * 2 > beyond:
        return _damaged("utf-8")
    if _decodes(content, "cp1252"):
        return Encoding(
            "cp1252",
            "The file is not UTF-8 and was read as Windows-1252; look at the accents in the samples.",
        )
    raise Unreadable(
        "The file is in an encoding that Relay does not know: it is neither UTF-8, UTF-16 nor Windows-1252. Nothing was "
        "kept. Export it again as UTF-8."
    )


def _damaged(codec: str) -> Encoding:
    return Encoding(
        codec,
        "Some bytes are damaged: the file is UTF-8, but not everywhere. What could not be read shows as \ufffd.",
        damaged=True,
    )
