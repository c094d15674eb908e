"""A lead's part of the portal: from the offer to the return."""

from datetime import date

import pytest
from django.urls import reverse

from delegation.handback import actions as handback
from delegation.handoff import actions
from delegation.handoff.models import Competence, Handoff
from tests.tracking import make_runs

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(cast):
    return make_runs.handoff(cast, technicians=[], status=Handoff.State.OFFERED, opened_at=None)


def address(handoff, noun: str) -> str:
    return reverse(f"portal:{noun}", args=[handoff.pk])


class TestOffer:
    def test_that_was_given_back_is_waited_for_with_ones_own_words_and_nothing_else(
        self, cast, sign_in, offered
    ):
        lena = sign_in(cast.lena)
        lena.post(
            address(offered, "question"), {"version": offered.version, "question": "Which <b>queue</b>?"}
        )
        lists = {
            who: sign_in(getattr(cast, who)).get(reverse("portal:handoffs")).content.decode()
            for who in ("lena", "asha", "rolf")
        }

        assert "<q>Which &lt;b&gt;queue&lt;/b&gt;?</q>" in lists["lena"]
        assert str(cast.halden) in lists["lena"]
        packet = offered.packets.latest("number")
        for hidden in (packet.title, packet.objective, str(offered.pk)):
            assert hidden not in lists["lena"]
        for other in ("asha", "rolf"):
            assert "queue&lt;" not in lists[other]

        offered.refresh_from_db()
        actions.withdraw(handoff=offered, by=cast.marta)
        assert "queue&lt;" not in lena.get(reverse("portal:handoffs")).content.decode()

    def test_is_read_word_for_word_and_accepted(self, cast, sign_in, offered):
        lena = sign_in(cast.lena)
        page = lena.get(address(offered, "handoff")).content.decode()
        assert "Orders flow through the night." in page
        assert f'action="{address(offered, "acceptance")}"' in page

        said = {
            "version": offered.version,
            "estimate_minutes": 20,
            "technicians": [cast.asha.pk, cast.tom.pk],
        }
        lena.post(address(offered, "acceptance"), said)

        offered.refresh_from_db()
        assert (offered.status, offered.partner_lead) == ("in_transfer", cast.lena)
        assert set(Competence.objects.values_list("technician__name", flat=True)) == {"Asha", "Tom"}

    def test_goes_back_with_a_question(self, cast, sign_in, offered):
        sign_in(cast.lena).post(
            address(offered, "question"), {"version": offered.version, "question": "Which host?"}
        )

        offered.refresh_from_db()
        assert (offered.status, offered.note) == ("preparing", "Which host?")
        assert sign_in(cast.lena).get(address(offered, "handoff")).status_code == 404

    def test_is_not_accepted_without_a_technician_of_the_own_firm(self, cast, sign_in, offered):
        said = {"version": offered.version, "estimate_minutes": 20, "technicians": [cast.kim.pk]}

        answer = sign_in(cast.lena).post(address(offered, "acceptance"), said)

        offered.refresh_from_db()
        assert (answer.status_code, offered.status) == (422, "offered")

    @pytest.mark.parametrize("name", ["rolf", "kim", "asha", "priya", "marta", "nils"])
    def test_does_not_exist_for_anybody_else(self, cast, sign_in, offered, name):
        browser = sign_in(getattr(cast, name))
        answers = {browser.get(address(offered, "handoff")).status_code}
        for noun in ("acceptance", "question", "refusal", "suspension", "handing_back", "signature"):
            answers.add(browser.post(address(offered, noun), {"version": 0}).status_code)

        assert answers == {404}
        offered.refresh_from_db()
        assert offered.status == "offered"

    def test_second_of_two_leads_is_told(self, cast, sign_in, offered):
        said = {"version": offered.version, "estimate_minutes": 20, "technicians": [cast.asha.pk]}
        lena = sign_in(cast.lena)
        lena.post(address(offered, "acceptance"), said)

        answer = lena.post(address(offered, "refusal"), {"version": said["version"], "why": "No."})

        assert answer.status_code in {403, 409}
        offered.refresh_from_db()
        assert offered.status == "in_transfer"


class TestTeaching:
    @pytest.fixture
    def taught(self, cast, offered):
        actions.accept(
            handoff=offered,
            technicians=[cast.asha, cast.tom],
            estimate_minutes=20,
            by=cast.lena,
            planned_on=date(2026, 11, 2),
        )
        return offered

    def test_is_noted_by_a_technician_and_released_by_the_lead(self, cast, sign_in, taught):
        step = taught.transfer.steps.order_by("position").first()
        noted = sign_in(cast.asha).post(
            reverse("portal:step", args=[taught.pk, step.pk]), {"minutes": 45, "evidence": "We met."}
        )
        assert noted.status_code == 302, noted.content.decode()[:3000]
        competence = Competence.objects.get(technician=cast.asha)
        refused = sign_in(cast.asha).post(reverse("portal:release", args=[taught.pk, competence.pk]))
        sign_in(cast.lena).post(reverse("portal:release", args=[taught.pk, competence.pk]))

        step.refresh_from_db()
        competence.refresh_from_db()
        assert (step.partner_minutes, step.client_minutes, step.done_at) == (45, 0, None)
        assert (refused.status_code, competence.level) == (404, "released")

    def test_procedure_is_drafted_here(self, cast, sign_in, taught):
        form = {
            "form-TOTAL_FORMS": 1,
            "form-INITIAL_FORMS": 0,
            "form-0-title": "Look at the queue",
            "form-0-ORDER": 1,
        }

        sign_in(cast.lena).post(address(taught, "procedure"), form)

        assert taught.procedure_versions.get().steps[0]["title"] == "Look at the queue"

    def test_safety_needs_no_reason_and_no_version(self, cast, sign_in, taught):
        sign_in(cast.lena).post(address(taught, "suspension"), {"why": ""})

        taught.refresh_from_db()
        assert taught.status == "suspended"


class TestLists:
    def test_shows_what_the_packet_calls_it(self, cast, sign_in, offered):
        offered.task.title = "CANARY of the client"
        offered.task.save()

        page = sign_in(cast.lena).get("/portal/handoffs/").content.decode()

        assert "Restart stuck batch queues" in page
        assert "CANARY" not in page

    def test_team_is_the_leads(self, cast, sign_in):
        assert b"Asha" in sign_in(cast.lena).get("/portal/team/").content
        assert sign_in(cast.asha).get("/portal/team/").status_code == 404


class TestWords:
    def test_stay_in_the_firm_unless_they_are_shared(self, cast, sign_in, offered):
        lena, priya = sign_in(cast.lena), sign_in(cast.priya)
        lena.post(address(offered, "words"), {"body": "CANARY of the firm", "visibility": "internal"})
        lena.post(address(offered, "words"), {"body": "Which host is it?", "visibility": "shared"})
        priya.post(
            f"/handoffs/{offered.pk}/words/", {"body": "CANARY of the client", "visibility": "internal"}
        )

        ours = lena.get(address(offered, "handoff")).content.decode()
        theirs = priya.get(f"/handoffs/{offered.pk}/runs/").content.decode()

        assert "CANARY of the firm" in ours
        assert "CANARY of the client" not in ours
        assert "Which host is it?" in theirs
        assert "CANARY of the firm" not in theirs

    def test_are_internal_unless_somebody_says_otherwise(self, sign_in, cast, offered):
        page = sign_in(cast.lena).get(address(offered, "handoff")).content.decode()

        checked = [
            field for field in page.split("<input") if 'name="visibility"' in field and " checked" in field
        ]
        assert ['value="internal"' in field for field in checked] == [True]
        assert "The client too" in page

    def test_that_are_empty_keep_their_place(self, sign_in, cast, offered):
        answer = sign_in(cast.lena).post(address(offered, "words"), {"body": " ", "visibility": "shared"})

        assert answer.status_code == 422

    @pytest.mark.parametrize("name", ["rolf", "asha", "priya", "nils"])
    def test_have_no_address_for_others(self, sign_in, cast, offered, name):
        answer = sign_in(getattr(cast, name)).post(
            address(offered, "words"), {"body": "x", "visibility": "shared"}
        )

        assert answer.status_code == 404


class TestReturn:
    def test_shows_the_partner_what_goes_home(self, cast, sign_in):
        handoff = make_runs.handoff(cast)
        handback.recall(handoff=handoff, why="CANARY: they are slow.", by=cast.marta)

        page = sign_in(cast.lena).get(address(handoff, "handoff")).content.decode()

        for words in (
            "On its way home",
            "Demand has gone",
            "Finish what is open.",
            "How the procedure changed",
        ):
            assert words in page
