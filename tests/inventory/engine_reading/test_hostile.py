"""Files that are broken, wrong or meant to hurt: a sentence each, and never a traceback."""

import csv
import tracemalloc
from contextlib import suppress
from time import process_time

import pytest

from inventory.engine.reading import MAX_BYTES, Unreadable, check_size, plan_import, read
from inventory.engine.reading.table import DELIMITERS
from tests.inventory.engine_reading.exports import HEADER, LINE, line, servicenow, slowness, text


class TestKind:
    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (b"%PDF-1.7\n1 0 obj", "a PDF"),
            (b"\x89PNG\r\n\x1a\n\0\0", "a picture (PNG)"),
            (b"\xff\xd8\xff\xe0\0", "a picture (JPEG)"),
            (b"GIF89a\0", "a picture (GIF)"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Excel or Word file"),
            (b"\x1f\x8b\x08\0", "a gzip archive"),
            (b"PK\x03\x04\x14\0word/document.xml", "a zip archive"),
            (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
            (b"SQLite format 3\0", "a database"),
            (b"\x7fELF\x02", "a program"),
            (b"\n <!DOCTYPE html><title>Sign in", "a web page"),
            (b'<?xml version="1.0"?><xml/>', "an XML file"),
            (b'[{"number": "INC1"}]', "a JSON file"),
        ],
    )
    def test_of_file_is_named(self, content, kind):
        with pytest.raises(Unreadable) as refusal:
            read(content)

        assert kind in refusal.value.sentence
        assert "Nothing was kept." in refusal.value.sentence

    @pytest.mark.parametrize(
        "content", [servicenow() + b"\0", bytes(range(256)) * 8, b"\x01\x02\x03" * 50, b"\0\0ab" * 9]
    )
    def test_that_is_no_text_is_said(self, content):
        with pytest.raises(Unreadable, match="no text has"):
            read(content)

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"number,opened\n1,\x81\x8d\x8f\n", "an encoding that Relay does not know"),
            (text([HEADER, LINE]).encode("utf-16")[:-1], "UTF-16 but its bytes are not"),
            (b"\xff\xfe\x00\xd8", "UTF-16 but its bytes are not"),
            (b"\xff\xfe\0\0abc", "UTF-32 but its bytes are not"),
        ],
    )
    def test_in_an_encoding_nobody_knows_is_said(self, content, sentence):
        with pytest.raises(Unreadable, match=sentence):
            read(content)

    @pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n  \n", b",,,\n,,\n", b"\xff\xfe"])
    def test_empty_is_said(self, content):
        with pytest.raises(Unreadable, match="The file is empty"):
            read(content)

    @pytest.mark.parametrize("content", [b"number,opened", b"number,opened\n\n,\n"])
    def test_with_a_header_alone_is_said(self, content):
        with pytest.raises(Unreadable, match="no tickets under it"):
            read(content)


class TestSize:
    def test_is_checked_without_reading(self):
        check_size(MAX_BYTES)

        with pytest.raises(Unreadable, match="The file has 300 MB and Relay reads at most 100 MB"):
            check_size(300_000_000)

    def test_is_checked_before_anything_else(self):
        with pytest.raises(Unreadable, match="at most 100 MB"):
            read(b"%PDF" + bytes(MAX_BYTES))

    def test_of_a_header_has_a_limit(self):
        with pytest.raises(Unreadable, match="5,001 columns"):
            read(b"a," * 5000 + b"a\n1\n")

    def test_of_a_header_that_repeats_itself_costs_no_time(self):
        start = process_time()
        reading = read(b"number,opened" + b",a" * 4998 + b"\n1,2024-01-31\n")

        assert reading.header[-1] == "a (4998)"
        assert process_time() - start < 2 * slowness()


class TestQuotationMark:
    def test_still_open_at_the_end_costs_its_own_line_alone(self):
        whole = servicenow(line("INC1"), line("INC2"), line("INC3", title="Long, long story"))

        reading = read(whole[: whole.index(b" long story")])

        assert [ticket.external_id for ticket in reading.tickets] == ["INC1", "INC2"]
        assert reading.refused[0].line == 4
        assert (
            "never closed, perhaps because the file was cut off; this line was left out"
            in reading.refused[0].reason
        )

    def test_still_open_in_the_middle_names_the_lines_it_swallowed(self):
        reading = read(
            servicenow(line("INC1"), line("INC2", title="@"), line("INC3")).replace(b"@", b'"stray')
        )

        assert [ticket.external_id for ticket in reading.tickets] == ["INC1"]
        assert "lines 3 to 4 were left out" in reading.refused[0].reason

    def test_lost_in_a_large_file_costs_what_it_swallowed_and_no_more(self):
        rows = [line(f"INC{n}", title="word " * 50) for n in range(2000)]
        content = servicenow(line("INCX", title="@"), *rows).replace(b"@", b'"stray')

        reading = read(content)

        assert reading.refused[0].line == 2
        assert f"longer than {csv.field_size_limit():,} characters" in reading.refused[0].reason
        assert len(reading.tickets) > 1500
        assert len(reading.refused) == 1

    @pytest.mark.parametrize(
        "content", [b'"number,opened\n1,2024-01-31\n', b'"' + b"x" * 140_000 + b'"\n1\n']
    )
    def test_in_the_header_is_said(self, content):
        with pytest.raises(Unreadable, match=r"The row of column names cannot be read\. A "):
            read(content)

    def test_doubled_and_lonely_ones_inside_a_cell_are_text(self):
        reading = read(b'number,opened,title\n1,2024-01-31,a 5" disk\n2,2024-01-31,"a 5"" disk"\n')

        assert [ticket.title for ticket in reading.tickets] == ['a 5" disk', 'a 5" disk']

    @pytest.mark.parametrize("mark", ["\x03end\x03", "\x1a", "\ufffd", "\uffff"])
    def test_nothing_a_file_can_say_ends_the_reading_early(self, mark):
        reading = read(servicenow(line("INC1"), (mark,), line("INC2")))

        assert [ticket.external_id for ticket in reading.tickets] == ["INC1", "INC2"]


class TestPatience:
    """Inputs made to be slow are not."""

    @pytest.mark.parametrize("delimiter", DELIMITERS)
    @pytest.mark.parametrize("piece", ["{d}", '"{d}', '""', "1/", "a ", "1/2/2024 ", "\r", "\u202e"])
    def test_repetition_costs_no_time(self, delimiter, piece):
        content = text([HEADER, LINE], delimiter=delimiter) + piece.format(d=delimiter) * 60_000
        start = process_time()

        with suppress(Unreadable):
            read(content.encode())

        assert process_time() - start < 2 * slowness()

    def test_a_hundred_thousand_lines_are_read_and_planned_in_ten_seconds(self):
        rows = (
            f"INC{n},{n % 28 + 1}/2/2024 10:{n % 60:02},{n % 28 + 1}/2/2024 11:30,Title {n},C,D,E"
            for n in range(100_000)
        )
        content = "\n".join([",".join(HEADER), *rows]).encode()
        start = process_time()

        reading = read(content)
        plan = plan_import(reading.tickets, {}, refused=reading.refused)

        assert process_time() - start < 10 * slowness()
        assert (plan.create, reading.date_order) == (100_000, "dmy")

    def test_more_lines_than_anyone_needs_are_refused(self):
        with pytest.raises(Unreadable, match="more than 500,000 tickets"):
            read(b"number,opened\n" + b"1,2\n" * 500_001)

    def test_one_endless_line_is_never_held_as_one(self):
        content = servicenow() + b"," * 20_000_000
        tracemalloc.start()

        reading = read(content)

        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert len(reading.tickets) == 1
        assert peak < 100_000_000  # as one list of cells alone: 160 MB
