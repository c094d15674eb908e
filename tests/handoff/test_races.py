"""Many at once: exactly one is obeyed, the others are told, and the books agree. PostgreSQL, real transactions."""

import threading
from collections import Counter

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from delegation.accounts.permissions import Refused
from delegation.agreement import actions as agreement_actions
from delegation.agreement.models import HourBank
from delegation.audit.models import AuditEvent
from delegation.handback import actions as handback
from delegation.handback.models import Return
from delegation.handoff import actions
from delegation.handoff.models import Competence, Handoff, Transfer, TransferStep
from delegation.moves import Stale
from tests.conftest import make_cast
from tests.handoff.reach import fresh, reach, terms

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS, THREADS = 25, 12


def all_at_once(acts) -> Counter:
    """Let every act start at the same moment, each with a connection of its own; counts how they ended."""
    barrier, ends = threading.Barrier(len(acts)), Counter()

    def run(act):
        try:
            barrier.wait(timeout=20)
            with transaction.atomic():
                act()
            ends["obeyed"] += 1
        except (Stale, Refused) as told:
            ends[type(told).__name__] += 1
        except OperationalError:
            ends["broken"] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return ends


def one_of_twelve(ends) -> bool:
    return ends["obeyed"] == 1 and ends["Stale"] + ends["Refused"] == THREADS - 1


def events_of(handoff) -> list[int]:
    return list(
        AuditEvent.objects.about(handoff)
        .exclude(version=None)
        .order_by("version")
        .values_list("version", flat=True)
    )


@pytest.fixture
def people(transactional_db):
    return make_cast()


def back_to(handoff, state):
    """The next round begins where the last one did; nobody acted on this, so it leaves no event."""
    Return.objects.all().delete()
    TransferStep.objects.all().delete()
    Transfer.objects.all().delete()
    Competence.objects.all().delete()
    Handoff.objects.filter(pk=handoff.pk).update(status=state, deadline_at=timezone.now(), partner_lead=None)
    return fresh(handoff)


class TestAccept:
    def test_obeys_exactly_one_of_twelve(self, people):
        handoff = reach(people, "offered")
        for _round in range(ROUNDS):
            handoff = back_to(handoff, "offered")
            pages = [fresh(handoff) for _ in range(THREADS)]

            ends = all_at_once(
                [
                    lambda page=page: actions.accept(
                        handoff=page, technicians=[people.asha], estimate_minutes=20, by=people.lena
                    )
                    for page in pages
                ]
            )

            end = fresh(handoff)
            assert one_of_twelve(ends), ends
            assert (end.status, events_of(end)) == ("in_transfer", list(range(end.version + 1)))

    def test_against_a_recall_ends_in_one_place_that_both_sides_see(self, people):
        handoff = reach(people, "offered")
        for _round in range(ROUNDS):
            handoff = back_to(handoff, "offered")
            lead, manager = fresh(handoff), fresh(handoff)

            ends = all_at_once(
                [
                    lambda page=lead: actions.accept(
                        handoff=page, technicians=[people.asha], estimate_minutes=20, by=people.lena
                    ),
                    lambda page=manager: handback.recall(handoff=page, why="Home.", by=people.marta),
                ]
            )

            end = fresh(handoff)
            assert end.status in {"withdrawn", "returning"}
            assert ends["broken"] == 0
            assert Handoff.objects.visible_to(people.lena).filter(pk=end.pk).exists() == (
                end.status == "returning"
            )


class TestRecall:
    def test_obeys_exactly_one_of_twelve(self, people):
        handoff = reach(people, "in_transfer")
        for _round in range(ROUNDS):
            handoff = back_to(handoff, "in_transfer")
            pages = [fresh(handoff) for _ in range(THREADS)]

            ends = all_at_once(
                [
                    lambda page=page: handback.recall(handoff=page, why="Home.", by=people.marta)
                    for page in pages
                ]
            )

            end = fresh(handoff)
            assert one_of_twelve(ends), ends
            assert (end.status, events_of(end)) == ("returning", list(range(end.version + 1)))
            assert Return.objects.filter(handoff=end).count() == 1


class TestPrepare:
    def test_begins_exactly_one_handoff_of_a_task(self, people):
        handoff = reach(people, "withdrawn")
        agreement, item = terms(people)

        ends = all_at_once(
            [
                lambda: actions.prepare(
                    task=handoff.task,
                    partner=people.meridian,
                    agreement=agreement,
                    scope_item=item,
                    by=people.marta,
                )
            ]
            * THREADS
        )

        assert one_of_twelve(ends), ends
        assert Handoff.objects.live().count() == 1


class TestHourBank:
    def test_gives_the_last_minutes_to_exactly_one_of_twelve(self, people):
        agreement, _ = terms(people, minutes_per_month=100)
        day = timezone.localdate()
        for _round in range(ROUNDS):
            HourBank.objects.all().delete()
            agreement_actions.book(agreement=agreement, on=day, minutes=40, by=people.lena)

            ends = all_at_once(
                [lambda: agreement_actions.book(agreement=agreement, on=day, minutes=60, by=people.lena)]
                * THREADS
            )

            bank = HourBank.objects.get()
            assert one_of_twelve(ends), ends
            assert (bank.booked_minutes, bank.cap_minutes) == (100, 100)

    def test_counts_everybody_when_it_may_go_over(self, people):
        agreement, _ = terms(people, minutes_per_month=100, over_use="allow")

        ends = all_at_once(
            [
                lambda: agreement_actions.book(
                    agreement=agreement, on=timezone.localdate(), minutes=60, by=people.lena
                )
            ]
            * THREADS
        )

        bank = HourBank.objects.get()
        assert ends["obeyed"] == THREADS
        assert (bank.booked_minutes, bank.cap_minutes) == (720, 720)
