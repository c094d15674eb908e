"""Imports: looked at first, written when a person says so, and never twice."""

import io
import json
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import timezone

from delegation.accounts.permissions import Refused
from delegation.uploads import BoundedUploadHandler
from inventory import actions, jobs
from inventory.engine import chores as mining
from inventory.jobs import writing
from inventory.models import Chore, Import, SourceTicket
from tests import make

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


def written(cast, bring, content: bytes) -> Import:
    """Bring a file and write it."""
    bring(content)
    row = Import.objects.latest("brought_at")
    actions.run(row=row, by=cast.priya)
    jobs.write_import(import_id=str(row.pk))
    row.refresh_from_db()
    return row


def tickets() -> list[dict]:
    return list(SourceTicket.objects.order_by("external_id").values())


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

    def test_shows_how_it_was_read(self, bring):
        page = bring(
            "number;opened_at;titre\nINC1;03/02/2026 10:00;Accès\n".encode("cp1252")
        ).content.decode()

        assert (
            "with cells parted by semicolons, in CP1252, with dates as day, month, year, which is a guess"
            in page
        )
        assert "Windows-1252" in page

    @pytest.mark.parametrize(
        ("content", "words", "counts"),
        [
            (b"number,opened_at,short_description\nINC1,2026-01-02 10:00,a\nINC2,2026-01-0", "cut off", (1, 1)),
            (b'number,opened_at,short_description\nINC1,2026-01-02 10:00,a\nINC2,2026-01-03 10:00,"b', "cut off", (1, 1)),
            (b"number,opened_at,category,category\nINC1,2026-01-02 10:00,,x\n", "Some column names repeat", (1, 0)),
            (b"number,opened_at,title\nINC1,2026-01-02 10:00,a,b,c\nINC2,2026-01-02 10:00\n", "5 cells and the header 3", (1, 1)),
            (b"number,opened_at,title,category\nINC1,2026-01-02 10:00,=cmd(),=1+1\n", "Line 2 has a cell that a spreadsheet would run", (1, 0)),
        ],
        ids=["cut in a line", "cut in a quotation", "repeated names", "ragged", "formulas"],
    )  # fmt: skip
    def test_says_what_is_odd_about_a_file_it_can_read(self, bring, content, words, counts):
        page = bring(content).content.decode()

        row = Import.objects.get()
        assert words in page
        assert (row.created, row.skipped) == counts
        assert SourceTicket.objects.count() == 0

    def test_says_every_line_in_a_file_that_no_spreadsheet_runs(self, cast, sign_in, bring):
        bring(b"number,opened_at,title\n=cmd(),2026-01-02 10:00,a\nINC2,soon,b\n")
        row = Import.objects.get()

        answer = sign_in(cast.priya).get(reverse("inventory:lines", args=[row.pk]))

        assert answer.content.decode().splitlines() == [
            "Line,Ticket,What happens,Why",
            "2,'=cmd(),create,Relay does not know this ticket yet.",
            '3,INC2,skipped,"The opening date ""soon"" cannot be read as year, month, day."',
        ]

    def test_has_nothing_to_write_when_nothing_is_new(self, cast, sign_in, bring):
        written(cast, bring, export(5))
        page = bring(export(5)).content.decode()
        row = Import.objects.latest("brought_at")

        assert "There is nothing to write" in page
        answer = sign_in(cast.priya).post(
            reverse("inventory:writing", args=[row.pk]), {"version": row.version}
        )
        assert answer.status_code == 403

    def test_refuses_a_workbook_bomb_and_keeps_nothing(self, bring):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)

        answer = bring(packed.getvalue(), "bomb.xlsx")

        assert answer.status_code == 422
        assert Import.objects.count() == 0

    def test_keeps_no_more_of_an_endless_file_than_it_would_read(self, cast, bring, monkeypatch):
        monkeypatch.setattr("delegation.uploads.MAX_BYTES", 100_000)
        monkeypatch.setattr("inventory.engine.reading.encoding.MAX_BYTES", 100_000)
        kept = []
        complete = BoundedUploadHandler.file_complete

        def completed(handler, size):
            kept.append((Path(handler.file.temporary_file_path()).stat().st_size, size))
            return complete(handler, size)

        monkeypatch.setattr(BoundedUploadHandler, "file_complete", completed)

        answer = bring(bytes(1_000_000))

        assert kept[0][0] <= 100_000 < kept[0][1] == 1_000_000
        assert "The file has 1 MB" in answer.content.decode()

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


class TestChoose:
    def choose(self, browser, row, **fields):
        shown = browser.get(reverse("inventory:import", args=[row.pk])).context["reading_form"]
        said = {name: value for name in shown.fields if (value := shown[name].value()) is not None}
        return browser.post(reverse("inventory:reading", args=[row.pk]), {**said, **fields}, follow=True)

    def test_leaves_out_the_column_that_a_person_leaves_out(self, cast, sign_in, bring):
        bring(export(5))
        row = Import.objects.get()

        self.choose(sign_in(cast.priya), row, subcategory="")

        row.refresh_from_db()
        assert "subcategory" not in row.found["mapping"]
        assert row.found["mapping"]["category"] == ["category", True]

    def test_finds_the_order_of_the_dates_out_once_their_column_is_known(self, cast, sign_in, bring):
        page = bring(b"Ref|Was|Wann|Wer\nA1|x|03.04.2026 10:00|Kari\nA2|y|23.04.2026 11:00|Kari\n")
        row = Import.objects.get()
        assert "with dates as" not in page.content.decode()

        self.choose(sign_in(cast.priya), row, external_id="Ref", opened_at="Wann", title="Was")

        row.refresh_from_db()
        assert (row.created, row.skipped, row.found["date_order"]) == (2, 0, "dmy")
        assert row.choices["date_order"] == ""

    def test_is_remembered_for_the_next_file_with_these_columns(self, cast, sign_in, bring):
        strange = b"nr,when it came,what\nA1,03/02/2026 10:00,x\nA2,04/02/2026 10:00,y\n"
        assert "No column of the file says" in bring(strange.replace(b"nr,", b"what it is,")).content.decode()
        row = Import.objects.get()
        mapping = {"external_id": "what it is", "opened_at": "when it came", "title": "what"}
        self.choose(sign_in(cast.priya), row, date_order="mdy", **mapping)
        row.refresh_from_db()
        actions.run(row=row, by=cast.priya)

        page = bring(strange.replace(b"nr,", b"what it is,").replace(b"A1", b"A3")).content.decode()
        other = bring(strange.replace(b"nr,", b"what it was,")).content.decode()

        again = Import.objects.filter(created=2).latest("brought_at")
        assert "Read as the last file with these columns was" in page
        assert (again.found["date_order"], again.found["mapping"]["title"]) == ("mdy", ["what", True])
        assert "Read as the last file" not in other

    def test_is_no_memory_of_another_organisation(self, cast, sign_in, bring):
        bring(export(5))
        row = Import.objects.get()
        self.choose(sign_in(cast.priya), row, subcategory="")
        row.refresh_from_db()
        actions.run(row=row, by=cast.priya)

        theirs = actions.bring(file_name="x.csv", content=export(5), by=cast.nils, organisation=cast.norrby)

        assert "subcategory" in theirs.found["mapping"]


class TestLook:
    """A file that takes longer than a person waits is read by a worker."""

    @pytest.fixture(autouse=True)
    def _small(self, monkeypatch):
        monkeypatch.setattr("inventory.actions.imports.READ_AT_ONCE", 1000)

    def test_happens_while_the_page_waits(self, cast, sign_in, bring):
        page = bring(export(40)).content.decode()
        row = Import.objects.get()
        browser, address = sign_in(cast.priya), reverse("inventory:import", args=[row.pk])
        assert "Relay is reading the file" in page
        assert "tickets</button>" not in page
        early = browser.post(reverse("inventory:writing", args=[row.pk]), {"version": row.version})
        assert (early.status_code, row.found) == (403, {})

        jobs.look_at_import(import_id=str(row.pk))

        piece = browser.get(f"{address}?reading=1", headers={"HX-Request": "true"})
        assert piece["HX-Refresh"] == "true"
        assert "Write 40 tickets" in browser.get(address).content.decode()
        assert SourceTicket.objects.count() == 0

    @pytest.mark.parametrize(("status", "refresh"), [
        ("running", None), ("done", "true"), ("failed", "true"), ("dropped", "true"),
    ])  # fmt: skip
    def test_the_page_that_waits_comes_anew_when_it_has_ended(self, cast, sign_in, bring, status, refresh):
        bring(export(40))
        row = Import.objects.get()
        Import.objects.update(status=status)
        address = reverse("inventory:import", args=[row.pk])

        piece = sign_in(cast.priya).get(address, headers={"HX-Request": "true"})

        assert piece.get("HX-Refresh") == refresh

    def test_says_what_it_cannot_read_and_forgets_the_file(self, cast, sign_in, bring):
        bring(b"%PDF-1.7 " + bytes(2000))
        row = Import.objects.get()

        jobs.look_at_import(import_id=str(row.pk))

        row.refresh_from_db()
        page = sign_in(cast.priya).get(reverse("inventory:import", args=[row.pk])).content.decode()
        assert (row.status, bytes(row.content)) == ("dropped", b"")
        assert "looks like a PDF" in page

    def test_is_taken_up_again_when_the_worker_died(self, bring, monkeypatch):
        bring(export(40))
        Import.objects.update(progressed_at="2026-01-01T00:00Z")
        monkeypatch.setattr(jobs.look_at_import, "delay", jobs.look_at_import)

        jobs.resume_imports()

        assert Import.objects.get().created == 40

    def test_is_done_anew_when_a_person_corrects_it(self, cast, bring):
        bring(export(40))
        row = Import.objects.get()
        jobs.look_at_import(import_id=str(row.pk))
        row.refresh_from_db()
        mapping = {"external_id": "number", "opened_at": "opened_at"}

        actions.choose(
            row=row, by=cast.priya, version=row.version, mapping=mapping, date_order="dmy", format="csv"
        )
        assert Import.objects.get().found == {}
        jobs.look_at_import(import_id=str(row.pk))

        row.refresh_from_db()
        assert (row.source, row.found["date_order"], row.created) == ("csv", "dmy", 40)


class TestUndo:
    def test_takes_out_what_came_and_puts_back_what_changed(self, cast, sign_in, bring):
        written(cast, bring, export(10))
        before = tickets()
        row = written(cast, bring, export(14).replace(b"Failed", b"Late", 3))
        assert tickets() != before

        browser, address = sign_in(cast.priya), reverse("inventory:import", args=[row.pk])
        assert "Undo this import" in browser.get(address).content.decode()
        page = browser.post(
            reverse("inventory:undoing", args=[row.pk]), {"version": row.version}, follow=True
        )

        row.refresh_from_db()
        assert (row.status, tickets()) == ("undone", before)
        assert "It was undone" in page.content.decode()

    def test_leaves_what_a_later_import_changed(self, cast, bring):
        first = written(cast, bring, export(10))
        later = written(cast, bring, export(10).replace(b"Failed", b"Late", 3))

        actions.undo(row=first, by=cast.priya, version=first.version, at=timezone.now())

        assert {ticket["brought_in_id"] for ticket in tickets()} == {later.pk}
        assert len(tickets()) == 3

    def test_is_for_seven_days_and_for_those_who_import(self, cast, sign_in, bring):
        row = written(cast, bring, export(3))

        for by, days in ((cast.priya, 8), (cast.otto, 0), (cast.eva, 0)):
            with pytest.raises(Refused):
                actions.undo(row=row, by=by, version=row.version, at=timezone.now() + timedelta(days=days))
        for name in ("nils", "lena", "asha"):
            path = reverse("inventory:undoing", args=[row.pk])
            assert sign_in(getattr(cast, name)).post(path, {"version": row.version}).status_code == 404
        assert len(tickets()) == 3


class TestRun:
    def test_counts_what_it_did_when_another_import_was_faster(self, cast, bring):
        bring(export(40))
        bring(export(40).replace(b"Failed", b"Late", 2))
        first, second = Import.objects.order_by("brought_at")
        assert first.created == second.created == 40

        for row in (first, second):
            actions.run(row=row, by=cast.priya)
            jobs.write_import(import_id=str(row.pk))
            row.refresh_from_db()

        assert (first.created, first.updated, first.unchanged) == (40, 0, 0)
        assert (second.created, second.updated, second.unchanged) == (0, 2, 38)

    def test_leaves_the_rest_to_the_worker_that_is_ahead(self, cast, bring, monkeypatch):
        monkeypatch.setattr(writing, "BATCH", 10)
        bring(export(40))
        row = Import.objects.get()
        actions.run(row=row, by=cast.priya)
        mine = Import.objects.select_related("organisation").get()
        read = jobs.read_import(mine).tickets
        assert writing._write(mine, read[:10], start=0)

        assert not writing._write(mine, read[:10], start=0)

        row.refresh_from_db()
        assert (row.created, row.lines_done, len(tickets())) == (10, 10, 10)

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
        monkeypatch.setattr(writing, "BATCH", 10)
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
        monkeypatch.setattr(jobs.write_import, "delay", jobs.write_import)

        assert (jobs.resume_imports(), jobs.resume_imports()) == (1, 0)

        row.refresh_from_db()
        assert (row.status, SourceTicket.objects.count()) == ("done", 40)
        assert (row.created, row.updated, row.unchanged) == (40, 0, 0)

    def test_forgets_the_file_that_nobody_decided_on_for_a_month(self, cast, bring):
        bring(export(40))
        bring(export(30))
        old, done = Import.objects.order_by("pk")
        done_before = Import.objects.filter(pk=done.pk)
        done_before.update(status="done")
        now = old.brought_at

        assert jobs.drop_forgotten(at=now + timedelta(days=29)) == 0
        assert [jobs.drop_forgotten(at=now + timedelta(days=31)) for _ in range(2)] == [1, 0]

        old.refresh_from_db()
        assert (old.status, bytes(old.content)) == ("dropped", b"")
        assert done_before.get().status == "done"

    def test_looks_for_the_chores_though_the_queue_forgot_to_ask(self, cast, bring, monkeypatch):
        bring(export(40))
        row = Import.objects.get()
        actions.run(row=row, by=cast.priya)
        jobs.write_import(import_id=str(row.pk))
        Import.objects.update(progressed_at="2026-01-01T00:00Z")
        monkeypatch.setattr(jobs.find_chores, "delay", jobs.find_chores)

        assert (jobs.resume_imports(), jobs.resume_imports()) == (1, 0)

        assert Chore.objects.exists()

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


class TestChoresByWords:
    """An export without categories; its groups are named for their titles, which new tickets change."""

    @staticmethod
    def words(titles, *, first: int, month: int) -> bytes:
        lines = [
            f"INC{first + at:05},{month:02}/{1 + at % 28:02}/2026 08:{at % 60:02},{title}\n" for at, title in enumerate(titles)
        ]  # fmt: skip
        return ("number,opened_at,short_description\n" + "".join(lines)).encode()

    LATE = [
        f"please look at the late payroll interface of {town}"
        for town in ("Oslo", "Hamar", "Bergen", "Bodo", "Skien", "Moss", "Gjovik", "Larvik")
    ]
    # What is left alone, so that the words of the others are told apart from it.
    ODD = [
        "screen stays dark", "mouse is slow", "headset makes a noise", "laptop was dropped", "telephone cannot connect",
        "badge reader asks for update", "camera shows wrong date", "scale forgets settings", "room panel gets hot", "tablet is missing",
    ]  # fmt: skip

    @pytest.mark.parametrize("answer", ["refuse", "accept", "merge"])
    def test_are_not_proposed_again_under_another_name(self, cast, bring, answer):
        written(cast, bring, self.words(self.LATE + self.ODD, first=1, month=1))
        jobs.find_chores(organisation_id=str(cast.halden.pk))
        chore = Chore.objects.get()
        if answer == "refuse":
            actions.refuse_chore(chore=chore, by=cast.priya)
        elif answer == "accept":
            actions.accept_chore(chore=chore, by=cast.priya, today=date(2026, 3, 1))
        else:
            actions.merge_chore(chore=chore, task=make.task(by=cast.priya), by=cast.priya)
        written(cast, bring, self.words(self.LATE[:1] * 6, first=100, month=2))

        jobs.find_chores(organisation_id=str(cast.halden.pk))

        assert Chore.objects.get().key == chore.key
        tickets_now = list(jobs.tickets_of(cast.halden))
        assert [found.key for found in mining.mine(tickets_now)] != [
            chore.key
        ]  # it does go by another name now

    def test_are_a_new_question_when_much_more_swallowed_them(self, cast, bring):
        written(cast, bring, self.words(self.LATE + self.ODD, first=1, month=1))
        jobs.find_chores(organisation_id=str(cast.halden.pk))
        actions.refuse_chore(chore=Chore.objects.get(), by=cast.priya)
        written(cast, bring, self.words(["label printer out of line"] * 9, first=100, month=1))

        jobs.find_chores(organisation_id=str(cast.halden.pk))

        assert (
            Chore.objects.filter(status="proposed").values_list("title", flat=True).get()
            == "label printer out of line"
        )


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
        assert [(line["verdict"], line["line"]) for line in dry["lines"]] == [
            ("create", line) for line in range(2, 14)
        ]
        assert SourceTicket.objects.count() == 12
        assert (wet["create"], wet["written"]) == (12, True)
        assert (again["create"], again["unchanged"]) == (0, 12)

    @pytest.mark.parametrize(
        ("name", "words"), [("missing.csv", "cannot be opened"), ("binary.csv", "bytes that no text has")]
    )
    def test_says_no_in_a_sentence(self, cast, tmp_path, name, words):
        (tmp_path / "binary.csv").write_bytes(bytes(range(256)) * 20)

        with pytest.raises(CommandError, match=words):
            call_command("import_tickets", tmp_path / name, "--organisation", "halden")

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b'number,opened_at,title\nINC1,2026-01-02 10:00,a\nINC2,2026-01-03 10:00,"b', "Line 3: A quotation mark opened here"),
            (b"number,opened_at,title\nINC1,2026-01-02 10:00,a\nINC2,2026-01-0", "Line 3: The file ends in the middle"),
            ("number,opened_at,title\nINC1,2026-01-02 10:00,Größe über\nINC2,2026-01-02 10:00,@\n".encode().replace(b"@", b"\xff"), "Some bytes are damaged"),
            (b"number,opened_at,title,title\nINC1,2026-01-02 10:00,a,b\n", "column names repeat"),
        ],
        ids=["cut in a quotation", "cut in a line", "bytes", "repeated names"],
    )  # fmt: skip
    def test_refuses_a_damaged_file_unless_it_is_accepted(self, cast, tmp_path, content, words):
        path = tmp_path / "damaged.csv"
        path.write_bytes(content)

        with pytest.raises(CommandError, match=words) as refused:
            call_command("import_tickets", path, "--organisation", "halden")
        assert "--accept-damage" in str(refused.value)
        assert refused.value.returncode == 1
        assert (SourceTicket.objects.count(), Import.objects.count()) == (0, 0)
        call_command("import_tickets", path, "--organisation", "halden", "--dry-run")
        assert Import.objects.count() == 0

        call_command("import_tickets", path, "--organisation", "halden", "--accept-damage")
        assert SourceTicket.objects.filter(external_id="INC1").count() == 1

    def test_never_changes_a_ticket_by_a_line_that_could_not_be_read(self, cast, tmp_path, capsys):
        good = "number,opened_at,title\nINC1,2026-01-02 10:00,Größe prüfen\nINC2,2026-01-02 10:00,Übermaß\n".encode()
        (tmp_path / "good.csv").write_bytes(good)
        (tmp_path / "bad.csv").write_bytes(good.replace("ü".encode(), b"\xfc"))
        call_command("import_tickets", tmp_path / "good.csv", "--organisation", "halden")
        capsys.readouterr()

        call_command("import_tickets", tmp_path / "bad.csv", "--organisation", "halden", "--accept-damage")

        assert SourceTicket.objects.get(external_id="INC1").title == "Größe prüfen"
        said = capsys.readouterr().out
        assert "0 update · 1 unchanged · 1 skipped" in said
        assert "Line 2: Some of its signs could not be read" in said

    def test_skips_ragged_lines_with_their_number_and_writes_the_rest(self, cast, tmp_path, capsys):
        path = tmp_path / "ragged.csv"
        path.write_bytes(
            b"number,opened_at,title\nINC1,2026-01-02 10:00,a,b,c\nINC2,soon,a\nINC3,2026-01-02 10:00,c\n"
        )

        call_command("import_tickets", path, "--organisation", "halden", "--json")

        said = json.loads(capsys.readouterr().out)
        assert [(line["line"], line["id"]) for line in said["lines"]] == [(2, "INC1"), (3, "INC2")]
        assert SourceTicket.objects.count() == 1

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
