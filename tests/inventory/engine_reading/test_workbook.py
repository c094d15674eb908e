"""Workbooks: one sheet is read like a text, and no archive is trusted."""

import io
import random
import zipfile
from datetime import datetime

import pytest

from inventory.engine.reading import Unreadable, read
from inventory.engine.reading import workbook as limits
from tests.inventory.engine_reading.exports import HEADER, LINE, line, rows_xml, servicenow, workbook

# Excel counts days since 30 December 1899; style 1 of these parts is a date with a time.
STYLES = (
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2">'
    b'<xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>'
)
HEAD = rows_xml([["Number", "Opened", "Title"]])


class TestSheet:
    def test_gives_the_same_tickets_as_the_text(self):
        lines = [
            line("INC1", title="Größe < 5 & mehr"),
            line("INC2", opened="13/2/2024"),
            line("INC3", opened="never"),
        ]

        reading = read(workbook(rows_xml([HEADER, *lines])))

        as_text = read(servicenow(*lines))
        assert (reading.format, reading.delimiter, reading.encoding) == ("servicenow", "", "")
        assert (reading.tickets, reading.refused) == (as_text.tickets, as_text.refused)

    def test_gives_dates_numbers_and_the_values_of_formulas(self):
        cells = '<c r="A2"><v>1004298</v></c><c r="B2" s="1"><v>45322.75</v></c><c r="C2"><f>1+1.5</f><v>2.5</v></c>'

        reading = read(workbook(HEAD + f'<row r="2">{cells}</row>', more={"xl/styles.xml": STYLES}))

        ticket = reading.tickets[0]
        assert (ticket.external_id, ticket.opened_at, ticket.title) == (
            "1004298",
            datetime(2024, 1, 31, 18),
            "2.5",
        )
        assert (reading.date_order, reading.order_certain) == ("ymd", True)

    def test_keeps_the_numbers_of_its_rows(self):
        reading = read(
            workbook('<row r="1"/>' + rows_xml([HEADER, LINE]).replace('1"', '3"').replace('2"', '7"'))
        )

        assert [ticket.line for ticket in reading.tickets] == [7]

    def test_must_be_the_only_one(self):
        with pytest.raises(Unreadable, match=r'2 sheets to choose from \("Page 1", "Page 2"\)'):
            read(workbook(HEAD, HEAD))

        with pytest.raises(Unreadable, match="0 sheets to choose from and"):
            read(workbook())


class TestArchive:
    @pytest.mark.parametrize(
        "sheet",
        [
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
            "<row r='1'><c r = 'A1'><v>1</v></c></row><row r='1048576'><c\nr = 'XFD1048576'><v>1</v></c></row>",
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="4294967295"><c><v>1</v></c></row>',
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="99999999999999999999"><c><v>1</v></c></row>',
            '<row r="1"><c><v>1</v></c></row><row r="900000">' + "<c><v>1</v></c>" * 2000 + "</row>",
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="ZZZZZZZ2"><v>1</v></c></row>',
        ],
    )
    def test_that_would_lay_out_billions_of_cells_is_never_opened(self, sheet):
        content = workbook(sheet)

        assert len(content) < 10_000
        with pytest.raises(Unreadable, match="unpacks to more than Relay reads"):
            read(content)

    def test_that_unpacks_to_too_much_is_never_unpacked(self):
        bomb = workbook(HEAD, more={"xl/media.xml": bytes(limits.MAX_UNPACKED)})

        assert len(bomb) < 1_000_000
        with pytest.raises(Unreadable, match="unpacks to more than Relay reads"):
            read(bomb)

    def test_with_too_many_parts_is_refused(self):
        with pytest.raises(Unreadable, match="unpacks to more than Relay reads"):
            read(workbook(HEAD, more={f"xl/{n}.xml": b"" for n in range(limits.MAX_ENTRIES)}))

    def test_that_lies_about_its_sizes_is_refused(self):
        content = bytearray(workbook(rows_xml([HEADER, LINE])))
        at = content.index(
            b"PK\x01\x02", content.index(b"PK\x01\x02") + 4
        )  # the second part, in the directory
        content[at + 24 : at + 28] = (5).to_bytes(4, "little")  # its size unpacked

        with pytest.raises(Unreadable, match="damaged or protected"):
            read(bytes(content))

    def test_is_never_taken_for_another_kind_of_spreadsheet(self):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("content.xml", "<office:document-content/>")
            archive.writestr("META-INF/manifest.xml", "<manifest/>")
            archive.writestr("xl/workbook.xml", "no workbook at all")

        with pytest.raises(Unreadable, match="damaged or protected"):
            read(packed.getvalue())

    @pytest.mark.parametrize("cut", [40, 300, -60, -1])
    def test_cut_off_is_said(self, cut):
        with pytest.raises(Unreadable, match=r"damaged|zip archive"):
            read(workbook(rows_xml([HEADER, LINE]))[:cut])

    def test_damaged_anywhere_ends_in_a_sentence(self):
        whole = workbook(rows_xml([HEADER, LINE, line("INC2")]))
        dice = random.Random(7)
        sentences = set()

        for _ in range(400):
            content = bytearray(whole)
            for _ in range(dice.randint(1, 4)):
                content[dice.randrange(len(content))] = dice.randrange(256)
            try:
                read(bytes(content))
            except Unreadable as refusal:
                sentences.add(refusal.sentence)

        assert any("damaged" in sentence for sentence in sentences)
