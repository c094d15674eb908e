"""Imports: looked at first, written when a person says so, and never twice."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from inventory import actions, jobs
from inventory.models import Chore, Import, SourceTicket

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
INCIDENTS = SHARED / "servicenow_incidents" / "sample_2000_incidents.csv"
HEADER = "number,opened_at,closed_at,category,subcategory,assignment_group\n"

pytestmark = pytest.mark.django_db


def export(rows: int = 40, *, start: int = 0) -> bytes:
    lines = [
        f"INC{start + number:05},{1 + number % 28:02}/{3 + number // 28:02}/2026 08:{number % 60:02},,Backup,Failed,Night\n"
        for number in range(rows)
    ]
    return (HEADER + "".join(lines)).encode()


@pytest.fixture
def bring(cast, sign_in):
    """Upload a file as Priya and give the page that answers."""
    browser = sign_in(cast.priya)

    def upload(content: bytes, name: str = "incidents.csv"):
        return browser.post("/imports/", {"file": SimpleUploadedFile(name, content)}, follow=True)

    return upload


class TestBring:
    def test_says_what_it_would_do_and_writes_no_ticket(self, bring):
        page = bring(export(40)).content.decode()

        row = Import.objects.get()
        assert (row.created, row.updated, row.unchanged, row.skipped) == (40, 0, 0, 0)
        assert "Nothing is written yet" in page
        assert SourceTicket.objects.count() == 0

    def test_names_the_line_and_the_reason_of_what_it_skips(self, bring):
        page = bring(export(5) + b"INC9,soon,,Backup,Failed,Night\n").content.decode()

        assert Import.objects.get().skipped == 1
        assert "soon" in page

    def test_keeps_cells_that_look_like_formulas_as_text(self, cast, bring):
        bring(export(5).replace(b"Backup", b"=cmd()|' /C calc'!A0", 1))
        row = Import.objects.get()
        actions.run(row=row, by=cast.priya)
        jobs.write_import(import_id=str(row.pk))

        assert SourceTicket.objects.filter(category__startswith="=cmd()").count() == 1

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "empty"),
            (HEADER.encode(), "no tickets under it"),
            (b"%PDF-1.7 \x00\x01\x02" + bytes(200), "PDF"),
            (b"\x89PNG\r\n\x1a\n" + bytes(200), "PNG"),
            (b"a;b;c\n1;2;3\n4;5;6\n", "number"),
        ],
        ids=["empty", "header only", "a PDF", "a picture", "no number"],
    )
    def test_answers_what_it_cannot_read_with_a_sentence(self, bring, content, words):
        answer = bring(content)

        assert answer.status_code in {200, 422}
        assert "Traceback" not in answer.content.decode()
        assert words.lower() in answer.content.decode().lower()
        assert SourceTicket.objects.count() == 0

    def test_refuses_a_workbook_bomb_and_keeps_nothing(self, bring):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)

        answer = bring(packed.getvalue(), "bomb.xlsx")

        assert answer.status_code == 422
        assert Import.objects.count() == 0

    def test_refuses_a_file_that_is_too_large_before_it_is_read(self, bring, monkeypatch):
        monkeypatch.setattr("inventory.engine.reading.encoding.MAX_BYTES", 1000)

        answer = bring(export(400))

        assert answer.status_code == 422
        assert Import.objects.count() == 0

    @pytest.mark.parametrize("name", ["nils", "lena", "asha"])
    def test_is_nobody_elses_business(self, cast, sign_in, bring, name):
        bring(export(3))
        row = Import.objects.get()
        browser = sign_in(getattr(cast, name))

        assert browser.get(reverse("inventory:import", args=[row.pk])).status_code in {403, 404}
        assert browser.post(reverse("inventory:writing", args=[row.pk]), {"version": 0}).status_code in {
            403,
            404,
        }


class TestRun:
    def test_writes_once_and_changes_nothing_the_second_time(self, cast, bring):
        bring(export(40))
        first = Import.objects.get()
        actions.run(row=first, by=cast.priya)
        jobs.write_import(import_id=str(first.pk))

        bring(export(40))
        second = Import.objects.exclude(pk=first.pk).get()

        first.refresh_from_db()
        assert (first.status, first.lines_done, bytes(first.content)) == ("done", 40, b"")
        assert SourceTicket.objects.count() == 40
        assert (second.created, second.updated, second.unchanged) == (0, 0, 40)

    def test_updates_what_changed(self, cast, bring):
        bring(export(10))
        row = Import.objects.get()
        actions.run(row=row, by=cast.priya)
        jobs.write_import(import_id=str(row.pk))

        bring(export(10).replace(b"Failed", b"Late", 3))

        again = Import.objects.exclude(pk=row.pk).get()
        assert (again.created, again.updated, again.unchanged) == (0, 3, 7)

    def test_goes_on_after_a_worker_died_in_the_middle(self, cast, bring, monkeypatch):
        monkeypatch.setattr(jobs, "BATCH", 10)
        bring(export(40))
        row = Import.objects.get()
        actions.run(row=row, by=cast.priya)
        real, calls = SourceTicket.objects.bulk_create, []

        def die_at_the_third(*args, **kwargs):
            calls.append(1)
            if len(calls) == 3:
                raise KeyboardInterrupt
            return real(*args, **kwargs)

        with monkeypatch.context() as patch:
            patch.setattr(
                type(SourceTicket.objects),
                "bulk_create",
                lambda _self, *args, **kwargs: die_at_the_third(*args, **kwargs),
            )
            with pytest.raises(KeyboardInterrupt):
                jobs.write_import(import_id=str(row.pk))
        row.refresh_from_db()
        assert (row.status, row.lines_done, SourceTicket.objects.count()) == ("running", 20, 20)
        Import.objects.update(progressed_at="2026-01-01T00:00Z")

        jobs.resume_imports()

        row.refresh_from_db()
        assert (row.status, SourceTicket.objects.count()) == ("done", 40)

    def test_finds_the_chores_and_leaves_decided_ones_alone(self, cast, bring):
        bring(export(40))
        row = Import.objects.get()
        actions.run(row=row, by=cast.priya)
        jobs.write_import(import_id=str(row.pk))
        jobs.find_chores(organisation_id=str(cast.halden.pk))
        chore = Chore.objects.get()
        assert chore.key == "Backup|Failed"
        actions.refuse_chore(chore=chore, by=cast.priya)

        jobs.find_chores(organisation_id=str(cast.halden.pk))

        assert Chore.objects.get().status == "ignored"


class TestCommand:
    def test_imports_the_same_way(self, cast, tmp_path, capsys):
        path = tmp_path / "export.csv"
        path.write_bytes(export(12))

        call_command("import_tickets", path, "--organisation", "halden", "--dry-run", "--json")
        dry = json.loads(capsys.readouterr().out)
        call_command("import_tickets", path, "--organisation", "halden", "--json")
        wet = json.loads(capsys.readouterr().out)
        call_command("import_tickets", path, "--organisation", "halden", "--json")
        again = json.loads(capsys.readouterr().out)

        assert (dry["create"], dry["written"]) == (12, False)
        assert (wet["create"], wet["written"]) == (12, True)
        assert (again["create"], again["unchanged"]) == (0, 12)

    @pytest.mark.parametrize(("name", "words"), [("missing.csv", "cannot be opened"), ("binary.csv", "")])
    def test_says_no_in_a_sentence(self, cast, tmp_path, name, words):
        (tmp_path / "binary.csv").write_bytes(bytes(range(256)) * 20)

        with pytest.raises(CommandError, match=words):
            call_command("import_tickets", tmp_path / name, "--organisation", "halden")

    @pytest.mark.skipif(
        not INCIDENTS.exists(), reason="the shared ServiceNow export is not beside this checkout"
    )
    def test_reads_a_real_servicenow_export(self, cast, capsys):
        call_command("import_tickets", INCIDENTS, "--organisation", "halden", "--json")

        found = json.loads(capsys.readouterr().out)
        assert found["format"] == "servicenow"
        assert SourceTicket.objects.count() == found["create"] >= 1990
        call_command("chores", "--organisation", "halden", "--json")
        chores = json.loads(capsys.readouterr().out)
        assert {"daily", "weekly"} & {chore["rhythm"] for chore in chores}
