"""The client's pages of agreements."""

from datetime import date

import pytest

from delegation.agreement import actions
from delegation.agreement.models import Agreement, Amendment, Capability
from tests import make


@pytest.fixture
def agreement(cast):
    found = make.agreement(by=cast.marta, partner=cast.meridian, internal_note="Ask for a discount.")
    make.scope_item(agreement=found)
    return found


def page(agreement, *more):
    return "/".join([f"/agreements/{agreement.pk}", *more, ""])


class TestAgreement:
    @pytest.mark.parametrize(("name", "status"), [
        ("marta", 200), ("ada", 200), ("otto", 200), ("eva", 200), ("sven", 200), ("priya", 403), ("nils", 404), ("lena", 404),
        ("asha", 404),
    ])  # fmt: skip
    def test_is_for_those_who_steer(self, cast, sign_in, agreement, name, status):
        browser = sign_in(getattr(cast, name))
        others = 200 if name == "nils" else status

        assert browser.get(page(agreement)).status_code == status
        assert browser.get("/agreements/").status_code == others

    def test_shows_scope_hours_and_what_else_they_could_do(self, cast, sign_in, agreement):
        skill, system = make.skill(organisation=cast.halden), make.system(organisation=cast.halden)
        Capability.objects.create(organisation=cast.halden, partner=cast.meridian, skill=skill, level=3)
        make.task(by=cast.priya, skill=skill, system=system)
        actions.book(agreement=agreement, on=date.today(), minutes=600, by=cast.lena)  # noqa: DTZ011 - this month

        words = sign_in(cast.marta).get(page(agreement)).content.decode()

        for said in ("Batch operation", "10 of 40 hours are used", "Could do", "Ask for a discount."):
            assert said in words


class TestActs:
    TERMS = {
        "number": "A-9", "starts_on": "2026-01-01", "ends_on": "2026-12-31", "notice_days": "30", "minimum_hold_days": "14",
        "rate_per_hour": "48", "currency": "EUR", "minutes_per_month": "600", "over_use": "block", "coverage": "office",
        "response_minutes": "60",
    }  # fmt: skip

    def test_take_an_agreement_from_draft_to_an_amendment(self, cast, sign_in):
        author, other = sign_in(cast.marta), sign_in(cast.jon)

        author.post("/agreements/draft/", {**self.TERMS, "partner": cast.meridian.pk})
        agreement = Agreement.objects.get()
        author.post(
            page(agreement, "terms"), {**self.TERMS, "version": agreement.version, "notice_days": "60"}
        )
        author.post(page(agreement, "scope"), {"category": "Operate", "description": "Queues"})
        agreement.refresh_from_db()
        other.post(page(agreement, "force"), {"version": agreement.version})
        agreement.refresh_from_db()
        assert (agreement.status, agreement.notice_days) == ("in_force", 60)
        author.post(page(agreement, "amendments"), {"category": "Build", "description": "New jobs"})
        amendment = Amendment.objects.get()
        author.post(
            page(agreement, "amendments", str(amendment.pk), "proposal"), {"version": amendment.version}
        )
        amendment.refresh_from_db()
        assert amendment.status == "proposed"

    def test_say_no_in_a_sentence(self, cast, sign_in, agreement):
        answer = sign_in(cast.marta).post(page(agreement, "force"), {"version": agreement.version})

        assert answer.status_code == 403
        assert "This agreement is already in force." in answer.content.decode()

    def test_keep_what_was_typed(self, cast, sign_in):
        answer = sign_in(cast.marta).post(
            "/agreements/draft/", {**self.TERMS, "partner": cast.norrby.pk, "number": "Kept"}
        )

        assert answer.status_code == 422
        assert 'value="Kept"' in answer.content.decode()

    @pytest.mark.parametrize(
        ("name", "status"), [("nils", 404), ("lena", 404), ("priya", 403), ("otto", 403)]
    )
    def test_are_shut_to_others(self, cast, sign_in, agreement, name, status):
        answer = sign_in(getattr(cast, name)).post(
            page(agreement, "ending"), {"version": agreement.version, "why": "x"}
        )

        assert answer.status_code == status
        assert Agreement.objects.get().status == "in_force"
