"""Many answers at once: exactly one is obeyed, and the others are told."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from delegation.accounts.permissions import Refused
from delegation.approval.actions import decide, propose
from delegation.approval.models import Decision, Proposal
from delegation.audit.models import AuditEvent
from delegation.moves import Stale
from inventory.models import Task
from tests import make
from tests.conftest import make_cast

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS, THREADS = 25, 12


def at_once(acts):
    """Run every act in its own thread, all let go together; gives what each said."""
    together = threading.Barrier(len(acts))

    def go(act):
        together.wait()
        try:
            act()
        except (Refused, Stale) as no:
            return type(no).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(go, acts))


def test_of_many_answers_exactly_one_is_obeyed():
    cast = make_cast()
    managers = [cast.marta, cast.jon]
    for number in range(ROUNDS):
        task = make.task(by=cast.priya, title=f"Rotate log {number}", status=Task.Status.ASSESSED)
        asked = propose(tasks=[task], disposition="delegate", reason="", by=cast.priya)[0]

        def act(place, pk=asked.pk):
            verdict = ("approve", "decline", "return")[place % 3]
            proposal = Proposal.objects.select_related("task").get(pk=pk)
            return lambda: decide(
                proposal=proposal, verdict=verdict, reason="Because.", by=managers[place % 2]
            )

        said = at_once([act(place) for place in range(THREADS)])

        assert said.count("done") == 1
        assert Decision.objects.filter(proposal=asked).count() == 1
        versions = AuditEvent.objects.about(asked).values_list("version", flat=True)
        assert sorted(versions) == [0, 1]


def test_of_many_questions_about_one_task_exactly_one_is_asked():
    cast = make_cast()
    task = make.task(by=cast.priya, status=Task.Status.ASSESSED)

    said = at_once(
        [lambda: propose(tasks=[task], disposition="delegate", reason="", by=cast.priya)] * THREADS
    )

    assert said.count("done") == 1
    assert Proposal.objects.open().count() == 1
