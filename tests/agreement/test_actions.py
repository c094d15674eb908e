"""Agreements, amendments, hours and accesses: who is obeyed, what is refused, and what it leaves behind."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from delegation.accounts.permissions import Refused
from delegation.agreement import actions
from delegation.agreement.models import AccessGrant, Agreement, HourBank, OfferedHours, Partnership
from delegation.audit.models import AuditEvent
from delegation.moves import Stale
from delegation.notices.models import Notice
from tests import make

DAY = date(2026, 10, 5)


def refused(act, *, saying):
    with pytest.raises(Refused, match=saying):
        act()


@pytest.fixture
def agreement(cast):
    return make.agreement(by=cast.marta, partner=cast.meridian)


def drafted(cast, **more):
    given = {
        "number": "A-2",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        "rate_per_hour": 50,
        "minutes_per_month": 600,
    }
    return actions.draft(partner=cast.meridian, by=cast.marta, **{**given, **more})


class TestDraft:
    def test_takes_two_people_and_a_scope_to_come_into_force(self, cast):
        agreement = drafted(cast)
        refused(lambda: actions.put_in_force(agreement=agreement, by=cast.marta), saying="You drafted this")
        refused(lambda: actions.put_in_force(agreement=agreement, by=cast.jon), saying="covers nothing yet")
        actions.add_scope_item(agreement=agreement, category="Operate", description="Queues", by=cast.marta)

        actions.put_in_force(agreement=agreement, by=cast.jon)

        assert agreement.status == "in_force"
        assert Notice.objects.filter(to=cast.lena).exists()
        assert [event.version for event in AuditEvent.objects.about(agreement).order_by("id")] == [0, 1, 2]

    def test_is_authored_by_whoever_edited_it_last(self, cast):
        agreement = drafted(cast)
        item = actions.add_scope_item(
            agreement=agreement, category="Operate", description="Queues", by=cast.marta
        )
        actions.edit(agreement=agreement, by=cast.jon, minutes_per_month=700)

        refused(lambda: actions.put_in_force(agreement=agreement, by=cast.jon), saying="You drafted this")
        actions.put_in_force(agreement=agreement, by=cast.marta)
        refused(
            lambda: actions.edit(agreement=agreement, by=cast.jon, notice_days=0), saying="by an amendment"
        )
        refused(lambda: actions.drop_scope_item(scope_item=item, by=cast.jon), saying="by an amendment")

    def test_refuses_nonsense(self, cast):
        drafted(cast)

        refused(lambda: drafted(cast), saying="agreement A-2 already")
        refused(lambda: drafted(cast, number="A-3", ends_on=date(2025, 1, 1)), saying="ends before it starts")
        refused(
            lambda: actions.draft(partner=cast.norrby, number="x", starts_on=DAY, ends_on=DAY, by=cast.marta),
            saying="no partner|not a partner",
        )
        with pytest.raises(Stale):
            actions.edit(agreement=Agreement.objects.get(), by=cast.jon, version=7, notice_days=1)

    def test_may_be_ended_with_a_reason(self, cast, agreement):
        refused(lambda: actions.end(agreement=agreement, why="", by=cast.jon), saying="Say why")
        actions.end(agreement=agreement, why="Sold.", by=cast.jon)

        refused(
            lambda: actions.end(agreement=agreement, why="Again.", by=cast.jon), saying="has ended already"
        )


class TestAmendments:
    def gather(self, cast, agreement, category="Build"):
        return actions.gather(agreement=agreement, category=category, description="New jobs", by=cast.marta)

    def test_gather_everything_in_one_draft(self, cast, agreement):
        one, two = self.gather(cast, agreement), self.gather(cast, agreement, "Data")

        assert one.amendment == two.amendment
        assert not agreement.scope_items.agreed().exists()

    def test_are_part_of_the_agreement_when_both_sides_signed(self, cast, agreement):
        amendment = self.gather(cast, agreement).amendment
        refused(lambda: actions.sign(amendment=amendment, by=cast.jon), saying="is draft")
        amendment.refresh_from_db()
        actions.propose(amendment=amendment, by=cast.marta)

        refused(lambda: actions.sign(amendment=amendment, by=cast.marta), saying="You drafted this")
        refused(lambda: actions.sign(amendment=amendment, by=cast.rolf), saying="not yours")
        refused(lambda: actions.sign(amendment=amendment, by=cast.asha), saying="Only partner leads")
        assert actions.sign(amendment=amendment, by=cast.lena) is False
        refused(lambda: actions.sign(amendment=amendment, by=cast.lena), saying="Your side has signed")
        assert not agreement.scope_items.agreed().exists()
        assert actions.sign(amendment=amendment, by=cast.jon) is True
        assert agreement.scope_items.agreed().count() == 1

    def test_may_be_rejected_and_written_differently(self, cast, agreement):
        amendment = self.gather(cast, agreement).amendment
        amendment.refresh_from_db()
        actions.propose(amendment=amendment, by=cast.marta)
        actions.sign(amendment=amendment, by=cast.jon)
        refused(lambda: actions.reject(amendment=amendment, why="", by=cast.lena), saying="Say why")

        actions.reject(amendment=amendment, why="Too cheap.", by=cast.lena)
        actions.reopen(amendment=amendment, by=cast.marta)

        assert (amendment.status, amendment.signed_by_client) == ("draft", None)
        assert Notice.objects.filter(to=cast.marta, body="Too cheap.").exists()


class TestHours:
    def test_are_refused_at_the_limit_and_not_before(self, cast, agreement):
        actions.reserve(agreement=agreement, on=DAY, minutes=400, by=cast.lena)
        actions.book(agreement=agreement, on=DAY, minutes=2000, by=cast.asha)

        refused(
            lambda: actions.book(agreement=agreement, on=DAY, minutes=1, by=cast.asha),
            saying="October 2026 has 0 minutes left",
        )
        assert actions.book(
            agreement=agreement, on=date(2026, 11, 1), minutes=1, by=cast.asha
        ).month_on == date(2026, 11, 1)
        assert HourBank.objects.get(month_on=date(2026, 10, 1)).used_minutes == 2400

    def test_that_were_reserved_become_booked(self, cast, agreement):
        actions.reserve(agreement=agreement, on=DAY, minutes=2400, by=cast.lena)

        bank = actions.book(agreement=agreement, on=DAY, minutes=100, reserved=100, by=cast.asha)

        assert (bank.reserved_minutes, bank.booked_minutes) == (2300, 100)

    def test_may_go_over_where_the_policy_lets_them_and_warn_once(self, cast, agreement):
        Agreement.objects.update(over_use="warn")
        agreement.refresh_from_db()

        for _again in range(2):
            bank = actions.book(agreement=agreement, on=DAY, minutes=2000, by=cast.asha)

        assert (bank.booked_minutes, bank.cap_minutes) == (4000, 4000)
        assert AuditEvent.objects.filter(verb="went over the month's hours", before="2400 minutes").exists()
        assert {str(notice.to) for notice in Notice.objects.all()} == {"Marta", "Jon"}

    def test_go_back_no_further_than_they_went(self, cast, agreement):
        actions.book(agreement=agreement, on=DAY, minutes=60, by=cast.asha)

        refused(
            lambda: actions.unbook(agreement=agreement, on=DAY, minutes=61, by=cast.asha),
            saying="Only 60 minutes",
        )
        refused(
            lambda: actions.release(agreement=agreement, on=DAY, minutes=1, by=cast.asha),
            saying="Only 0 minutes",
        )
        assert actions.unbook(agreement=agreement, on=DAY, minutes=60, by=cast.asha).used_minutes == 0
        refused(lambda: actions.book(agreement=agreement, on=DAY, minutes=0, by=cast.asha), saying="above 0")

    def test_have_a_cap_that_is_raised_with_a_trace(self, cast, agreement):
        actions.book(agreement=agreement, on=DAY, minutes=600, by=cast.asha)

        refused(
            lambda: actions.raise_cap(agreement=agreement, on=DAY, cap_minutes=599, why="x", by=cast.marta),
            saying="used already",
        )
        refused(
            lambda: actions.raise_cap(agreement=agreement, on=DAY, cap_minutes=9000, why="x", by=cast.lena),
            saying="Only managers",
        )
        assert (
            actions.raise_cap(
                agreement=agreement, on=DAY, cap_minutes=3000, why="Season.", by=cast.marta
            ).cap_minutes
            == 3000
        )
        assert AuditEvent.objects.filter(why="Season.", before="2400 minutes", after="3000 minutes").exists()

    @pytest.mark.parametrize(
        ("name", "saying"), [("rolf", "not yours"), ("nils", "not yours"), ("eva", "Only contributors")]
    )
    def test_are_shut_to_others(self, cast, agreement, name, saying):
        refused(
            lambda: actions.book(agreement=agreement, on=DAY, minutes=1, by=getattr(cast, name)),
            saying=saying,
        )

    def test_are_held_by_the_database_itself(self, agreement, cast):
        bank = actions.bank_of(agreement, on=DAY)

        with pytest.raises(IntegrityError), transaction.atomic():
            HourBank.objects.filter(pk=bank.pk).update(booked_minutes=2401)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        steps=st.lists(
            st.tuples(st.sampled_from(["reserve", "book", "release", "unbook"]), st.integers(1, 1500)),
            max_size=8,
        )
    )
    def test_are_never_overdrawn_and_add_up(self, cast, agreement, steps):
        HourBank.objects.all().delete()
        kept = {"reserved": 0, "booked": 0}
        column = {
            "reserve": ("reserved", 1),
            "release": ("reserved", -1),
            "book": ("booked", 1),
            "unbook": ("booked", -1),
        }
        for verb, minutes in steps:
            name, sign = column[verb]
            fits = sum(kept.values()) + minutes <= 2400 if sign == 1 else kept[name] >= minutes
            try:
                with transaction.atomic():
                    getattr(actions, verb)(agreement=agreement, on=DAY, minutes=minutes, by=cast.lena)
            except Refused:
                assert not fits
            else:
                assert fits
                kept[name] += sign * minutes
        bank = actions.bank_of(agreement, on=DAY)
        assert (bank.reserved_minutes, bank.booked_minutes) == (kept["reserved"], kept["booked"])


class TestAccess:
    def ask(self, cast, *, name="JD Edwards", **more):
        system = make.system(organisation=cast.halden, name=name)
        given = {
            "partner": cast.meridian,
            "system": system,
            "method": "Jump host",
            "expires_on": date(2030, 1, 1),
            "by": cast.priya,
        }
        return lambda: actions.request_access(**{**given, **more})

    def test_never_outlasts_the_agreement(self, cast, agreement):
        ask = self.ask(cast)

        assert ask().expires_on == agreement.ends_on
        refused(ask, saying="has an access to JD Edwards already")
        refused(self.ask(cast, partner=cast.cobalt, name="Payroll"), saying="no agreement with Cobalt")

    def test_is_switched_on_by_somebody_else(self, cast, agreement):
        access = self.ask(cast, by=cast.ada)()
        refused(lambda: actions.grant_access(access=access, by=cast.ada), saying="You asked for this")

        actions.grant_access(access=access, by=cast.sven)
        actions.suspend_access(access=access, by=cast.marta, why="On leave.")
        actions.grant_access(access=access, by=cast.sven)
        actions.revoke_access(access=access, by=cast.sven)

        assert access.status == AccessGrant.Status.REVOKED
        refused(lambda: actions.grant_access(access=access, by=cast.sven), saying="is revoked")

    def test_is_told_to_those_who_switch_it_on(self, cast, agreement):
        self.ask(cast)()

        owed = Notice.objects.filter(kind="access")
        page = f"/partners/{Partnership.objects.get(organisation=cast.halden, partner=cast.meridian).pk}/"
        assert {(str(notice.to), notice.must_act, notice.address) for notice in owed} == {
            ("Sven", True, page),
            ("Ada", True, page),
        }
        assert {notice.subject for notice in owed} == {"Asked for: the access of Meridian to JD Edwards"}

    def test_is_not_told_to_whoever_asked_nor_to_those_who_left(self, cast, agreement):
        cast.sven.ended_at = timezone.now()
        cast.sven.save()

        self.ask(cast, by=cast.ada)()

        assert not Notice.objects.filter(kind="access").exists()

    def test_owes_no_word_when_it_is_refused(self, cast, agreement):
        refused(self.ask(cast, by=cast.eva), saying="Only")
        refused(self.ask(cast, partner=cast.cobalt, name="Payroll"), saying="no agreement with Cobalt")

        assert not Notice.objects.filter(kind="access").exists()

    def test_tells_its_sponsor_when_it_is_switched_on_and_when_it_is_revoked(self, cast, agreement):
        access = self.ask(cast)()
        Notice.objects.all().delete()

        actions.grant_access(access=access, by=cast.sven)
        actions.revoke_access(access=access, by=cast.marta, why="The server is gone.")

        told = Notice.objects.order_by("created_at").values_list("to__name", "subject", "body", "must_act")
        assert list(told) == [
            ("Priya", "Switched on: the access of Meridian to JD Edwards", "", False),
            ("Priya", "Revoked: the access of Meridian to JD Edwards", "The server is gone.", False),
        ]

    def test_is_revoked_by_its_sponsor_without_a_word(self, cast, agreement):
        access = self.ask(cast, by=cast.marta)()
        Notice.objects.all().delete()

        actions.revoke_access(access=access, by=cast.marta)

        assert not Notice.objects.exists()


class TestPartners:
    def test_offer_hours_week_by_week(self, cast, agreement):
        monday = date(2026, 10, 5)
        offer = {"client": cast.halden, "by": cast.lena}
        actions.offer_hours(week_on=monday, minutes=600, **offer)
        actions.offer_hours(week_on=monday, minutes=300, is_firm=False, **offer)

        assert (OfferedHours.objects.get().minutes, OfferedHours.objects.get().is_firm) == (300, False)
        refused(
            lambda: actions.offer_hours(week_on=monday + timedelta(days=1), minutes=1, **offer),
            saying="on a Monday",
        )
        refused(
            lambda: actions.offer_hours(week_on=monday, minutes=1, client=cast.norrby, by=cast.lena),
            saying="no agreement",
        )

    def test_are_known_for_what_they_can_do(self, cast):
        skill = make.skill(organisation=cast.halden)

        assert actions.note_capability(partner=cast.meridian, skill=skill, level=3, by=cast.marta).level == 3
        refused(
            lambda: actions.note_capability(partner=cast.meridian, skill=skill, level=9, by=cast.marta),
            saying="1, 2 or 3",
        )
        refused(
            lambda: actions.note_capability(partner=cast.meridian, skill=skill, level=1, by=cast.nils),
            saying="not your",
        )


class TestVisibility:
    def test_is_one_rule_for_both_sides(self, cast, agreement):
        draft = drafted(cast, internal_note="They are expensive.")
        seen = {
            name: set(Agreement.objects.visible_to(getattr(cast, name)))
            for name in ("marta", "lena", "asha", "rolf", "nils")
        }

        assert seen == {
            "marta": {agreement, draft},
            "lena": {agreement},
            "asha": set(),
            "rolf": set(),
            "nils": set(),
        }
