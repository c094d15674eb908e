"""The arithmetic of a handoff: what leaks, what differs, what is missing, and by when."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegation.handoff import engine
from delegation.handoff.models import Handoff

CONTENT = {
    **dict.fromkeys(engine.FIELDS, ""), "budget_minutes": 30, "checks": [], "steps": [], "title": "Restart queues", "time_zone": "Europe/Oslo",
}  # fmt: skip


class TestSuspects:
    @pytest.mark.parametrize(("text", "kind"), [
        ("Log in with password: Hunter2!", "a secret"),
        ("The PIN is 4711", "a secret"),
        ("use api_key=abc123", "a secret"),
        ("-----BEGIN RSA PRIVATE KEY-----", "a secret"),
        ("Write to ops@halden.example", "an e-mail address"),
        ("Connect to 10.20.30.40 first", "an IP address"),
        ("Look at fe80:0:0:0:1:2:3:4", "an IP address"),
        ("Open erp.halden.local", "a host name"),
        ("On srv-db-01 restart it", "a host name"),
        (r"Copy from \\fileserver\share", "a host name"),
    ])  # fmt: skip
    def test_are_found_in_texts_and_lists(self, text, kind):
        found = [
            engine.suspects({**CONTENT, "escalation": text}),
            engine.suspects({**CONTENT, "checks": [text]}),
            engine.suspects({**CONTENT, "steps": [{"title": "x", "command": text}]}),
        ]

        assert all(kind in {suspect.kind for suspect in suspects} for suspects in found)

    @pytest.mark.parametrize("text", [
        "Restart the batch queues by 06:00.", "Call the night duty when two queues stand still.", "Wait 15 minutes, then look again.",
        "Version 4.2 of the procedure", "It takes 25 minutes on 3 days a week",
    ])  # fmt: skip
    def test_are_not_seen_in_plain_words(self, text):
        assert engine.suspects({**CONTENT, "objective": text}) == []

    @given(st.text(max_size=300))
    def test_never_fail_and_never_invent(self, text):
        assert all(suspect.words in text for suspect in engine.suspects({**CONTENT, "objective": text}))


class TestFingerprint:
    @given(name=st.sampled_from(engine.FIELDS))
    def test_changes_with_everything_that_is_shown(self, name):
        assert engine.fingerprint({**CONTENT, name: "something else"}) != engine.fingerprint(CONTENT)

    def test_does_not_change_with_what_is_not(self):
        assert engine.fingerprint({**CONTENT, "note": "internal"}) == engine.fingerprint(CONTENT)


def step(title, **parts):
    return {"title": title, **parts}


class TestDifferences:
    @pytest.mark.parametrize(("before", "after", "said"), [
        ([], [step("Look")], ["Step 1 “Look” was added."]),
        ([step("Look")], [], ["Step 1 “Look” was removed."]),
        ([step("Look")], [step("Watch")], ["Step 1 “Look” is now “Watch”."]),
        ([step("A"), step("B")], [step("B"), step("A")], ["Step 1 “B” moved here."]),
        ([step("A", command="x")], [step("A", command="y")], ["Step 1: the command “x” is now “y”."]),
        ([step("A")], [step("A", stop_when="it burns")], ["Step 1: the stop rule “it burns” was added."]),
        ([step("A", why="so")], [step("A")], ["Step 1: the reason “so” was removed."]),
    ])  # fmt: skip
    def test_are_said_in_words(self, before, after, said):
        assert engine.differences(before, after) == said

    @given(st.lists(st.builds(step, st.text(min_size=1, max_size=5), why=st.text(max_size=3)), max_size=6))
    def test_of_a_procedure_with_itself_are_none(self, steps):
        assert engine.differences(steps, steps) == []


class TestDeadline:
    @pytest.mark.parametrize("state", Handoff.State.values)
    def test_exists_exactly_for_the_living(self, state):
        at = datetime(2026, 10, 24, 9, 0)

        found = engine.deadline(state, at=at)

        assert (found is None) == (state in Handoff.ENDS)
        assert found is None or found - at >= timedelta(days=3)

    @pytest.mark.parametrize("state", Handoff.State.values)
    def test_comes_with_a_ball(self, state):
        expected = {"offered": "partner", "in_transfer": "partner", "active": "nobody"}
        ended = "nobody" if state in Handoff.ENDS else "client"

        assert engine.ball(state) == expected.get(state, ended)


class TestReadiness:
    FACTS = {
        **CONTENT, "objective": "x", "outcome": "x", "checks": ["x"], "steps": [step("x")], "schedule_words": "daily", "communication": "x",
        "escalation": "x", "agreement": True, "scope": True, "access": True, "remote": True, "approval": True, "preview": True,
        "wall": None, "restricted": None,
    }  # fmt: skip

    def test_counts_what_is_in_place(self):
        lines = engine.readiness({**self.FACTS, "checks": [], "wall": False, "restricted": True})

        assert engine.in_place(lines) == "14 of 16 in place"
        assert [line.key for line in engine.missing(lines)] == ["checks", "wall"]
        assert all(line.next_step.endswith(".") for line in lines)

    def test_asks_for_signatures_only_where_they_are_needed(self):
        assert engine.in_place(engine.readiness(self.FACTS)) == "14 of 14 in place"
