"""The client's pages of handoffs."""

import re

import pytest
from django.urls import reverse

from delegation.agreement import actions as agreement_actions
from delegation.handoff import actions
from delegation.handoff.models import Handoff
from tests import make
from tests.handoff.reach import approved_task, forward, fresh, prepared, reach, terms

STATES = [*Handoff.State.values]
# A request opens a transaction; inside a test's own transaction that is a savepoint, counted twice.


def page(name, handoff, *more):
    return reverse(f"handoff:{name}", args=[handoff.pk, *more])


class TestHandoff:
    @pytest.mark.parametrize("state", STATES)
    def test_shows_every_state_with_its_acts(self, cast, sign_in, state):
        handoff = reach(cast, state)

        answer = sign_in(cast.marta).get(page("handoff", handoff))

        assert answer.status_code == 200
        assert handoff.get_status_display() in answer.content.decode()

    @pytest.mark.parametrize(("name", "status"), [
        ("priya", 200), ("sven", 200), ("otto", 200), ("ada", 200), ("eva", 403), ("nils", 404), ("lena", 404), ("rolf", 404),
    ])  # fmt: skip
    def test_is_for_those_who_may_see_it(self, cast, sign_in, name, status):
        handoff = reach(cast, "offered")
        browser = sign_in(getattr(cast, name))

        found = {
            browser.get(page(address, handoff)).status_code for address in ("handoff", "preview", "transfer")
        }

        assert found == {status}

    def test_offers_only_what_this_person_may_do_now(self, cast, sign_in):
        handoff = reach(cast, "preparing")

        manager = sign_in(cast.marta).get(page("handoff", handoff)).content.decode()
        author = sign_in(cast.priya).get(page("handoff", handoff)).content.decode()

        assert f'action="{page("offer", handoff)}"' in manager
        assert f'action="{page("offer", handoff)}"' not in author
        assert "Only managers can offer to a partner." in author

    def test_answers_an_act_with_the_new_state_in_the_head_and_the_tabs(self, cast, sign_in):
        handoff = reach(cast, "active")
        given = {"reason_code": "demand", "why": "Home."}

        answer = sign_in(cast.marta).post(
            f"/handoffs/{handoff.pk}/recall/", given, headers={"HX-Request": "true"}
        )
        head, tabs, _ = re.split(
            '<nav class="tabs"|</nav>(?=\\s*<div class="content")', answer.content.decode()
        )

        assert answer["HX-Retarget"] == answer["HX-Reselect"] == "#main"
        assert answer["HX-Replace-Url"] == page("handoff", handoff)
        assert fresh(handoff).get_status_display() in head
        assert reverse("handback:way_home", args=[handoff.pk]) in tabs

    def test_leaves_what_was_refused_in_its_form(self, cast, sign_in):
        handoff = reach(cast, "active")

        answer = sign_in(cast.marta).post(page("closing", handoff), {}, headers={"HX-Request": "true"})

        assert "HX-Retarget" not in answer
        assert '<nav class="tabs"' not in answer.content.decode()

    def test_offers_no_recall_of_what_is_only_being_prepared(self, cast, sign_in):
        handoff = reach(cast, "preparing")
        browser = sign_in(cast.marta)

        shown = browser.get(page("handoff", handoff)).content.decode()
        answer = browser.post(f"/handoffs/{handoff.pk}/recall/", {"reason_code": "demand", "why": "Home."})

        assert f'action="{page("withdrawal", handoff)}"' in shown
        assert f'action="/handoffs/{handoff.pk}/recall/"' not in shown
        assert answer.status_code == 403
        assert "there is nothing to recall. A manager can withdraw it." in answer.content.decode()
        assert fresh(handoff).status == "preparing"

    def test_never_shows_markup_of_people(self, cast, sign_in):
        handoff = reach(cast, "preparing", title="<script>alert(1)</script>", objective="<b>bold</b>")

        for address in ("handoff", "preview", "packet"):
            words = sign_in(cast.marta).get(page(address, handoff)).content.decode()
            assert "<script>alert" not in words
            assert "<b>bold" not in words


class TestActs:
    def test_go_from_preparing_to_home_in_the_browser(self, cast, sign_in):
        handoff = reach(cast, "standby")
        manager = sign_in(cast.marta)

        manager.post(page("opening", handoff), {"version": fresh(handoff).version, "why": "The season."})
        assert fresh(handoff).status == "active"
        manager.post(page("reviews", handoff), {"version": fresh(handoff).version, "note": "Runs well."})
        sign_in(cast.sven).post(page("suspension", handoff), {"why": ""})
        assert fresh(handoff).status == "suspended"
        manager.post(page("resumption", handoff), {"note": "False alarm."})
        sign_in(cast.sven).post(page("resumption", handoff), {"note": "Agreed."})
        assert fresh(handoff).status == "active"
        sign_in(cast.priya).post(
            f"/handoffs/{handoff.pk}/recall/", {"reason_code": "demand", "why": "We have time."}
        )
        assert fresh(handoff).status == "returning"

    def test_a_stale_page_changes_nothing_and_says_so(self, cast, sign_in):
        handoff = reach(cast, "standby")

        answer = sign_in(cast.marta).post(page("opening", handoff), {"version": handoff.version - 1})

        assert answer.status_code == 409
        assert "has changed since you opened it" in answer.content.decode()
        assert fresh(handoff).status == "standby"

    def test_a_refusal_is_a_sentence(self, cast, sign_in):
        handoff = prepared(cast, ready=False)

        answer = sign_in(cast.marta).post(page("offer", handoff), {"version": handoff.version})

        assert answer.status_code == 403
        assert "in place. " in answer.content.decode()

    @pytest.mark.parametrize(("name", "status"), [("nils", 404), ("lena", 404), ("eva", 403)])
    @pytest.mark.parametrize(
        "act", ["offer", "withdrawal", "suspension", "recall", "opening", "packet", "preview", "signature"]
    )
    def test_are_shut_to_others(self, cast, sign_in, act, name, status):
        handoff = reach(cast, "in_transfer")

        answer = sign_in(getattr(cast, name)).post(
            f"/handoffs/{handoff.pk}/{act}/", {"why": "x", "reason_code": "risk"}
        )

        assert answer.status_code == status
        assert fresh(handoff).version == handoff.version

    def test_are_not_done_by_reading(self, cast, sign_in):
        handoff = reach(cast, "standby")

        answers = {
            sign_in(cast.marta).get(page(act, handoff)).status_code
            for act in ("opening", "suspension", "offer")
        }

        assert answers == {405}


class TestTerms:
    def test_are_chosen_beside_what_is_missing(self, cast, sign_in):
        handoff = actions.prepare(task=approved_task(cast), partner=cast.meridian, by=cast.priya)
        agreement, item = terms(cast)
        agreement_actions.gather(agreement=agreement, category="Patch", description="Servers", by=cast.marta)
        make.agreement(by=cast.marta, partner=cast.cobalt, number="C-1")
        browser = sign_in(cast.priya)
        shown = browser.get(page("handoff", handoff)).content.decode()
        assert f'action="{page("terms", handoff)}"' in shown
        assert "Choose an agreement that is in force today." in shown
        assert "Patch: Servers (A-1, amendment draft)" in shown
        assert "C-1" not in shown

        answer = browser.post(
            page("terms", handoff),
            {"version": handoff.version, "agreement": agreement.pk, "scope_item": item.pk},
        )

        assert answer.url == page("handoff", handoff)
        assert (fresh(handoff).agreement, fresh(handoff).scope_item) == (agreement, item)
        shown = browser.get(page("handoff", handoff)).content.decode()
        assert "under A-1, operate" in shown
        assert "Choose an agreement that is in force today." not in shown
        assert f'<option value="{agreement.pk}" selected>A-1</option>' in shown

    def test_leave_out_what_was_rejected(self, cast, sign_in):
        handoff = prepared(cast)
        item = agreement_actions.gather(
            agreement=handoff.agreement, category="Patch", description="Servers", by=cast.marta
        )
        agreement_actions.propose(amendment=item.amendment, by=cast.marta)
        browser = sign_in(cast.marta)
        assert (
            "Patch: Servers (A-1, amendment proposed)"
            in browser.get(page("handoff", handoff)).content.decode()
        )

        agreement_actions.reject(amendment=item.amendment, why="Too much.", by=cast.lena)

        shown = browser.get(page("handoff", handoff)).content.decode()
        assert "Patch: Servers" not in shown
        assert "Operate: Batch operation of the ERP (A-1)" in shown

    def test_of_others_are_no_choice(self, cast, sign_in):
        handoff = prepared(cast)
        foreign = make.agreement(by=cast.nils, partner=cast.meridian, number="N-1")
        with_cobalt = make.agreement(by=cast.marta, partner=cast.cobalt, number="C-1")

        for agreement in (foreign, with_cobalt):
            answer = sign_in(cast.marta).post(
                page("terms", handoff), {"version": handoff.version, "agreement": agreement.pk}
            )
            assert answer.status_code == 422
            assert "Select a valid choice" in answer.content.decode()

        assert fresh(handoff).agreement.number == "A-1"

    def test_of_an_old_page_change_nothing(self, cast, sign_in):
        handoff = prepared(cast)

        answer = sign_in(cast.marta).post(page("terms", handoff), {"version": handoff.version - 1})

        assert answer.status_code == 409
        assert "has changed since you opened it" in answer.content.decode()
        assert fresh(handoff).agreement is not None

    def test_stand_as_they_were_offered(self, cast, sign_in):
        handoff = reach(cast, "offered")
        browser = sign_in(cast.marta)

        answer = browser.post(page("terms", handoff), {"version": handoff.version})

        assert answer.status_code == 403
        assert "This hand-off is offered, so that is not possible now." in answer.content.decode()
        assert (
            f'action="{page("terms", handoff)}"' not in browser.get(page("handoff", handoff)).content.decode()
        )


class TestPacket:
    def test_is_written_step_by_step_and_previewed(self, cast, sign_in):
        handoff = prepared(cast, ready=False)
        words = {
            "version": handoff.version, "title": "Restart queues", "budget_minutes": "30", "checks": "One\n\n Two ",
            "steps-TOTAL_FORMS": "2", "steps-INITIAL_FORMS": "0", "steps-0-title": "Second", "steps-0-ORDER": "2",
            "steps-1-title": "First", "steps-1-ORDER": "1", "communication": "Write to priya@halden.example",
        }  # fmt: skip

        answer = sign_in(cast.priya).post(page("packet", handoff), words)

        packet = handoff.packets.get()
        assert answer.url == page("preview", handoff)
        assert ([step["title"] for step in packet.steps], packet.checks) == (
            ["First", "Second"],
            ["One", "Two"],
        )
        preview = sign_in(cast.marta).get(page("preview", handoff)).content.decode()
        assert "<mark>priya@halden.example</mark>" in preview

    def test_keeps_what_was_typed_when_something_is_wrong(self, cast, sign_in):
        handoff = prepared(cast, ready=False)
        words = {
            "version": handoff.version,
            "title": "Kept words",
            "budget_minutes": "-1",
            "steps-TOTAL_FORMS": "0",
            "steps-INITIAL_FORMS": "0",
        }

        answer = sign_in(cast.priya).post(page("packet", handoff), words)

        assert answer.status_code == 422
        assert "Kept words" in answer.content.decode()

    def test_is_read_by_saying_so_and_not_by_looking(self, cast, sign_in):
        handoff = prepared(cast, ready=False)
        browser = sign_in(cast.sven)
        browser.get(page("preview", handoff))
        assert handoff.packets.get().previewed_hash == ""

        browser.post(page("preview", handoff), {"content_hash": handoff.packets.get().fingerprint})

        assert handoff.packets.get().is_previewed


class TestTransfer:
    def test_notes_steps_and_takes_signatures(self, cast, sign_in):
        handoff = prepared(cast)
        handoff = forward(cast, handoff, to="offered")
        actions.accept(handoff=handoff, technicians=[cast.asha, cast.tom], estimate_minutes=20, by=cast.lena)
        step = fresh(handoff).transfer.steps.get(kind="teach_back")
        browser = sign_in(cast.priya)

        unsaid = browser.post(page("steps", handoff, step.pk), {"minutes": "45", "done": "on"})
        assert unsaid.status_code == 403
        said = browser.post(
            page("steps", handoff, step.pk), {"minutes": "45", "done": "on", "evidence": "Asha told it all."}
        )
        step.refresh_from_db()
        assert (said.status_code, step.client_minutes, step.done_by) == (302, 45, cast.priya)
        drafted = actions.draft_procedure(handoff=fresh(handoff), steps=[{"title": "Look"}], by=cast.asha)
        browser.post(page("procedure_signature", handoff, drafted.pk))
        drafted.refresh_from_db()
        assert drafted.signed_off_by == cast.priya

    def test_takes_no_step_of_another_handoff(self, cast, sign_in):
        one = reach(cast, "in_transfer")
        other = reach(cast, "in_transfer", title="Another")
        step = other.transfer.steps.get(kind="brief")

        assert sign_in(cast.priya).post(page("steps", one, step.pk), {"minutes": "1"}).status_code == 404


class TestHandoffs:
    def test_stand_in_their_places(self, cast, sign_in):
        for number, state in enumerate(["returning", "offered", "active", "withdrawn"]):
            reach(cast, state, title=f"Task {number}")

        words = sign_in(cast.priya).get("/handoffs/").content.decode()

        order = [
            words.index(word)
            for word in (
                "Back to us",
                "Task 0",
                ">Waiting",
                "Task 1",
                ">Running",
                "Task 2",
                ">Done",
                "Task 3",
            )
        ]
        assert order == sorted(order)

    def test_are_the_own_ones_and_shut_to_others(self, cast, sign_in):
        reach(cast, "offered", title="A secret of Halden")

        other = sign_in(cast.nils).get("/handoffs/")
        statuses = {
            name: sign_in(getattr(cast, name)).get("/handoffs/").status_code
            for name in ("eva", "lena", "asha")
        }

        assert "A secret" not in other.content.decode()
        assert statuses == {"eva": 403, "lena": 404, "asha": 404}

    def test_can_be_those_of_one_partner(self, cast, sign_in):
        reach(cast, "preparing", title="With Meridian")
        browser = sign_in(cast.marta)

        assert "With Meridian" in browser.get("/handoffs/?partner=meridian").content.decode()
        assert "With Meridian" not in browser.get("/handoffs/?partner=cobalt").content.decode()

    @pytest.mark.parametrize("name", ["sven", "otto", "ada"])
    @pytest.mark.parametrize("are_some", [True, False])
    def test_show_no_way_to_prepare_one_to_those_who_may_not(self, cast, sign_in, name, are_some):
        if are_some:
            reach(cast, "preparing")
        browser = sign_in(getattr(cast, name))

        shown = browser.get("/handoffs/")
        form = browser.get("/handoffs/preparation/")

        assert shown.status_code == 200
        assert "/handoffs/preparation/" not in shown.content.decode()
        assert "/handoffs/preparation/" in sign_in(cast.priya).get("/handoffs/").content.decode()
        assert form.status_code == 403
        assert "Only contributors and managers can prepare a hand-off." in form.content.decode()

    def test_begin_with_an_approved_task(self, cast, sign_in):
        task, (agreement, item) = approved_task(cast), terms(cast)
        browser = sign_in(cast.priya)
        assert str(task) in browser.get("/handoffs/preparation/").content.decode()

        answer = browser.post(
            "/handoffs/preparation/",
            {"task": task.pk, "partner": cast.meridian.pk, "agreement": agreement.pk, "scope_item": item.pk},
        )

        assert answer.url == page("handoff", Handoff.objects.get())
