"""What an import would do, said before it does it."""

from dataclasses import fields, replace
from datetime import datetime, timedelta

import pytest

from inventory.engine.reading import Refusal, fingerprint, plan_import, read
from inventory.engine.tickets import Ticket
from tests.inventory.engine_reading.exports import line, servicenow

TICKET = Ticket("INC1", datetime(2024, 1, 31, 8), line=2, closed_at=datetime(2024, 1, 31, 9), title="Printer")


class TestPlan:
    def test_counts_and_explains_every_line(self):
        new, changed, same = (
            replace(TICKET, external_id=name, line=at) for name, at in [("A", 2), ("B", 4), ("C", 5)]
        )
        held = {
            "B": fingerprint(replace(changed, title="Old")),
            "C": fingerprint(same),
            "D": "gone from the export",
        }

        plan = plan_import([new, changed, same], held, refused=[Refusal(3, "The line has no ticket number.")])

        assert (plan.create, plan.update, plan.unchanged, plan.skipped) == (1, 1, 1, 1)
        assert [verdict.verdict for verdict in plan.lines] == ["create", "skipped", "update", "unchanged"]
        assert plan.lines[1].reason == "The line has no ticket number."
        assert all(verdict.reason.endswith(".") for verdict in plan.lines)

    def test_changes_nothing_by_a_line_with_lost_bytes(self):
        lost = replace(TICKET, title="Gr\ufffd\ufffde")
        unnamed = replace(TICKET, external_id="INC\ufffd", line=3)
        held = {"INC1": fingerprint(TICKET)}

        plan = plan_import([lost, unnamed], held)

        assert [(verdict.line, verdict.verdict) for verdict in plan.lines] == [(2, "skipped"), (3, "skipped")]
        assert "could not be read" in plan.lines[0].reason
        assert plan_import([lost], {}).create == 1
        assert plan_import([lost], {"INC1": fingerprint(lost)}).unchanged == 1

    def test_of_the_same_file_again_changes_nothing(self):
        reading = read(servicenow(line("INC1"), line("INC2"), line("INC3", opened="never")))
        held = {ticket.external_id: fingerprint(ticket).encode() for ticket in reading.tickets}

        plan = plan_import(reading.tickets, held, refused=reading.refused)

        assert (plan.create, plan.update, plan.unchanged, plan.skipped) == (0, 0, 2, 1)


class TestFingerprint:
    CHANGES = {
        "external_id": "INC2",
        "opened_at": TICKET.opened_at + timedelta(seconds=1),
        "closed_at": None,
        "title": "Scanner",
        "category": "x",
        "subcategory": "x",
        "group": "x",
        "person": "x",
    }

    def test_no_field_of_a_ticket_is_forgotten(self):
        assert {field.name for field in fields(Ticket)} == {*self.CHANGES, "line"}

    @pytest.mark.parametrize("field", CHANGES)
    def test_changes_with_every_field(self, field):
        assert fingerprint(replace(TICKET, **{field: self.CHANGES[field]})) != fingerprint(TICKET)

    def test_stays_when_only_the_line_moves(self):
        assert fingerprint(replace(TICKET, line=99)) == fingerprint(TICKET)

    def test_keeps_neighbouring_fields_apart(self):
        assert fingerprint(replace(TICKET, category="ab", subcategory="c")) != fingerprint(
            replace(TICKET, category="a", subcategory="bc")
        )

    def test_is_the_same_on_every_machine(self):
        assert fingerprint(TICKET) == "d71f0d9855c261895215b6d88458e140"
