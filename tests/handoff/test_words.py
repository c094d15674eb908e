"""The words about where a hand-off stands."""

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from delegation.accounts.models import Organisation, Person
from delegation.handoff.models import Handoff
from delegation.handoff.permissions.seeing import stands
from inventory.models import Task


@pytest.mark.parametrize(
    ("ball", "words"),
    [
        ("client", "It has been Halden Foods&#x27; move since"),
        ("partner", "It has been Meridian&#x27;s move since"),
    ],
)
def test_say_whose_move_it_is(ball, words):
    found = Handoff(
        status=Handoff.State.PREPARING,
        ball=ball,
        ball_since_at=timezone.now(),
        organisation=Organisation(name="Halden Foods"),
        partner=Organisation(name="Meridian"),
        accountable=Person(name="Marta"),
        task=Task(),
    )

    assert words in render_to_string("handoff/standing.html", {"handoff": found})


def test_say_that_it_is_in_standby():
    found = Handoff(status=Handoff.State.STANDBY)

    assert stands(found, "active").reason == "This hand-off is in standby, so that is not possible now."
