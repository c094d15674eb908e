"""The real exports beside the project, read whole."""

import csv
import gzip
import io
import json
from datetime import datetime
from time import process_time

import pytest

from inventory.engine.reading import Unmapped, plan_import, read
from tests.inventory.engine_reading.exports import real, slowness, text


@pytest.fixture(scope="module")
def incidents() -> bytes:
    return gzip.decompress(real("servicenow_incidents/incidents_final_state.csv.gz"))


@pytest.fixture(scope="module")
def jira_headers() -> dict[str, list[str]]:
    return json.loads(real("export_samples/jira/header_variants.json"))


class TestServiceNow:
    def test_every_incident_becomes_a_ticket(self, incidents):
        reading = read(incidents)

        first = reading.tickets[0]
        assert (reading.format, reading.delimiter, reading.encoding) == ("servicenow", ",", "utf-8")
        assert (reading.date_order, reading.order_certain) == ("dmy", True)
        assert (len(reading.tickets), reading.refused, reading.notes) == (13769, (), ())
        assert (first.external_id, first.opened_at) == ("INC0000045", datetime(2016, 2, 29, 1, 16))
        assert (first.closed_at, first.category, first.person) == (
            datetime(2016, 3, 5, 12),
            "Category 55",
            "",
        )

    def test_the_same_bytes_give_the_same_reading(self, incidents):
        sample = incidents[:200_000]

        assert read(sample) == read(sample)

    def test_question_marks_count_as_nothing_in_the_fill_rate(self, incidents):
        rows = list(csv.DictReader(io.StringIO(incidents.decode())))

        fill = read(incidents).fill

        for name in ("assigned_to", "category", "problem_id", "cmdb_ci"):
            assert fill[name] == pytest.approx(sum(row[name] != "?" for row in rows) / len(rows))

    def test_reading_and_planning_take_less_than_two_seconds(self, incidents):
        start = process_time()
        reading = read(incidents)
        plan = plan_import(reading.tickets, {}, refused=reading.refused)

        assert process_time() - start < 2 * slowness()
        assert plan.create == 13769

    def test_of_an_event_log_the_last_state_of_each_incident_is_kept(self):
        whole = gzip.decompress(real("servicenow_incidents/incident_events.csv.gz"))
        events = b"".join(whole.splitlines(keepends=True)[:20_000])
        rows = list(csv.DictReader(io.StringIO(events.decode())))

        reading = read(events)

        last = {row["number"]: row["assignment_group"].replace("?", "") for row in rows}
        assert {ticket.external_id: ticket.group for ticket in reading.tickets} == last
        assert len(reading.refused) == len(rows) - len(last)

    @pytest.mark.parametrize(("name", "count"), [("incident_list_export", 97), ("sc_task_list_export", 34)])
    def test_a_day_beyond_twelve_shows_the_month_first(self, name, count):
        reading = read(real(f"export_samples/servicenow/{name}.csv"))

        assert (reading.format, reading.date_order, reading.order_certain) == ("servicenow", "mdy", True)
        assert (len(reading.tickets), reading.refused) == (count, ())
        assert reading.tickets[0].opened_at.date() == datetime(2025, 3, 17).date()
        assert reading.tickets[0].title == ""  # the export says "null"


class TestGlpi:
    def test_a_french_export_is_understood(self):
        reading = read(real("export_samples/glpi/glpi_fr_export_a.csv"))

        mapped = {ours: chosen.column for ours, chosen in reading.mapping.items()}
        assert (reading.format, reading.delimiter, reading.date_order) == ("glpi", ";", "ymd")
        assert mapped == {
            "external_id": "ID",
            "opened_at": "Date d'ouverture",
            "title": "Titre",
            "category": "Catégorie",
            "person": "Attribué à - Technicien",
        }
        assert reading.tickets[0].title == "Problème de connexion au VPN"


class TestJira:
    WANTED = {
        "jira_server_fr": (
            "Issue key",
            "Création",
            "Résolue",
            "title",
            "Type de demande",
            None,
            "Responsable",
        ),
        "jira_cloud_en_parent": ("Issue key", "Created", None, "Summary", "Issue Type", None, None),
        "jira_cloud_en_link": ("Issue key", "Created", "Resolved", "Summary", "Issue Type", None, None),
        "jira_en_30col": (
            "Issue key",
            "Created",
            "Resolved",
            "Summary",
            "Issue Type",
            "Component/s",
            "Assignee",
        ),
        "jira_service_management_en_prefix": (
            *("Issue key", "Created", "Resolved", "Summary", "Issue Type", None, "Assignee"),
        ),
    }
    FIELDS = ("external_id", "opened_at", "closed_at", "title", "category", "subcategory", "person")

    @pytest.mark.parametrize("variant", WANTED)
    def test_every_known_header_is_mapped(self, jira_headers, variant):
        header = jira_headers[variant]
        date = ["05/Jan/24 3:12 PM" if name in {"Created", "Création"} else "x" for name in header]

        reading = read(text([header, date]).encode())

        columns = tuple(getattr(reading.mapping.get(ours), "column", None) for ours in self.FIELDS)
        assert (reading.format, columns) == ("jira", self.WANTED[variant])
        assert reading.tickets[0].opened_at == datetime(2024, 1, 5, 15, 12)

    def test_repeated_column_names_are_numbered_and_said(self, jira_headers):
        header = jira_headers["jira_server_fr"]

        reading = read(text([header, ["05/Jan/24 3:12 PM"] * len(header)]).encode())

        assert len(set(reading.header)) == len(header)
        assert "Commentaire (13)" in reading.header
        assert sum(column.repeated for column in reading.columns) == len(header) - len(
            [name for name in header if header.count(name) == 1]
        )
        assert any("names repeat" in note and '"Commentaire"' in note for note in reading.notes)


class TestOtherDesk:
    def test_unknown_headings_can_be_mapped_by_hand(self):
        content = real("vendor_helpdesk_threads/tickets.csv")

        reading = read(content, mapping={"title": "opening_text", "closed_at": "last_activity"})

        assert (reading.format, len(reading.tickets), reading.refused) == ("csv", 187, ())
        assert reading.tickets[0].opened_at == datetime(2022, 1, 2, 11, 12, 51)
        assert reading.tickets[0].title.startswith("dear ph_name team")
        assert reading.mapping["title"].given
        assert not reading.mapping["external_id"].given
        assert any("offset from UTC" in note for note in reading.notes)

    def test_without_a_date_a_person_is_asked_and_shown_what_there_is(self):
        content = gzip.decompress(real("vendor_helpdesk_threads/utterances.csv.gz"))

        with pytest.raises(Unmapped) as refusal:
            read(content, mapping={"opened_at": ""})

        assert "the moment each ticket was opened" in refusal.value.sentence
        assert refusal.value.reading.samples["author_role"][0] == "reporter"
