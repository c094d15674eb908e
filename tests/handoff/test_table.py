"""Every state, every act, every role: who may do what, and that everybody else is refused and leaves no trace."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from delegation.accounts.permissions import Refused
from delegation.audit.models import AuditEvent
from delegation.handback import actions as handback
from delegation.handback.models import Return
from delegation.handoff import actions
from delegation.handoff.models import Handoff, TransferStep
from tests.handoff.reach import STEP, approved_task, fresh, reach, terms

ROLES = {
    "contributor": "priya",  # the holder of the task and author of its packet
    "manager": "marta",
    "executive": "eva",
    "security": "sven",
    "auditor": "otto",
    "admin": "ada",
    "lead": "lena",
    "technician": "asha",
}
STATES = ["none", *Handoff.State.values]

# act: {state: who may}. What is not here is refused, for every role in every state.
LIVE_AT_PARTNER = ("in_transfer", "standby", "active")
TABLE = {
    "prepare": {"none": "contributor manager"},
    "edit_packet": {"preparing": "contributor manager"},
    "choose_terms": {"preparing": "contributor manager"},
    "preview": dict.fromkeys(Handoff.State.values, "contributor manager security"),
    "waive_wall": {"preparing": "manager security"},
    "waive_data": {"preparing": "security"},
    "waive_technicians": dict.fromkeys(
        ("preparing", "offered", *LIVE_AT_PARTNER, "suspended", "returning"), "manager"
    ),
    "offer": {"preparing": "manager"},
    "withdraw": {"preparing": "manager", "offered": "manager"},
    "accept": {"offered": "lead"},
    "ask": {"offered": "lead"},
    "decline": {"offered": "lead"},
    "mark_step": {"in_transfer": "contributor manager lead technician"},
    "draft_procedure": dict.fromkeys(LIVE_AT_PARTNER, "lead technician"),
    "sign_off_procedure": dict.fromkeys(LIVE_AT_PARTNER, "contributor manager"),
    "name": dict.fromkeys(LIVE_AT_PARTNER, "lead"),
    "release": dict.fromkeys(LIVE_AT_PARTNER, "lead"),
    "lapse": dict.fromkeys(LIVE_AT_PARTNER, "lead"),
    "sign_transfer": {"in_transfer": "contributor lead"},
    "open_tap": {"standby": "manager"},
    "close_tap": {"active": "manager"},
    "review": {"standby": "manager", "active": "manager"},
    "suspend": dict.fromkeys(LIVE_AT_PARTNER, "manager security lead"),
    "resume": {"suspended": "manager security"},
    "recall": dict.fromkeys(("offered", *LIVE_AT_PARTNER, "suspended"), "contributor manager security admin"),
    "hand_back": dict.fromkeys((*LIVE_AT_PARTNER, "suspended"), "lead"),
    "revoke_access": {"returning": "manager security admin"},
    "review_procedure": {"returning": "contributor manager"},
    "sign_home": {"returning": "contributor"},
    "confirm_home": {},  # the holder signs first; see test_handback
    "force_home": {"returning": "manager"},
    "redelegate": {"returned": "manager"},
}


class Absent(Exception):  # noqa: N818 - nothing is broken
    """The act has nothing to act on in this state; its page is a 404."""


def one(rows):
    found = rows.first()
    if found is None:
        raise Absent
    return found


def way_home(handoff):
    return one(Return.objects.filter(handoff=handoff))


def acts(cast, handoff, by):
    later = timezone.localdate() + timedelta(days=30)
    waive = {"handoff": handoff, "reason": "Seen and accepted.", "expires_on": later, "by": by}
    return {
        "edit_packet": lambda: actions.edit_packet(handoff=handoff, by=by, objective="Another one."),
        "choose_terms": lambda: actions.choose_terms(handoff=handoff, agreement=None, scope_item=None, by=by),
        "preview": lambda: actions.preview(handoff=handoff, by=by),
        "waive_wall": lambda: actions.waive(kind="wall", **waive),
        "waive_data": lambda: actions.waive(kind="data", **waive),
        "waive_technicians": lambda: actions.waive(kind="technicians", **waive),
        "offer": lambda: actions.offer(handoff=handoff, by=by),
        "withdraw": lambda: actions.withdraw(handoff=handoff, by=by),
        "accept": lambda: actions.accept(
            handoff=handoff, technicians=[cast.asha], estimate_minutes=20, by=by
        ),
        "ask": lambda: actions.ask(handoff=handoff, question="Which queue?", by=by),
        "decline": lambda: actions.decline(handoff=handoff, why="No hours.", by=by),
        "mark_step": lambda: actions.mark_step(
            step=one(TransferStep.objects.filter(transfer__handoff=handoff, kind="shadow")), minutes=10, by=by
        ),
        "draft_procedure": lambda: actions.draft_procedure(handoff=handoff, steps=[STEP], by=by),
        "sign_off_procedure": lambda: actions.sign_off_procedure(
            procedure_version=one(handoff.procedure_versions.filter(signed_off_at=None)), by=by
        ),
        "name": lambda: actions.name(handoff=handoff, technician=cast.tom, by=by),
        "release": lambda: actions.release(competence=one(handoff.competences.all()), by=by),
        "lapse": lambda: actions.lapse(competence=one(handoff.competences.all()), reason="On leave.", by=by),
        "sign_transfer": lambda: actions.sign_transfer(handoff=handoff, by=by),
        "open_tap": lambda: actions.open_tap(handoff=handoff, by=by),
        "close_tap": lambda: actions.close_tap(handoff=handoff, by=by),
        "review": lambda: actions.review(handoff=handoff, by=by),
        "suspend": lambda: actions.suspend(handoff=handoff, by=by, why="Stop."),
        "resume": lambda: actions.resume(handoff=handoff, note="It was a test alarm.", by=by),
        "recall": lambda: handback.recall(handoff=handoff, why="We need it.", by=by),
        "hand_back": lambda: handback.hand_back(handoff=handoff, why="No hours.", by=by),
        "revoke_access": lambda: handback.revoke_access(way_home=way_home(handoff), by=by),
        "review_procedure": lambda: handback.review_procedure(way_home=way_home(handoff), by=by),
        "sign_home": lambda: handback.sign(way_home=way_home(handoff), by=by),
        "confirm_home": lambda: handback.confirm(way_home=way_home(handoff), by=by),
        "force_home": lambda: handback.force(way_home=way_home(handoff), why="No answer.", by=by),
        "redelegate": lambda: actions.redelegate(handoff=handoff, by=by),
    }


def obeyed(act) -> bool:
    """Whether the act was done; whatever it wrote is undone again. A refusal must have written nothing."""
    events = AuditEvent.objects.count()
    with transaction.atomic():
        try:
            act()
        except (Refused, Absent):
            assert AuditEvent.objects.count() == events
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.mark.parametrize("state", STATES[1:])
def test_acts_of_a_handoff_that_is(cast, state):
    handoff = reach(cast, state)
    if handoff.procedure_versions.exists():
        handoff.procedure_versions.update(signed_off_at=None)
    if state == "in_transfer":
        signed_before = handoff.procedure_versions.get()
        signed_before.signed_off_at = timezone.now()
        signed_before.pk, signed_before.number = None, 0
        signed_before.save(force_insert=True)
    names = acts(cast, handoff, cast.marta)
    found = {
        (act, role)
        for role, first_name in ROLES.items()
        for act in names
        if obeyed(acts(cast, fresh(handoff), getattr(cast, first_name))[act])
    }

    assert found == {(act, role) for act, places in TABLE.items() for role in places.get(state, "").split()}


def test_acts_before_there_is_a_handoff(cast):
    task, (agreement, item) = approved_task(cast), terms(cast)

    def prepare(by):
        return lambda: actions.prepare(
            task=task, partner=cast.meridian, agreement=agreement, scope_item=item, by=by
        )

    found = {role for role, first_name in ROLES.items() if obeyed(prepare(getattr(cast, first_name)))}

    assert found == set(TABLE["prepare"]["none"].split())


@pytest.mark.parametrize("state", STATES[1:])
def test_strangers_do_nothing_at_all_to_a_handoff_that_is(cast, state):
    handoff = reach(cast, state)
    strangers = (cast.nils, cast.nora, cast.nina, cast.rolf, cast.kim)

    assert not [
        (str(person), name)
        for person in strangers
        for name, act in acts(cast, handoff, person).items()
        if obeyed(act)
    ]


@pytest.mark.parametrize("state", STATES[1:])
def test_a_colleague_who_does_not_hold_the_task_only_reads_a_handoff_that_is(cast, state):
    handoff = reach(cast, state)

    found = {name for name, act in acts(cast, handoff, cast.omar).items() if obeyed(act)}

    assert found == {"preview"}


def test_only_the_lead_confirms_once_the_holder_signed(cast):
    handoff = reach(cast, "returning")
    handback.sign(way_home=way_home(handoff), by=cast.priya)
    everybody = [*ROLES.values(), "omar", "jon", "tom", "rolf", "kim", "nils"]

    found = [name for name in everybody if obeyed(acts(cast, handoff, getattr(cast, name))["confirm_home"])]

    assert found == ["lena"]


def test_the_table_knows_every_act(cast):
    """Each action of both folders stands in the table; ``waive`` three times, and the way home under its own words."""
    handoff = reach(cast, "preparing")
    renamed = {"sign": "sign_home", "confirm": "confirm_home", "force": "force_home"}
    kinds = {"waive_wall", "waive_data", "waive_technicians"}

    assert TABLE.keys() - {"prepare"} == acts(cast, handoff, cast.marta).keys()
    assert TABLE.keys() - kinds == ({*actions.__all__} - {"waive"}) | {
        renamed.get(name, name) for name in handback.__all__
    }
