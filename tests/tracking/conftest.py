"""A handoff with its tap open at Meridian, and a run of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.tracking import make_runs


@pytest.fixture
def handoff(cast):
    """Priya's nightly task, active at Meridian; Asha and Tom are released."""
    return make_runs.handoff(cast)


@pytest.fixture
def run(handoff):
    """A run that is offered and may be begun now."""
    return make_runs.run(handoff)


@pytest.fixture
def started(cast, run):
    """Asha is working on it."""
    return make_runs.started(run, by=cast.asha)


@pytest.fixture
def submitted(cast, started):
    return make_runs.submitted(started, by=cast.asha)


@pytest.fixture
def soon():
    return timezone.now() + timedelta(hours=3)


@pytest.fixture
def time_machine_at():
    """Another moment, for a while."""
    import time_machine

    return lambda moment: time_machine.travel(moment, tick=False)
