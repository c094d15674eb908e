"""Anything in any order: whatever people do to handoffs, what must always be true stays true."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from delegation.accounts.permissions import Refused
from delegation.agreement import actions as agreement_actions
from delegation.agreement.models import HourBank
from delegation.audit.models import AuditEvent
from delegation.handback import actions as handback
from delegation.handback.jobs import bring_home
from delegation.handback.models import Return
from delegation.handoff import actions
from delegation.handoff.models import Handoff, Packet
from tests.conftest import make_cast
from tests.handoff.reach import approved_task, make_ready, teach, terms

State = Handoff.State
# The arrows of domain.md, written down a second time: the model must not agree with itself alone.
ARROWS = {
    "preparing": {"offered", "withdrawn"},
    "offered": {"preparing", "in_transfer", "declined", "withdrawn"},
    "in_transfer": {"standby", "suspended", "returning"},
    "standby": {"active", "suspended", "returning"},
    "active": {"standby", "suspended", "returning"},
    "suspended": {"in_transfer", "standby", "active", "returning"},
    "returning": {"returned"},
    "returned": set(),
    "declined": set(),
    "withdrawn": set(),
}
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ENDS = {"returned", "declined", "withdrawn"}
AT_PARTNER = {"in_transfer", "standby", "active", "suspended"}
# Those who may do much stand twice.
PEOPLE = [
    "marta",
    "lena",
    "priya",
    "sven",
    "marta",
    "lena",
    "jon",
    "omar",
    "ada",
    "eva",
    "otto",
    "asha",
    "rolf",
    "nils",
]


class Handing(RuleBasedStateMachine):
    """One task, everybody acting on it; ``expected`` is where a plain reading of the table says it stands."""

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.cast = make_cast()
        self.task = approved_task(self.cast)
        self.agreement, self.item = terms(self.cast, minutes_per_month=600)
        self.expected, self.before_suspension, self.used = None, None, 0

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    @property
    def handoff(self):
        return Handoff.objects.whole().filter(task=self.task).order_by("-created_at").first()

    def attempt(self, act, *, then, when, who, allowed, **given):
        """Do it in a transaction of its own; it works exactly when the plain reading says so."""
        should = self.expected in when and who in allowed
        handoff = self.handoff
        events = AuditEvent.objects.count()
        try:
            with transaction.atomic():
                act(handoff=handoff, by=getattr(self.cast, who), **given)
        except Refused:
            assert not should, f"{who} should have been obeyed in {self.expected}"
            assert AuditEvent.objects.count() == events
            return
        assert should, f"{who} should have been refused in {self.expected}"
        self.expected = then if isinstance(then, str) else self.expected

    @rule(who=st.sampled_from(PEOPLE))
    def prepare(self, who):
        should = who in {"priya", "marta", "jon"} and (self.expected is None or self.expected in ENDS)
        try:
            with transaction.atomic():
                begun = actions.prepare(
                    task=self.task, partner=self.cast.meridian, agreement=self.agreement, scope_item=self.item,
                    by=getattr(self.cast, who),
                )  # fmt: skip
        except Refused:
            assert not should
            return
        assert should
        make_ready(self.cast, begun)
        self.expected = State.PREPARING

    @precondition(lambda self: self.expected)
    @rule(who=st.sampled_from(PEOPLE))
    def offer(self, who):
        handoff = self.handoff
        if self.expected == State.PREPARING and not handoff.packets.latest("number").is_previewed:
            make_ready(self.cast, handoff)
        self.attempt(actions.offer, who=who, allowed={"marta", "jon"}, when={"preparing"}, then="offered")

    @precondition(lambda self: self.expected)
    @rule(who=st.sampled_from(PEOPLE), minutes=st.sampled_from([20, 600]))
    def accept(self, who, minutes):
        then = "in_transfer" if minutes == 20 else "preparing"
        given = {"technicians": [self.cast.asha, self.cast.tom], "estimate_minutes": minutes}
        self.attempt(actions.accept, who=who, allowed={"lena"}, when={"offered"}, then=then, **given)

    @initialize()
    def begin(self):
        self.prepare(who="priya")

    @rule()
    def go_on(self):
        """The right people take the straight way, so that what comes late in a life is met often."""
        steps = {
            "preparing": lambda: self.offer(who="marta"),
            "offered": lambda: self.accept(who="lena", minutes=20),
            "in_transfer": lambda: self.teach_and_sign(client_first=True),
            "standby": lambda: self.open_tap(who="jon"),
            "suspended": lambda: self.resume(pair=("marta", "sven")),
            "returning": self.come_home,
        }
        steps.get(self.expected, lambda: self.prepare(who="priya") if self.expected in ENDS else None)()

    @precondition(lambda self: self.expected)
    @rule(who=st.sampled_from(PEOPLE), act=st.sampled_from(["ask", "decline", "withdraw"]))
    def answer(self, who, act):
        cases = {
            "ask": (actions.ask, {"lena"}, {"offered"}, "preparing", {"question": "Which?"}),
            "decline": (actions.decline, {"lena"}, {"offered"}, "declined", {"why": "No hours."}),
            "withdraw": (actions.withdraw, {"marta", "jon"}, {"offered", "preparing"}, "withdrawn", {}),
        }
        doing, allowed, when, then, given = cases[act]
        self.attempt(doing, who=who, allowed=allowed, when=when, then=then, **given)

    @precondition(lambda self: self.expected == "in_transfer")
    @rule(client_first=st.booleans())
    def teach_and_sign(self, client_first):
        if not self.handoff.procedure_versions.exists():
            teach(self.cast, self.handoff)
        for who in ["priya", "lena"] if client_first else ["lena", "priya"]:
            try:
                with transaction.atomic():
                    actions.sign_transfer(handoff=self.handoff, by=getattr(self.cast, who))
            except Refused:
                transfer = self.handoff.transfer
                assert transfer.client_signed_by_id or transfer.partner_signed_by_id
        self.expected = State.STANDBY

    @precondition(lambda self: self.expected)
    @rule(who=st.sampled_from(PEOPLE))
    def open_tap(self, who):
        room = self.used + 25 <= 600
        allowed = {"marta", "jon"} if room else set()
        self.attempt(actions.open_tap, who=who, allowed=allowed, when={"standby"}, then="active")

    @precondition(lambda self: self.expected)
    @rule(who=st.sampled_from(PEOPLE))
    def close_tap_too_early(self, who):
        self.attempt(actions.close_tap, who=who, allowed=set(), when=set(), then=None)

    @precondition(lambda self: self.expected)
    @rule(who=st.sampled_from(PEOPLE))
    def close_tap_after_the_hold(self, who):
        Handoff.objects.filter(pk=self.handoff.pk, status="active").update(opened_at=LONG_AGO)
        self.attempt(actions.close_tap, who=who, allowed={"marta", "jon"}, when={"active"}, then="standby")

    @precondition(lambda self: self.expected in {"standby", "active"})
    @rule()
    def demand_comes_and_goes(self):
        """The tap opens and closes again and again; only the right people are asked."""
        self.open_tap(who="marta")
        self.close_tap_after_the_hold(who="jon")

    @precondition(lambda self: self.expected)
    @rule(days=st.sampled_from([0, 30, 31]))
    def the_agreement_nears_its_end(self, days):
        """The clock, not a person: at the end less thirty days of notice everything live goes home, and only then."""
        near = self.agreement.ends_on - timedelta(days=days)
        moved = bring_home(at=datetime.combine(near, time(12), tzinfo=UTC))

        due = days <= 30 and self.expected in {"preparing", "offered", *AT_PARTNER}
        assert moved == due
        if due:
            self.expected = "returning" if self.expected in AT_PARTNER else "withdrawn"

    @precondition(lambda self: self.expected)
    @rule(who=st.sampled_from(PEOPLE))
    def suspend(self, who):
        was = self.expected
        self.attempt(
            actions.suspend,
            who=who,
            allowed={"marta", "jon", "sven", "lena"},
            when=AT_PARTNER - {"suspended"},
            then="suspended",
        )
        if self.expected == "suspended" and was != "suspended":
            self.before_suspension = was

    @precondition(lambda self: self.expected == "suspended")
    @rule(pair=st.sampled_from([("marta", "sven"), ("sven", "jon"), ("marta", "jon"), ("sven", "sven")]))
    def resume(self, pair):
        Handoff.objects.filter(pk=self.handoff.pk, resume_agreed_by__isnull=False).update(
            resume_agreed_by=None
        )
        results = []
        for who in pair:
            try:
                with transaction.atomic():
                    results.append(
                        actions.resume(handoff=self.handoff, note="Looked at.", by=getattr(self.cast, who))
                    )
            except Refused:
                results.append(None)
        different = pair in {("marta", "sven"), ("sven", "jon")}
        assert results == ([False, True] if different else [False, None])
        if different:
            self.expected = self.before_suspension

    @precondition(lambda self: self.expected)
    @rule(who=st.sampled_from(PEOPLE))
    def recall(self, who):
        then = "withdrawn" if self.expected == "offered" else "returning"
        self.attempt(
            handback.recall, who=who, allowed={"marta", "jon", "sven", "ada", "priya"}, when={"offered", *AT_PARTNER},
            then=then, why="Home.",
        )  # fmt: skip

    @precondition(lambda self: self.expected)
    @rule(who=st.sampled_from(PEOPLE))
    def hand_back(self, who):
        self.attempt(
            handback.hand_back, who=who, allowed={"lena"}, when=AT_PARTNER, then="returning", why="No hours."
        )

    @precondition(lambda self: self.expected == "returning")
    @rule()
    def come_home(self):
        way_home = Return.objects.get(handoff=self.handoff)
        handback.revoke_access(way_home=way_home, by=self.cast.marta)
        handback.review_procedure(way_home=way_home, by=self.cast.priya)
        handback.sign(way_home=way_home, by=self.cast.priya)
        handback.confirm(way_home=Return.objects.get(handoff=self.handoff), by=self.cast.lena)
        self.expected = State.RETURNED

    @rule(minutes=st.integers(1, 400), act=st.sampled_from(["reserve", "book"]))
    def use_hours(self, minutes, act):
        day = timezone.localdate()
        try:
            with transaction.atomic():
                getattr(agreement_actions, act)(
                    agreement=self.agreement, on=day, minutes=minutes, by=self.cast.lena
                )
        except Refused:
            assert self.used + minutes > 600
            return
        self.used += minutes
        assert self.used <= 600

    @invariant()
    def it_stands_where_the_table_says(self):
        handoff = self.handoff
        assert (handoff.status if handoff else None) == self.expected

    @invariant()
    def a_task_has_one_live_handoff_at_most(self):
        assert Handoff.objects.live().filter(task=self.task).count() <= 1

    @invariant()
    def versions_run_without_a_gap_with_one_event_each_and_only_along_arrows(self):
        for handoff in Handoff.objects.filter(task=self.task):
            events = list(AuditEvent.objects.about(handoff).exclude(version=None).order_by("version"))
            assert [event.version for event in events] == list(range(handoff.version + 1))
            moves = [(event.before, event.after) for event in events if event.verb.startswith("moved to")]
            assert all(end in ARROWS[start] for start, end in moves)

    @invariant()
    def a_live_handoff_has_people_and_a_day(self):
        for handoff in Handoff.objects.live().filter(task=self.task):
            assert handoff.deadline_at is not None
            assert handoff.accountable.organisation_id == handoff.organisation_id
            assert handoff.status in {"preparing", "offered"} or handoff.partner_lead is not None

    @invariant()
    def packets_are_read_after_the_offer_and_never_after_a_withdrawal(self):
        for handoff in Handoff.objects.filter(task=self.task):
            seen = Packet.objects.visible_to(self.cast.lena).filter(handoff=handoff)
            assert seen.exists() == (handoff.status not in {"preparing", "withdrawn"})
            assert all(packet.content_hash == packet.fingerprint == packet.previewed_hash for packet in seen)
            for stranger in (self.cast.rolf, self.cast.kim, self.cast.nils):
                assert not Packet.objects.visible_to(stranger).filter(handoff=handoff).exists()

    @invariant()
    def the_hour_bank_is_what_was_taken(self):
        bank = HourBank.objects.filter(agreement=self.agreement).first()
        assert (bank.used_minutes if bank else 0) == self.used <= 600


@pytest.mark.django_db
def test_what_must_always_be_true():
    run_state_machine_as_test(
        Handing,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
