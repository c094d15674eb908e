"""Who hears of what: those whose act is next are told, on both sides, and nobody twice."""

import pytest

from delegation.handback import actions as handback
from delegation.handoff import actions
from delegation.handoff.models import Handoff
from delegation.notices.models import Notice
from tests.handoff import reach

pytestmark = pytest.mark.django_db

State = Handoff.State


def told(words: str) -> list[str]:
    rows = Notice.objects.filter(subject__contains=words, must_act=True)
    return sorted(rows.values_list("to__name", flat=True))


def test_those_who_can_resume_hear_of_a_suspension(cast):
    handoff = reach.reach(cast, State.ACTIVE)

    actions.suspend(handoff=handoff, by=cast.lena)

    assert told("Suspended") == ["Jon", "Marta", "Priya", "Sven"]


def test_the_second_who_must_agree_hears_of_the_first(cast):
    handoff = reach.reach(cast, State.ACTIVE)
    actions.suspend(handoff=handoff, by=cast.lena)

    actions.resume(handoff=handoff, note="A wrong alarm.", by=cast.marta)

    assert told("One of two agreed") == ["Jon", "Priya", "Sven"]


def test_those_who_open_the_tap_hear_that_it_may_be_opened(cast):
    reach.reach(cast, State.STANDBY)

    assert told("Taught and signed") == ["Jon", "Marta"]


def test_those_who_revoke_the_access_hear_that_it_is_handed_back(cast):
    handoff = reach.reach(cast, State.ACTIVE)

    handback.hand_back(handoff=handoff, why="We lost the person.", by=cast.lena)

    assert told("hands back") == ["Jon", "Marta", "Priya"]
