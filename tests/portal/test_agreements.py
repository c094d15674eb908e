"""A lead reads what was agreed, and signs or rejects what should change."""

import pytest

from delegation.agreement import actions
from delegation.agreement.models import Amendment, ScopeItem
from delegation.notices.models import Notice
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(cast):
    found = make.agreement(by=cast.marta, partner=cast.meridian, internal_note="CANARY of the client")
    make.scope_item(agreement=found)
    return found


@pytest.fixture
def amendment(cast, agreement):
    item = actions.gather(
        agreement=agreement, category="Databases", description="Watch indexes", by=cast.marta
    )
    actions.propose(amendment=item.amendment, by=cast.marta)
    return item.amendment


def page(agreement, amendment=None, noun=""):
    more = f"amendments/{amendment.pk}/{noun}/" if amendment else ""
    return f"/portal/agreements/{agreement.pk}/{more}"


class TestAgreement:
    def test_is_read_without_the_clients_own_note(self, cast, sign_in, agreement):
        lena = sign_in(cast.lena)

        assert "A-1" in lena.get("/portal/agreements/").content.decode()
        words = lena.get(page(agreement)).content.decode()
        for said in ("Batch operation", "All 2400 minutes are left.", "48.00 EUR", "Halden and Meridian"):
            assert said in words
        assert "CANARY" not in words

    def test_is_not_there_while_it_is_a_draft(self, cast, sign_in):
        draft = make.agreement(by=cast.marta, partner=cast.meridian, number="D-1", status="draft")
        lena = sign_in(cast.lena)

        assert lena.get(page(draft)).status_code == 404
        assert "D-1" not in lena.get("/portal/agreements/").content.decode()

    @pytest.mark.parametrize("name", ["asha", "rolf", "kim", "marta", "nils"])
    def test_does_not_exist_for_others(self, cast, sign_in, agreement, amendment, name):
        browser = sign_in(getattr(cast, name))
        answers = {browser.get(page(agreement)).status_code}
        for noun in ("signature", "rejection"):
            answers.add(
                browser.post(
                    page(agreement, amendment, noun), {"version": amendment.version, "why": "x"}
                ).status_code
            )

        assert answers == {404}

    @pytest.mark.parametrize("rows", [1, 30])
    def test_asks_as_often_for_many_as_for_one(
        self, cast, sign_in, agreement, rows, django_assert_num_queries
    ):
        for number in range(rows):
            changed = Amendment.objects.create(
                organisation=cast.halden,
                agreement=agreement,
                title=f"No. {number}",
                drafted_by=cast.marta,
                status="proposed",
            )
            make.scope_item(agreement=agreement, amendment=changed)
            make.agreement(by=cast.marta, partner=cast.meridian, number=f"B-{number}")
        lena = sign_in(cast.lena)
        lena.get("/portal/agreements/")
        with django_assert_num_queries(3 + 2):
            lena.get("/portal/agreements/")
        with django_assert_num_queries(7 + 2):
            lena.get(page(agreement))


class TestAmendment:
    def test_is_found_by_its_notice_and_signed_by_both_sides(self, cast, sign_in, agreement, amendment):
        address = Notice.objects.get(to=cast.lena, subject="Halden proposes an amendment").address
        lena = sign_in(cast.lena)
        assert "Databases: Watch indexes" in lena.get(address).content.decode()

        lena.post(page(agreement, amendment, "signature"), {"version": amendment.version})
        amendment.refresh_from_db()
        assert (amendment.status, amendment.signed_by_partner) == ("proposed", cast.lena)
        actions.sign(amendment=amendment, by=cast.jon)

        assert ScopeItem.objects.agreed().filter(description="Watch indexes").exists()
        assert "Sign for Meridian" not in lena.get(address).content.decode()

    def test_is_rejected_with_a_reason_and_not_without(self, cast, sign_in, agreement, amendment):
        lena = sign_in(cast.lena)

        empty = lena.post(page(agreement, amendment, "rejection"), {"version": amendment.version, "why": ""})
        lena.post(page(agreement, amendment, "rejection"), {"version": amendment.version, "why": "Too dear."})

        amendment.refresh_from_db()
        assert (empty.status_code, amendment.status) == (422, "rejected")
        assert Notice.objects.filter(to=cast.marta, body="Too dear.").exists()

    def test_that_changed_meanwhile_is_not_signed(self, cast, sign_in, agreement, amendment):
        answer = sign_in(cast.lena).post(page(agreement, amendment, "signature"), {"version": 0})

        assert answer.status_code == 409
