"""Who may do what with a proposal, for every role and every place one can stand in."""

import pytest

from delegation.approval.models import Decision, Proposal
from delegation.approval.permissions import (
    may_decide,
    may_propose,
    may_propose_at_all,
    may_see_proposals,
    may_withdraw,
)
from inventory.models import Task
from tests import make

pytestmark = pytest.mark.django_db

EVERYBODY = (
    "ada",
    "marta",
    "jon",
    "priya",
    "omar",
    "eva",
    "sven",
    "otto",
    "nils",
    "nora",
    "nina",
    "lena",
    "asha",
    "rolf",
)
OUTSIDERS = {"nils", "nora", "nina", "lena", "asha", "rolf"}


@pytest.fixture
def asked(cast):
    return make.proposal(asked_by=cast.priya, task=make.task(by=cast.omar, status=Task.Status.ASSESSED))


def allowed(cast, rule, *about):
    return {name for name in EVERYBODY if rule(getattr(cast, name), *about)}


class TestSeeing:
    def test_is_for_every_role_at_a_client(self, cast):
        assert allowed(cast, may_see_proposals) == set(EVERYBODY) - {"lena", "asha", "rolf"}


class TestProposing:
    def test_is_for_those_who_catalogue(self, cast):
        assert allowed(cast, may_propose_at_all) == {
            "ada",
            "marta",
            "jon",
            "priya",
            "omar",
            "nils",
            "nora",
            "nina",
        }

    def test_stays_within_the_organisation(self, cast, asked):
        assert allowed(cast, may_propose, asked.task) == {"ada", "marta", "jon", "priya", "omar"}

    @pytest.mark.parametrize(
        ("status", "may"),
        [("draft", False), ("catalogued", False), ("assessed", True), ("decided", True), ("retired", False)],
    )
    def test_takes_an_assessed_task(self, cast, status, may):
        assert bool(may_propose(cast.priya, make.task(by=cast.priya, status=status))) is may


class TestDeciding:
    def test_is_for_managers_of_the_organisation(self, cast, asked):
        assert allowed(cast, may_decide, asked) == {"marta", "jon"}

    def test_is_never_for_the_one_who_asked(self, cast):
        asked = make.proposal(asked_by=cast.marta, task=make.task(by=cast.omar))

        assert allowed(cast, may_decide, asked) == {"jon"}
        assert may_decide(cast.marta, asked).reason == "Somebody else must decide on what you asked for."

    def test_is_never_for_the_one_who_edited_the_task_last(self, cast):
        asked = make.proposal(asked_by=cast.priya, task=make.task(by=cast.omar, edited_by=cast.jon))

        assert allowed(cast, may_decide, asked) == {"marta"}
        assert "edited this task last" in may_decide(cast.jon, asked).reason

    def test_is_not_even_for_an_administrator_who_asked(self, cast):
        asked = make.proposal(asked_by=cast.ada)

        assert "ada" not in allowed(cast, may_decide, asked)

    def test_happens_once_a_person(self, cast, asked):
        Decision.objects.create(organisation=cast.halden, proposal=asked, verdict="approve", by=cast.marta)

        assert allowed(cast, may_decide, asked) == {"jon"}

    @pytest.mark.parametrize("status", ["approved", "declined", "returned", "withdrawn"])
    def test_ends_with_an_answer(self, cast, asked, status):
        Proposal.objects.update(status=status)
        asked.refresh_from_db()

        assert allowed(cast, may_decide, asked) == set()
        who = "Priya withdrew" if status == "withdrawn" else f"This was {status}"
        said = may_decide(cast.marta, asked).reason
        assert said.startswith(f"{who} ")
        assert said.endswith(", so nothing is left to decide.")


class TestWithdrawing:
    def test_is_for_the_one_who_asked(self, cast, asked):
        assert allowed(cast, may_withdraw, asked) == {"priya"}

    @pytest.mark.parametrize("status", ["approved", "declined", "returned", "withdrawn"])
    def test_ends_with_an_answer(self, cast, asked, status):
        Proposal.objects.update(status=status)
        asked.refresh_from_db()

        assert allowed(cast, may_withdraw, asked) == set()


def test_every_refusal_says_why(cast, asked):
    for name in EVERYBODY:
        for answer in (may_decide(getattr(cast, name), asked), may_withdraw(getattr(cast, name), asked)):
            assert answer or answer.reason.endswith(".")
    assert OUTSIDERS.isdisjoint(allowed(cast, may_decide, asked))
