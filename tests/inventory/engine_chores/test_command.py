"""`manage.py chores_in`, as somebody at a terminal meets it."""

import csv
import gzip
import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.inventory.engine_chores.streams import chance, planted

SHAPE = {
    "key": str,
    "title": str,
    "tickets": int,
    "rhythm": str,
    "rule": str | None,
    "confidence": float,
    "hours_per_month_low": float,
    "hours_per_month_likely": float,
    "hours_per_month_high": float,
    "off_hours_share": float,
    "examples": list,
}


@pytest.fixture
def export(tmp_path):
    """A desk with a tape to change every Monday and screens that go dark by chance, and two lines gone wrong."""
    rows = [("Backup", "Tape", "Change tape 12", at) for at in planted("every Monday at 09:00", days=182)]
    rows += [("Hardware", "Screen", "Screen 7 is dark", at) for at in chance(30, days=182)]
    path = tmp_path / "tickets.csv"
    with path.open("w", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["number", "opened_at", "short_description", "category", "subcategory"])
        lines.writerows([f"INC{n:07}", at, title, *key] for n, (*key, title, at) in enumerate(rows))
        lines.writerow(["INC9000001", "yesterday", "Lost", "Backup", "Tape"])
        lines.writerow(["INC9000002", "", "Lost", "Backup", "Tape"])
    return path


def run(*words):
    out, err = io.StringIO(), io.StringIO()
    call_command("chores_in", *map(str, words), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


class TestChoresIn:
    def test_prints_chores_in_the_promised_shape(self, export):
        found = json.loads(run(export, "--json")[0])

        assert [(chore["key"], chore["rhythm"], chore["rule"]) for chore in found] == [
            ("Hardware|Screen", "popup", None),
            ("Backup|Tape", "weekly", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0"),
        ]
        for chore in found:
            assert list(chore) == list(SHAPE)
            assert all(isinstance(chore[name], kind) for name, kind in SHAPE.items())

    def test_counts_every_line_it_could_not_read_with_its_reason(self, export):
        _, said = run(export, "--json")

        assert "Not read: 1 (line 58)" in said
        assert "yesterday" in said
        assert "Not read: 1 (line 59)" in said

    def test_counts_lines_that_differ_only_in_what_they_quote_as_one_reason(self, export):
        with export.open("a") as file:
            file.writelines(f"INC91{n:05},day {n},Lost,Backup,Tape\n" for n in range(9))

        _, said = run(export, "--json")

        assert "Not read: 10 (line 58, 60, 61, 62, 63, …)" in said

    def test_keeps_since_and_leaves_out_until(self, export):
        found = json.loads(run(export, "--json", "--since", "2024-01-08", "--until", "2024-02-12")[0])

        assert {chore["key"]: chore["tickets"] for chore in found}["Backup|Tape"] == 5

    def test_passes_on_what_the_reading_noted(self, tmp_path):
        path = tmp_path / "export.csv"
        path.write_text("number,opened_at\nINC1,2024-01-01 09:00:00+00:00\n")

        assert "offset from UTC" in run(path)[1]

    def test_reads_a_packed_file(self, export, tmp_path):
        packed = tmp_path / "tickets.csv.gz"
        packed.write_bytes(gzip.compress(export.read_bytes()))

        assert run(packed, "--json", "--format", "servicenow") == run(
            export, "--json", "--format", "servicenow"
        )

    def test_speaks_plainly_without_json(self, export):
        said, _ = run(export)

        assert "every Monday at 09:00  Change tape 12" in said
        assert "popup  Screen 7 is dark" in said

    @pytest.mark.parametrize("opened", ["soon", "", "0000-00-00", "-5", "x" * 200_000, '"2024-01-01'])
    def test_fails_when_no_line_can_be_read_and_says_why_of_each(self, tmp_path, opened):
        path = tmp_path / "export.csv"
        path.write_text(f"number,opened_at,category\nINC1,{opened},Backup\n")
        out, err = io.StringIO(), io.StringIO()

        with pytest.raises(CommandError, match="No line of the file became a ticket") as refusal:
            call_command("chores_in", str(path), "--json", stdout=out, stderr=err)

        assert refusal.value.returncode == 1
        assert out.getvalue() == ""
        assert "Not read: 1 (line 2)" in err.getvalue()

    def test_says_when_there_is_nothing_to_find(self, tmp_path):
        few = tmp_path / "few.csv"
        few.write_text("number,opened_at,category\nINC1,2024-01-01 09:00,Backup\n")

        found, said = run(few, "--json")

        assert found.strip() == "[]"
        assert "No chore was found. A chore takes five tickets of one kind" in said
        assert run(few)[1] == said

    def test_says_what_it_looked_at_where_nothing_tells_one_ticket_from_another(self, tmp_path):
        bare = tmp_path / "bare.csv"
        bare.write_text("when,amount\n" + "".join(f"2024-01-0{n % 9 + 1} 09:00,{n}\n" for n in range(30)))

        found, said = run(bare, "--json")

        assert found.strip() == "[]"
        assert "Nothing in the file says what a ticket is about: Relay looked at “amount”." in said

    @pytest.mark.parametrize("form", ["auto", "csv"])
    @pytest.mark.parametrize(
        "header",
        ["ts,area,topic", "date,service,sub_service", "start,category,topic", "Opened,Type,Sub type"],
    )
    def test_takes_the_first_two_columns_of_few_words_for_the_key(self, tmp_path, header, form):
        path = tmp_path / "export.csv"
        days = [f"2024-{month:02}-{day:02} 09:00" for month in (1, 2) for day in (2, 9, 16, 23)]
        path.write_text(f"{header}\n" + "".join(f"{day},Net,VPN\n{day},Net,Proxy\n" for day in days))

        found, said = run(path, "--json", "--format", form)

        assert {chore["key"]: chore["tickets"] for chore in json.loads(found)} == {
            "Net|VPN": 8,
            "Net|Proxy": 8,
        }
        assert said == "No column numbers the tickets, so each is named by its line.\n"

    def test_names_tickets_without_a_number_by_their_lines(self, tmp_path):
        path = tmp_path / "export.csv"
        path.write_text("opened_at,category\n" + "2024-01-02 09:00,Backup\n" * 5)

        (chore,) = json.loads(run(path, "--json")[0])

        assert chore["examples"] == ["line 2", "line 3", "line 4", "line 5", "line 6"]

    def test_does_not_count_a_minute_on_to_a_month(self, tmp_path):
        path = tmp_path / "export.csv"
        path.write_text(
            "number;opened;service;sub_service\n"
            + "".join(f"T{n};2024-01-05 09:00:{n:02};Net;VPN\n" for n in range(50))
        )

        (chore,) = json.loads(run(path, "--json")[0])

        assert (chore["key"], chore["rhythm"]) == ("Net|VPN", "popup")
        assert chore["hours_per_month_likely"] == 50 * 15 / 60

    @pytest.mark.parametrize(
        ("content", "because"),
        [
            (None, "cannot be opened"),
            (b"", "empty"),
            (b"\x00\x01\x02\xff" * 99, "Nothing was kept"),
            (gzip.compress(b"number,opened_at\n")[:-9], "damaged"),
            (b"\x1f\x8b\x08\x00damaged beyond repair", "damaged"),
            (b"\x1f\x8bno gzip at all", "damaged"),
            (b"colour,shape\nred,round\n", "No column"),
        ],
    )
    def test_refuses_what_is_no_export_with_a_sentence(self, tmp_path, content, because):
        path = tmp_path / "export.csv"
        if content is not None:
            path.write_bytes(content)

        with pytest.raises(CommandError, match=because) as refusal:
            run(path, "--json")

        assert refusal.value.returncode == 1

    @pytest.mark.parametrize(
        ("words", "because"),
        [
            (
                ["--since", "soon"],
                "^--since must be a day written like 2024-03-31, and “soon” is not a day.$",
            ),
            (["--until", ""], "^--until must be a day written like 2024-03-31, and “” is not a day.$"),
            (
                ["--since", "2024-02-01", "--until", "2024-02-01"],
                r"^--until \(2024-02-01\) must be later than --since \(2024-02-01\).$",
            ),
            (["--format", "excel"], "invalid choice"),
        ],
    )
    def test_refuses_a_question_that_makes_no_sense(self, export, words, because):
        with pytest.raises(CommandError, match=because):
            run(export, *words)
