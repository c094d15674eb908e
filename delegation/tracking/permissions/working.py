"""The partner's side of a run: who may pick it up, work on it, log hours and send it home."""

from datetime import date

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import YES, Answer, No, only
from delegation.handoff.models import Competence, Handoff
from delegation.tracking.models import PartnerRun, TimeEntry

Status = PartnerRun.Status
State = Handoff.State

# Open runs are finished after the tap has closed, and on the way home.
_WORKABLE = (State.ACTIVE, State.STANDBY, State.RETURNING)
_PARTNER = (Role.LEAD, Role.TECHNICIAN)


def is_released(person: Person, handoff: Handoff, *, on: date) -> bool:
    """Whether this person may do the task alone on a day."""
    return Competence.objects.released(on=on).filter(handoff=handoff, technician=person).exists()


def may_pick_up(person: Person, run: PartnerRun, *, on: date) -> Answer:
    """A released technician of the partner, while nobody else has it."""
    if not (answer := _at_work(person, run, to="pick up work")):
        return answer
    if not is_released(person, run.handoff, on=on):
        return No("You are not released for this task. Your lead can release you.")
    return stands_at(run, Status.REQUESTED)


def may_reassign(person: Person, run: PartnerRun) -> Answer:
    """The partner's lead, while it is in nobody's or a technician's hands."""
    if person.role == Role.TECHNICIAN:
        return No("Only partner leads can give work to somebody else.")
    return _at_work(person, run, to="give work to somebody else") and stands_at(
        run, Status.REQUESTED, *PartnerRun.HELD
    )


def may_start(person: Person, run: PartnerRun) -> Answer:
    return _in_hand(person, run, to="start it") and stands_at(run, Status.ACCEPTED, Status.REWORK)


def may_tick(person: Person, run: PartnerRun) -> Answer:
    return _in_hand(person, run, to="tick its steps") and stands_at(run, Status.IN_PROGRESS)


def may_submit(person: Person, run: PartnerRun) -> Answer:
    return _in_hand(person, run, to="submit it") and stands_at(run, Status.IN_PROGRESS)


def may_ask(person: Person, run: PartnerRun) -> Answer:
    return _in_hand(person, run, to="ask about it") and stands_at(run, Status.IN_PROGRESS)


def may_wait(person: Person, run: PartnerRun) -> Answer:
    return _in_hand(person, run, to="let it wait") and stands_at(run, Status.IN_PROGRESS)


def may_resume(person: Person, run: PartnerRun) -> Answer:
    return _in_hand(person, run, to="go on with it") and stands_at(run, Status.WAITING)


def may_put_down(person: Person, run: PartnerRun) -> Answer:
    """Whoever has it, or the lead: it stays with the partner, for the next technician."""
    answer = _holder_or_lead(person, run, to="leave it to the next technician")
    return answer and stands_at(run, Status.ACCEPTED, Status.IN_PROGRESS)


def may_send_home(person: Person, run: PartnerRun) -> Answer:
    """Whoever has it, or the lead; safety first, so also while the handoff is suspended."""
    if run.has_ended or run.status == Status.SUBMITTED:
        return stands_at(run, Status.REQUESTED, *PartnerRun.HELD)
    return _holder_or_lead(person, run, to="send it home", frozen_too=True)


def may_log_time(person: Person, run: PartnerRun) -> Answer:
    """Whoever has it, or the lead for the own hours, until the client has judged the work."""
    if not (answer := _own(person, run, to="log hours")):
        return answer
    if person.role == Role.TECHNICIAN and run.technician_id != person.pk:
        return No("Only the technician who has it, and the lead, log hours on it.")
    return stands_at(run, *PartnerRun.HELD, Status.SUBMITTED)


def may_take_back_time(person: Person, entry: TimeEntry) -> Answer:
    """One's own hours, before the client approved them."""
    if person.pk != entry.person_id:
        return No("Only the person who logged these hours can correct them.")
    if entry.status != TimeEntry.Status.SUBMITTED:
        return No(f"These hours are already {entry.get_status_display().lower()}.")
    return YES


def stands_at(run: PartnerRun, *statuses: str) -> Answer:
    """Whether the run stands at one of ``statuses``; otherwise a sentence saying where it stands."""
    if run.status in statuses:
        return YES
    return No(f"This run is {run.get_status_display().lower()}, so that is not possible now.")


def _holder_or_lead(person: Person, run: PartnerRun, *, to: str, frozen_too: bool = False) -> Answer:
    answer = _own(person, run, to=to) if frozen_too else _at_work(person, run, to=to)
    if answer and person.role == Role.TECHNICIAN and run.technician_id != person.pk:
        return No(f"{run.technician or 'Nobody'} has this. Only they and the lead can {to}.")
    return answer


def _in_hand(person: Person, run: PartnerRun, *, to: str) -> Answer:
    if not (answer := _at_work(person, run, to=to)):
        return answer
    if run.technician_id is None:
        return No(f"Nobody has picked this up. Pick it up first, then you can {to}.")
    if run.technician_id != person.pk:
        return No(f"{run.technician} has this. Only they can {to}.")
    return YES


def _at_work(person: Person, run: PartnerRun, *, to: str) -> Answer:
    answer = _own(person, run, to=to)
    if answer and run.handoff.status not in _WORKABLE:
        word = run.handoff.get_status_display().lower()
        return No(f"The task is {word}, so nobody works on it now.")
    return answer


def _own(person: Person, run: PartnerRun, *, to: str) -> Answer:
    if not (answer := only(person, *_PARTNER, to=to)):
        return answer
    return YES if person.organisation_id == run.partner_id else No("This run is not yours.")
