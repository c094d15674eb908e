"""Reading an export: what is found out about the file, and what becomes of each line."""

from datetime import datetime

import pytest

from inventory.engine.reading import Unmapped, read
from tests.inventory.engine_reading.exports import HEADER, LINE, line, servicenow, text


class TestFile:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    @pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
    def test_any_delimiter_and_line_end_gives_the_same_tickets(self, delimiter, end):
        rows = [
            HEADER,
            line("INC1", title="Mail, post; and | more"),
            line("INC2", title='He said "no"\nand left'),
        ]

        reading = read(text(rows, delimiter=delimiter, end=end).encode())

        assert reading.delimiter == delimiter
        assert [ticket.title for ticket in reading.tickets] == [
            "Mail, post; and | more",
            'He said "no" and left',
        ]
        assert [ticket.line for ticket in reading.tickets] == [2, 3]

    @pytest.mark.parametrize(
        ("codec", "said"),
        [
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8-sig"),
            ("utf-16", "utf-16"),
            ("utf-16-le", "utf-16-le"),
            ("utf-16-be", "utf-16-be"),
            ("utf-32", "utf-32"),
            ("cp1252", "cp1252"),
            ("latin-1", "cp1252"),
        ],
    )
    def test_any_usual_encoding_keeps_the_accents(self, codec, said):
        reading = read(text([HEADER, line(title="Problème à régler")]).encode(codec))

        assert reading.encoding == said
        assert reading.tickets[0].title == "Problème à régler"

    def test_windows_1252_is_said_because_it_is_a_guess(self):
        reading = read(text([HEADER, line(title="Café – 5 €")]).encode("cp1252"))

        assert reading.tickets[0].title == "Café – 5 €"
        assert "read as Windows-1252" in reading.notes[0]

    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
    def test_damaged_utf8_is_kept_and_said(self, mark):
        content = mark + text([HEADER, line(title="Été à la plage, déjà"), line("INC2", title="@@")]).encode()

        reading = read(content.replace(b"@@", b"br\xffken"))

        assert [ticket.title for ticket in reading.tickets] == ["Été à la plage, déjà", "br\ufffdken"]
        assert "Some bytes are damaged" in reading.notes[0]

    def test_the_first_line_that_excel_writes_for_itself_is_obeyed(self):
        content = b"sep=|\r\n" + text([HEADER, line(title="a;b;c;d;e;f;g;h")], delimiter="|").encode()

        reading = read(content)

        assert (reading.delimiter, reading.tickets[0].line) == ("|", 3)

    def test_blank_lines_before_the_header_and_between_lines_are_passed_over(self):
        content = b"\r\n;;\r\n" + text([HEADER, LINE], delimiter=";").encode() + b"\r\n;;;;;;\r\n ; \r\n"

        reading = read(content)

        assert (reading.tickets[0].line, reading.refused) == (4, ())
        assert reading.notes == (
            "2 lines, the first of them 6, have nothing in any cell and were passed over.",
        )

    def test_a_long_file_is_understood_by_its_first_lines(self):
        rows = [line(f"INC{n}", title="Please, please, please repair this") for n in range(2000)]

        reading = read(text([HEADER, *rows], delimiter="\t").encode())

        assert (reading.delimiter, len(reading.tickets)) == ("\t", 2000)

    def test_a_file_that_is_one_long_line_has_no_tickets(self):
        with pytest.raises(Unmapped):
            read(b"a,b\r" + b"x" * 100_000)


class TestColumns:
    def test_samples_fill_and_names_are_shown(self):
        rows = [
            ["Number", "Opened", "Note", "Note", ""],
            *([f"{n}", "2024-01-31", "?", "x" * 99, ""] for n in range(4)),
        ]

        reading = read(text(rows).encode())

        assert reading.header == ("Number", "Opened", "Note", "Note (2)", "Column 5")
        assert reading.samples["Number"] == ("0", "1", "2")
        assert reading.samples["Note (2)"] == ("x" * 80 + "…",)
        assert reading.fill == {"Number": 1.0, "Opened": 1.0, "Note": 0.0, "Note (2)": 1.0, "Column 5": 0.0}
        assert reading.ignored == ("Note", "Note (2)", "Column 5")
        assert reading.notes == ('Some column names repeat and were numbered: "Note".',)

    def test_a_numbered_name_never_meets_one_that_was_there(self):
        reading = read(b"Number,Opened,x (2),x,x\n1,2024-01-31,a,b,c\n")

        assert reading.header[2:] == ("x (2)", "x", "x (3)")

    def test_many_repeated_names_are_said_briefly(self):
        header = ["Number", "Opened", *(name for name in "abcdefg" for _ in range(2))]

        reading = read(text([header, ["1", "2024-01-31"]]).encode())

        assert reading.notes[0].endswith('"d", "e" and 2 more.')

    def test_an_empty_column_gives_way_to_one_that_says_something(self):
        reading = read(b"number,opened_at,closed_at,resolved_at,state\n1,2024-01-31,,2024-02-01,x\n")

        assert reading.mapping["closed_at"].column == "resolved_at"

    def test_a_person_corrects_the_guess(self):
        reading = read(servicenow(), mapping={"group": "category", "person": ""})

        assert (reading.mapping["group"].column, reading.mapping["group"].given) == ("category", True)
        assert reading.tickets[0].group == "Hardware"
        assert "category" not in reading.mapping
        assert reading.tickets[0].person == ""

    def test_any_column_can_be_the_one(self):
        reading = read(b"Wann;Was\n31.01.2024;A-1\n", mapping={"external_id": "Was", "opened_at": "Wann"})

        assert (reading.tickets[0].external_id, reading.tickets[0].opened_at) == (
            "A-1",
            datetime(2024, 1, 31),
        )

    @pytest.mark.parametrize(
        ("content", "mapping", "sentence"),
        [
            (b"opened,title\n2024-01-31,x\n", {}, "says the number of each ticket."),
            (b"number,title\n1,x\n", {}, "says the moment each ticket was opened."),
            (b"a,b\n1,x\n", {}, "the number of each ticket or the moment each ticket was opened."),
            (b"number,opened\n1,2024-01-31\n", {"title": "Gone"}, 'no column named "Gone".'),
        ],
    )
    def test_a_person_is_asked_when_a_needed_column_is_not_clear(self, content, mapping, sentence):
        with pytest.raises(Unmapped) as refusal:
            read(content, mapping=mapping)

        assert sentence in refusal.value.sentence
        assert "Nothing was kept." in refusal.value.sentence
        assert refusal.value.reading.columns
        assert refusal.value.reading.tickets == ()

    @pytest.mark.parametrize(
        "wrong", [{"format": "remedy"}, {"mapping": {"colour": "x"}}, {"date_order": "ydm"}]
    )
    def test_words_that_mean_nothing_are_a_fault_of_the_caller(self, wrong):
        with pytest.raises(ValueError, match="no such"):
            read(servicenow(), **wrong)


class TestDesk:
    @pytest.mark.parametrize(
        ("header", "desk"),
        [
            ("Number,Opened,Short description,Assignment group", "servicenow"),
            ("Numéro,Ouvert,Description brève,Groupe d'affectation,Affecté à", "servicenow"),
            ("Résumé,Clé de ticket,Type de ticket,État,Personne assignée,Création", "jira"),
            ("ID,Title,Status,Opening date,Assigned to - Technician group", "glpi"),
            ("Ticket ID,Subject,Created time,Agent,Group", "csv"),
        ],
    )
    def test_is_known_by_its_headings(self, header, desk):
        cells = ["2024-01-31"] * (header.count(",") + 1)

        reading = read(f"{header}\n{','.join(cells)}\n".encode())

        assert reading.format == desk
        assert len(reading.tickets) == 1
        assert "group" in reading.mapping or desk == "jira"

    def test_counts_a_line_once_however_many_of_its_cells_are_odd(self):
        reading = read(b"number,opened,short description,category\nINC1,2024-01-31,=cmd(),=cmd()\n")

        (note,) = [note for note in reading.notes if "formula" in note]
        assert note.startswith("Line 2 ")

    def test_without_a_known_title_gives_it_the_column_that_reads_like_sentences(self):
        content = b"id,date,notes,what_happened,who\n"
        content += b"1,2024-01-31,see above,the backup tape of the archive is stuck,Ada\n"

        (ticket,) = read(content).tickets
        (without,) = read(content, mapping={"title": ""}).tickets

        assert ticket.title == "the backup tape of the archive is stuck"
        assert without.title == ""

    def test_without_a_title_and_without_sentences_leaves_it_empty(self):
        reading = read(b"id,date,state,who\n1,2024-01-31,In progress,Ada van der Berg\n2,2024-01-31,,\n")

        assert "title" not in reading.mapping

    def test_named_by_a_person_decides_the_habit(self):
        content = b"number,opened\n1,1/2/2024\n"

        assert read(content, format="servicenow").tickets[0].opened_at == datetime(2024, 1, 2)
        assert read(content, format="csv").tickets[0].opened_at == datetime(2024, 2, 1)

    def test_that_leaves_the_day_open_is_read_by_habit_and_said(self):
        reading = read(servicenow(line(opened="1/2/2024 08:00")))

        assert (reading.date_order, reading.order_certain) == ("mdy", False)
        assert "choose the other order" in reading.notes[0]

    def test_is_corrected_by_the_order_a_person_gives(self):
        reading = read(servicenow(line(opened="1/2/2024 08:00")), date_order="dmy")

        assert reading.tickets[0].opened_at == datetime(2024, 2, 1, 8)
        assert (reading.order_certain, reading.notes) == (True, ())

    def test_of_glpi_writes_its_thousands_with_a_space(self):
        reading = read("ID;Titre;Statut;Date d'ouverture\n6\u00a0032;x;Clos;2024-01-31\n".encode())

        assert (reading.format, reading.tickets[0].external_id) == ("glpi", "6032")


class TestLine:
    @pytest.mark.parametrize(
        ("bad", "reason"),
        [
            (line(""), "The line has no ticket number."),
            (line("?"), "The line has no ticket number."),
            (line("N" * 101), "is longer than 100 characters."),
            (line("INC9", opened=""), "The line has no opening date."),
            (
                line("INC9", opened="31/31/2024"),
                'The opening date "31/31/2024" cannot be read as day, month, year.',
            ),
            (line("INC9", opened="x" * 5000), '"' + "x" * 40 + '…" cannot be read'),
            ((*line("INC9"), "and", "more"), "The line has 9 cells and the header 7"),
        ],
    )
    def test_that_cannot_be_a_ticket_is_refused_and_the_others_are_kept(self, bad, reason):
        reading = read(servicenow(line("INC1"), bad, line("INC3", opened="31/1/2024")))

        assert [ticket.external_id for ticket in reading.tickets] == ["INC1", "INC3"]
        assert [refusal.line for refusal in reading.refused] == [3]
        assert reason in reading.refused[0].reason

    def test_with_fewer_cells_keeps_what_is_there(self):
        reading = read(servicenow(line("INC1"), ("INC2", "2024-01-31")))

        assert reading.tickets[1].external_id == "INC2"
        assert reading.notes == ("Line 3 has fewer cells than the header; what is there was kept.",)

    def test_with_blank_cells_beyond_the_header_is_kept(self):
        reading = read(servicenow((*LINE, "", " ")))

        assert (len(reading.tickets), reading.refused) == (1, ())

    def test_that_stands_twice_counts_once_and_the_last_wins(self):
        reading = read(servicenow(line("INC1", title="first"), line("INC2"), line("INC1", title="last")))

        assert [(ticket.external_id, ticket.title) for ticket in reading.tickets] == [
            ("INC2", ""),
            ("INC1", "last"),
        ]
        assert reading.refused == ((2, '"INC1" stands again on line 4, and the last one is kept.', "INC1"),)

    def test_keeps_a_formula_as_text_and_says_so(self):
        formulas = ["=cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "+1 555 0100", "- printer (again)"]

        reading = read(servicenow(*(line(f"INC{n}", title=title) for n, title in enumerate(formulas))))

        assert [ticket.title for ticket in reading.tickets] == formulas
        assert reading.notes[0].startswith(
            "2 lines, the first of them 2, have a cell that a spreadsheet would run"
        )

    def test_loses_control_characters_and_tricks_of_direction(self):
        reading = read(servicenow(line(title="a\x07b\x1b[31m \u202eevil\u202c\u00a0end\t!")))

        assert reading.tickets[0].title == "ab[31m evil end !"

    def test_text_beyond_what_is_kept_is_shortened_and_said(self):
        reading = read(servicenow(line(title="t" * 501)))

        assert reading.tickets[0].title == "t" * 500
        assert "longer than Relay keeps" in reading.notes[0]

    @pytest.mark.parametrize(
        ("closed", "said"), [("still open", "cannot be read"), ("2024-01-30", "before the opening")]
    )
    def test_with_a_closing_date_nobody_can_believe_is_kept_without_it(self, closed, said):
        reading = read(servicenow(line(closed=closed)))

        assert reading.tickets[0].closed_at is None
        assert said in reading.notes[0]

    def test_a_file_of_nothing_but_refused_lines_says_where_to_look(self):
        reading = read(servicenow(line(opened="never")))

        assert reading.tickets == ()
        assert reading.notes == (
            "No line became a ticket. Check which columns give the number and the opening date.",
        )
