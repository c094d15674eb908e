"""Approvals as managers, askers and strangers see them."""

import pytest

from delegation.approval.actions import propose
from delegation.approval.models import Decision, Proposal
from delegation.audit.models import AuditEvent
from inventory.models import Task
from tests import make

pytestmark = pytest.mark.django_db


def asked_for(by, count=1, **fields):
    tasks = [
        make.task(by=by, title=f"Rotate log {number}", status=Task.Status.ASSESSED, **fields) for number in range(count)
    ]  # fmt: skip
    return propose(tasks=tasks, disposition="delegate", reason="It wakes me.", by=by)


def answer(browser, asked, **fields):
    given = {"verdict": "approve", "reason": "Routine.", "version": asked.version}
    return browser.post(f"/proposals/{asked.pk}/decision/", {**given, **fields})


class TestTheQueue:
    def test_opens_the_first_and_shows_its_frozen_copy(self, cast, sign_in):
        asked_for(cast.priya)

        page = sign_in(cast.marta).get("/proposals/").content.decode()

        assert "Rotate log 0" in page
        assert "Orders flow through the night." in page
        assert 'data-key="a"' in page
        assert "12.7 h</b> a month freed" in page

    def test_puts_first_what_this_person_may_decide(self, cast, sign_in):
        theirs = asked_for(cast.priya)[0]
        own = propose(
            tasks=[make.task(by=cast.priya, title="Own", status="assessed")],
            disposition="keep", reason="", by=cast.marta,
        )[0]  # fmt: skip

        answer = sign_in(cast.marta).get("/proposals/")

        assert [one for one, _ in answer.context["proposals"]] == [theirs, own]
        assert answer.context["proposal"] == theirs

    def test_says_when_nothing_waits(self, cast, sign_in):
        assert b"All decided." in sign_in(cast.marta).get("/proposals/").content

    def test_is_closed_to_partners_and_empty_for_other_clients(self, cast, sign_in):
        asked_for(cast.priya)

        assert sign_in(cast.lena).get("/proposals/").status_code == 404
        assert b"Rotate log" not in sign_in(cast.nils).get("/proposals/?show=all").content

    def test_shows_text_from_people_as_text(self, cast, sign_in):
        asked = asked_for(cast.priya)[0]
        Proposal.objects.update(reason="<script>x</script>")

        page = sign_in(cast.marta).get(f"/proposals/{asked.pk}/").content.decode()

        assert "&lt;script&gt;x&lt;/script&gt;" in page
        assert "<script>x" not in page


class TestAsking:
    def test_asks_for_ticked_tasks(self, cast, sign_in):
        tasks = [make.task(by=cast.priya, title=title, status="assessed") for title in ("A", "B")]

        response = sign_in(cast.priya).post(
            "/proposals/", {"tasks": [str(task.pk) for task in tasks], "disposition": "delegate"}
        )

        assert response.status_code == 302
        assert Proposal.objects.open().count() == 2

    def test_keeps_nothing_when_one_of_them_may_not_be_asked_for(self, cast, sign_in):
        tasks = [make.task(by=cast.priya, title="A", status="assessed"), make.task(by=cast.priya, title="B")]

        response = sign_in(cast.priya).post(
            "/proposals/", {"tasks": [str(task.pk) for task in tasks], "disposition": "delegate"}
        )

        assert response.status_code == 403
        assert b"B has not been assessed yet" in response.content
        assert not Proposal.objects.exists()

    @pytest.mark.parametrize("tasks", [[], ["1"], ["x' or 1=1"]])
    def test_answers_nonsense_with_a_sentence(self, cast, sign_in, tasks):
        response = sign_in(cast.priya).post("/proposals/", {"tasks": tasks, "disposition": "delegate"})

        assert response.status_code == 422
        assert b"Tick at least one task" in response.content

    def test_does_not_know_the_tasks_of_others(self, cast, sign_in):
        theirs = make.task(by=cast.nina, status="assessed")

        response = sign_in(cast.priya).post(
            "/proposals/", {"tasks": [str(theirs.pk)], "disposition": "delegate"}
        )

        assert response.status_code == 422
        assert not Proposal.objects.exists()

    @pytest.mark.parametrize("name", ["eva", "sven", "otto"])
    def test_is_refused_to_those_who_only_watch(self, cast, sign_in, name):
        task = make.task(by=cast.priya, status="assessed")

        response = sign_in(getattr(cast, name)).post(
            "/proposals/", {"tasks": [str(task.pk)], "disposition": "keep"}
        )

        assert response.status_code == 403
        assert not Proposal.objects.exists()


class TestAnswering:
    def test_goes_on_to_the_next(self, cast, sign_in):
        asked = asked_for(cast.priya)[0]

        response = answer(sign_in(cast.marta), asked)

        assert (response.status_code, response.url) == (302, "/proposals/")
        assert Proposal.objects.get().status == "approved"

    def test_says_that_somebody_was_faster(self, cast, sign_in):
        asked = asked_for(cast.priya)[0]
        events = AuditEvent.objects.count()

        response = answer(sign_in(cast.marta), asked, version=asked.version + 3)

        assert response.status_code == 409
        assert b"has changed since you opened it" in response.content
        assert (Decision.objects.count(), AuditEvent.objects.count()) == (0, events)

    def test_tells_the_second_of_two_who_ended_it_and_nothing_else(self, cast, sign_in):
        asked = asked_for(cast.priya)[0]
        answer(sign_in(cast.marta), asked, verdict="return", reason="Ask anew.")

        response = answer(sign_in(cast.jon), asked)

        page = response.content.decode()
        assert response.status_code == 409
        assert page.count("Marta returned this on ") == 1
        assert "nothing is left to decide." in page
        assert "look again and decide" not in page
        assert "is already returned" not in page

    def test_wants_a_reason_for_a_no_and_keeps_what_was_typed(self, cast, sign_in):
        asked = asked_for(cast.priya)[0]

        response = answer(
            sign_in(cast.marta), asked, verdict="decline", reason="", reopen_if="the contract grows"
        )

        assert response.status_code == 422
        assert b"Say why" in response.content
        assert b"the contract grows" in response.content

    def test_takes_a_ready_reason(self, cast, sign_in):
        asked = asked_for(cast.priya)[0]

        answer(
            sign_in(cast.marta),
            asked,
            verdict="return",
            reason="",
            ready="The procedure must be written down first.",
        )

        assert Decision.objects.get().reason == "The procedure must be written down first."

    def test_shows_what_changed_and_takes_no_approval(self, cast, sign_in):
        asked = asked_for(cast.priya)[0]
        Task.objects.update(title="Rotate every log")
        browser = sign_in(cast.marta)

        page = browser.get(f"/proposals/{asked.pk}/").content.decode()
        response = answer(browser, asked)

        assert "Rotate log 0 → <b>Rotate every log</b>" in page
        assert 'id="approve"' not in page
        assert response.status_code == 403

    @pytest.mark.parametrize(
        ("name", "status"),
        [("priya", 403), ("ada", 403), ("eva", 403), ("otto", 403), ("nils", 404), ("lena", 404)],
    )
    def test_is_refused_to_everybody_else(self, cast, sign_in, name, status):
        asked = asked_for(cast.priya)[0]

        response = answer(sign_in(getattr(cast, name)), asked)

        assert response.status_code == status
        assert Proposal.objects.get().status == "open"

    def test_shows_an_outsider_no_acts(self, cast, sign_in):
        asked = asked_for(cast.priya)[0]

        page = sign_in(cast.eva).get(f"/proposals/{asked.pk}/").content.decode()

        assert "Only managers can decide on proposals." in page
        assert 'id="verdict"' not in page

    def test_takes_a_question_back(self, cast, sign_in):
        asked = asked_for(cast.priya)[0]
        browser = sign_in(cast.priya)

        assert browser.post(f"/proposals/{asked.pk}/withdrawal/", {"version": 9}).status_code == 409
        assert (
            browser.post(f"/proposals/{asked.pk}/withdrawal/", {"version": asked.version}).status_code == 302
        )
        assert Proposal.objects.get().status == "withdrawn"


class TestApprovingSeveral:
    def post(self, browser, asked, **fields):
        versions = {f"version-{one.pk}": one.version for one in asked}
        return browser.post(
            "/proposals/decisions/", {"proposals": [str(one.pk) for one in asked], **versions, **fields}
        )

    def test_is_looked_at_once_more_first(self, cast, sign_in):
        asked = asked_for(cast.priya, 3)

        response = self.post(sign_in(cast.marta), asked)

        assert b"3 proposals, 38.0 hours a month" in response.content
        assert b"Told: Priya." in response.content
        assert not Decision.objects.exists()

    def test_says_row_by_row_what_became_of_each(self, cast, sign_in):
        first, second, third = asked_for(cast.priya, 3)
        Task.objects.filter(pk=second.task_id).update(title="Something else")
        Proposal.objects.filter(pk=third.pk).update(version=5)
        third.version = 2

        response = self.post(sign_in(cast.marta), [first, second, third], confirmed="1")

        page = response.content.decode()
        assert response.status_code == 200
        assert list(Proposal.objects.filter(status="approved")) == [first]
        assert "has changed since this was proposed" in page
        assert "has changed since you opened it" in page

    def test_takes_no_row_without_the_version_that_was_looked_at(self, cast, sign_in):
        asked = asked_for(cast.priya)

        sign_in(cast.marta).post("/proposals/decisions/", {"proposals": [str(asked[0].pk)], "confirmed": "1"})

        assert not Decision.objects.exists()

    def test_is_for_managers(self, cast, sign_in):
        asked = asked_for(cast.priya)

        assert self.post(sign_in(cast.ada), asked, confirmed="1").status_code == 403
        assert not Decision.objects.exists()

    def test_does_not_know_what_others_ask(self, cast, sign_in):
        response = self.post(sign_in(cast.nils), asked_for(cast.priya), confirmed="1")

        assert response.status_code == 422
        assert not Decision.objects.exists()
