"""The client's page of a return."""

import pytest
from django.urls import reverse

from delegation.handback import actions
from delegation.handback.models import Return
from tests.handoff.reach import fresh, reach


def page(name, handoff):
    return reverse(f"handback:{name}", args=[handoff.pk])


class TestWayHome:
    @pytest.mark.parametrize(("name", "status"), [
        ("priya", 200), ("marta", 200), ("sven", 200), ("otto", 200), ("eva", 403), ("nils", 404), ("lena", 404), ("rolf", 404),
    ])  # fmt: skip
    def test_is_for_those_who_see_handoffs(self, cast, sign_in, name, status):
        handoff = reach(cast, "returning")

        assert sign_in(getattr(cast, name)).get(page("way_home", handoff)).status_code == status

    def test_is_not_there_before_it_begins(self, cast, sign_in):
        assert sign_in(cast.marta).get(page("way_home", reach(cast, "active"))).status_code == 404

    def test_brings_it_home_step_by_step(self, cast, sign_in):
        handoff = reach(cast, "active")
        manager, holder = sign_in(cast.marta), sign_in(cast.priya)

        manager.post(page("recall", handoff), {"reason_code": "demand", "why": "We have time again."})
        manager.post(page("access", handoff))
        holder.post(page("procedure", handoff))
        holder.post(page("return_signature", handoff), {"version": Return.objects.get().version})
        actions.confirm(way_home=Return.objects.get(), by=cast.lena)

        assert fresh(handoff).status == "returned"
        assert holder.get(page("way_home", handoff)).status_code == 200

    def test_says_what_is_missing_when_it_is_signed_too_early(self, cast, sign_in):
        handoff = reach(cast, "active")
        way_home = actions.recall(handoff=handoff, why="Home.", by=cast.marta)

        answer = sign_in(cast.priya).post(page("return_signature", handoff), {"version": way_home.version})

        assert answer.status_code == 403
        assert "1 of 3 in place" in answer.content.decode()
