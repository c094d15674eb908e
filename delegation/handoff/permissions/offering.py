"""From preparing to accepted: who may write, preview, offer, answer and withdraw."""

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import YES, Answer, No, only
from delegation.handoff.models import Handoff, Packet, Waiver
from delegation.handoff.permissions.seeing import SEERS, is_holder, of_client, of_partner, stands
from inventory.models import Task

State = Handoff.State

_WRITERS = (Role.CONTRIBUTOR, Role.MANAGER)
_SIGNERS = {
    Waiver.Kind.WALL: (Role.MANAGER, Role.SECURITY),
    Waiver.Kind.DATA: (Role.SECURITY,),
    Waiver.Kind.TECHNICIANS: (Role.MANAGER,),
}


def may_begin(person: Person) -> Answer:
    """Those who may prepare a hand-off of some task."""
    return only(person, *_WRITERS, to="prepare a hand-off")


def may_prepare(person: Person, task: Task) -> Answer:
    """The holder of the task, or a manager, once it is assessed (T1)."""
    if person.organisation_id != task.organisation_id:
        return No("This task is not yours.")
    if person.role != Role.MANAGER and not (person.role == Role.CONTRIBUTOR and is_holder(person, task)):
        return No("Only the holder of the task and managers can prepare a hand-off.")
    if task.status not in {Task.Status.ASSESSED, Task.Status.DECIDED}:
        return No(f"{task} has not been decided yet. Have it assessed and approved first.")
    return YES


def may_redelegate(person: Person, handoff: Handoff) -> Answer:
    """A manager, once the task came home (T11)."""
    return of_client(person, handoff, Role.MANAGER, to="hand it off again") and stands(
        handoff, State.RETURNED
    )


def may_edit_packet(person: Person, handoff: Handoff) -> Answer:
    """The holder, whoever prepared it, and managers, before it is offered."""
    return _may_write(person, handoff, to="write the packet")


def may_choose_terms(person: Person, handoff: Handoff) -> Answer:
    """The same people say under which agreement it goes out, and what in it covers the task."""
    return _may_write(person, handoff, to="choose the agreement")


def may_preview(person: Person, handoff: Handoff) -> Answer:
    """Everybody at the client who sees hand-offs may look at what the partner will see, at any time."""
    return of_client(person, handoff, *SEERS, to="see what the partner will see")


def may_say_read(person: Person, handoff: Handoff) -> Answer:
    """Whoever prepares, offers or guards; those who only look change nothing by looking (T2)."""
    readers = (Role.CONTRIBUTOR, Role.MANAGER, Role.SECURITY)
    return of_client(person, handoff, *readers, to="say that the preview was read")


def may_offer(person: Person, handoff: Handoff, packet: Packet) -> Answer:
    """A manager who did not write the packet (T2)."""
    if not (answer := of_client(person, handoff, Role.MANAGER, to="offer to a partner")):
        return answer
    if not (answer := stands(handoff, State.PREPARING)):
        return answer
    if person.pk == packet.written_by_id:
        return No("You wrote this packet last, so another manager must offer it.")
    return YES


def may_waive(person: Person, handoff: Handoff, packet: Packet, *, kind: str) -> Answer:
    """Sign for an exception; nobody signs for what they prepared or wrote."""
    if not (answer := of_client(person, handoff, *_SIGNERS[Waiver.Kind(kind)], to="sign for this")):
        return answer
    if handoff.status in Handoff.ENDS:
        return stands(handoff)
    if kind == Waiver.Kind.TECHNICIANS:
        return YES
    if person.pk in {handoff.created_by_id, packet.written_by_id}:
        return No("Somebody else must sign for what you prepared.")
    return stands(handoff, State.PREPARING)


def may_withdraw(person: Person, handoff: Handoff) -> Answer:
    """A manager, until the partner has accepted (T3b)."""
    answer = of_client(person, handoff, Role.MANAGER, to="withdraw a hand-off")
    return answer and stands(handoff, State.PREPARING, State.OFFERED)


def may_accept(person: Person, handoff: Handoff) -> Answer:
    """The lead of the partner it was offered to (T3)."""
    return _may_answer(person, handoff, to="accept an offer")


def may_ask(person: Person, handoff: Handoff) -> Answer:
    return _may_answer(person, handoff, to="ask about an offer")


def may_decline(person: Person, handoff: Handoff) -> Answer:
    return _may_answer(person, handoff, to="decline an offer")


def _may_write(person: Person, handoff: Handoff, *, to: str) -> Answer:
    if not (answer := of_client(person, handoff, *_WRITERS, to=to)):
        return answer
    near = is_holder(person, handoff.task) or person.pk == handoff.created_by_id
    if person.role != Role.MANAGER and not near:
        return No(f"Only the holder of the task and managers can {to}.")
    return stands(handoff, State.PREPARING)


def _may_answer(person: Person, handoff: Handoff, *, to: str) -> Answer:
    return of_partner(person, handoff, Role.LEAD, to=to) and stands(handoff, State.OFFERED)
