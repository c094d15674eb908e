"""What holds for every file: it is read or refused in a sentence, and what was written comes back."""

from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from inventory.engine.reading import ORDERS, Reading, Unreadable, fingerprint, plan_import, read
from tests.inventory.engine_reading.exports import HEADER, servicenow, text

DATES = {"dmy": "%d/%m/%Y %H:%M:%S", "mdy": "%m/%d/%Y %I:%M:%S %p", "ymd": "%Y-%m-%d %H:%M:%S"}
WORDS = st.text(
    st.characters(codec="cp1252", categories=["L", "N", "P", "S", "Zs"]) | st.sampled_from(',;|"'),
    max_size=30,
).map(lambda words: " ".join(words.split()))
TITLES = WORDS.filter(
    lambda words: words.casefold() not in {"?", "-", "null", "(null)", "n/a", "#n/a", "nan"}
)
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2099, 12, 31)).map(lambda at: at.replace(microsecond=0))
SHARDS = st.sampled_from(
    [
        *(
            b"number",
            b"opened",
            b"ID",
            b"1",
            b"2024-01-31",
            b"31/1/24",
            b"sep=;",
            b"=cmd()",
            b"xl/workbook.xml",
        ),
        *(b",", b";", b"|", b'"', b"\t", b"\n", b"\r", b"\r\n"),
        *(b"\0", b"\xff", b"\xfe", b"\xef\xbb\xbf", b"\xff\xfe", b"\xc3\xa9", b"PK\x03\x04"),
    ]
)


def outcome(content: bytes) -> Reading | str:
    """The reading, or the sentence why there is none; anything else fails the test."""
    try:
        return read(content)
    except Unreadable as refusal:
        return refusal.sentence


@given(st.binary(max_size=400) | st.lists(SHARDS, max_size=60).map(b"".join))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused_in_a_sentence(content):
    found = outcome(content)

    if isinstance(found, str):
        assert found.endswith(".")
    else:
        assert all(refusal.reason.endswith(".") for refusal in found.refused)
        assert all(note.endswith(".") for note in found.notes)
        assert len({ticket.external_id for ticket in found.tickets}) == len(found.tickets)


@given(st.lists(SHARDS, max_size=60).map(b"".join))
@settings(max_examples=100, deadline=None)
def test_any_bytes_after_good_lines_leave_the_good_lines(rubbish):
    good = servicenow()

    found = outcome(good + rubbish.replace(b"\0", b""))

    if isinstance(found, Reading) and found.encoding.startswith("utf-8"):
        known = [ticket.external_id for ticket in found.tickets] + [reason for _, reason, _ in found.refused]
        assert any("INC1" in words for words in known)


@given(
    rows=st.lists(st.tuples(MOMENTS, TITLES, TITLES), min_size=1, max_size=8),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    order=st.sampled_from(ORDERS),
)
@settings(max_examples=150, deadline=None)
def test_what_was_written_comes_back(rows, delimiter, end, codec, order):
    lines = [
        (f"INC{n}", opened.strftime(DATES[order]), "", title, "", group, "")
        for n, (opened, title, group) in enumerate(rows)
    ]

    reading = read(text([HEADER, *lines], delimiter=delimiter, end=end).encode(codec), date_order=order)

    assert (reading.delimiter, reading.refused) == (delimiter, ())
    if (
        reading.encoding != "utf-8" or codec == "utf-8"
    ):  # a cp1252 text may also be good UTF-8; then nobody can tell
        assert [(ticket.opened_at, ticket.title, ticket.group) for ticket in reading.tickets] == rows


@given(st.lists(st.tuples(MOMENTS, TITLES), min_size=1, max_size=8))
@settings(max_examples=50, deadline=None)
def test_a_second_import_of_the_same_file_changes_nothing(rows):
    lines = [(f"INC{n}", at.isoformat(" "), "", title, "", "", "") for n, (at, title) in enumerate(rows)]
    reading = read(servicenow(*lines))
    held = {ticket.external_id: fingerprint(ticket) for ticket in reading.tickets}

    plan = plan_import(read(servicenow(*lines)).tickets, held)

    assert (plan.create, plan.update, plan.unchanged) == (0, 0, len(rows))
