"""From nothing to preparing (T1), from returned to preparing again (T11), and the terms it is prepared under."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from delegation.accounts.models import Organisation, Person
from delegation.accounts.permissions import Refused, require
from delegation.agreement.models import Agreement, ScopeItem
from delegation.audit import trail
from delegation.handoff import engine
from delegation.handoff.models import Competence, Handoff, Packet, Procedure, approval_of
from delegation.handoff.permissions import may_choose_terms, may_prepare, may_redelegate
from delegation.moves import same_version
from inventory.models import Task


@transaction.atomic
def prepare(
    *,
    task: Task,
    partner: Organisation,
    by: Person,
    agreement: Agreement | None = None,
    scope_item: ScopeItem | None = None,
) -> Handoff:
    """Begin a handoff: a packet skeleton made from the task, and a list of what is missing (T1).

    Raises ``Refused`` without an approved proposal to delegate the task as it is now, where the agreement or the
    scope item belong to others, or while another handoff of the task lives.
    """
    require(may_prepare(by, task))
    if approval_of(task) is None:
        raise Refused(
            f"{task} needs an approval to delegate it, given for the task as it is now. Propose it again."
        )
    _fits(task, partner=partner, agreement=agreement, scope_item=scope_item)
    return _begin(task, partner=partner, agreement=agreement, scope_item=scope_item, by=by)


@transaction.atomic
def redelegate(
    *, handoff: Handoff, by: Person, agreement: Agreement | None = None, scope_item: ScopeItem | None = None
) -> Handoff:
    """Hand a returned task off again, to the same partner, with its packet, procedure and competences kept (T11)."""
    require(may_redelegate(by, handoff))
    task = handoff.task
    if approval_of(task) is None:
        raise Refused(
            f"{task} needs an approval to delegate it, given for the task as it is now. Propose it again."
        )
    chosen = agreement or handoff.agreement
    item = scope_item or (handoff.scope_item if chosen == handoff.agreement else None)
    _fits(task, partner=handoff.partner, agreement=chosen, scope_item=item)
    last = handoff.packets.order_by("-number").first()
    kept = last.content if last else None
    again = _begin(
        task, partner=handoff.partner, agreement=chosen, scope_item=item, by=by, continues=handoff, kept=kept
    )
    _keep_competences(handoff, again)
    return again


@transaction.atomic
def choose_terms(
    *, handoff: Handoff, agreement: Agreement | None, scope_item: ScopeItem | None, by: Person, version: int | None = None
) -> None:  # fmt: skip
    """Say under which agreement it goes out and which scope item covers it, until it is offered.

    A scope item may be one that an amendment would add. Raises ``Refused`` where the agreement or the scope item
    belong to others, or ``Stale`` for an old page.
    """
    same_version(handoff, version)
    require(may_choose_terms(by, handoff))
    _fits(handoff.task, partner=handoff.partner, agreement=agreement, scope_item=scope_item)
    handoff.change("chose what it falls under", by=by, agreement=agreement, scope_item=scope_item)


def _fits(
    task: Task, *, partner: Organisation, agreement: Agreement | None, scope_item: ScopeItem | None
) -> None:
    """No row of another organisation, except through an agreement between the two."""
    if partner.kind != Organisation.Kind.PARTNER:
        raise Refused(f"{partner} is not a partner.")
    if agreement is not None and (agreement.organisation_id, agreement.partner_id) != (
        task.organisation_id,
        partner.pk,
    ):
        raise Refused(f"This agreement is not between you and {partner}.")
    if scope_item is not None and (agreement is None or scope_item.agreement_id != agreement.pk):
        raise Refused("This scope item does not belong to the agreement.")


def _keep_competences(handoff: Handoff, again: Handoff) -> None:
    """Who could do it still can, as long as the seat and the release last."""
    names = (
        "task_id",
        "partner_id",
        "technician_id",
        "level",
        "released_by_id",
        "valid_until_on",
        "lapsed_reason",
    )
    for competence in handoff.competences.filter(technician__ended_at=None):
        kept = {name: getattr(competence, name) for name in names}
        Competence.objects.create(organisation_id=handoff.organisation_id, handoff=again, **kept)


def _begin(
    task: Task, *, partner: Organisation, agreement: Agreement | None, scope_item: ScopeItem | None, by: Person,
    continues: Handoff | None = None, kept: dict[str, Any] | None = None,
) -> Handoff:  # fmt: skip
    now = timezone.now()
    handoff = Handoff(
        organisation_id=task.organisation_id, task=task, partner=partner, agreement=agreement, scope_item=scope_item,
        continues=continues, accountable=continues.accountable if continues else task.holder or by, created_by=by,
        ball_since_at=now, deadline_at=engine.deadline(Handoff.State.PREPARING, at=now),
    )  # fmt: skip
    try:
        with transaction.atomic():
            handoff.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(
            f"{task} is being handed off already. Open that hand-off, or withdraw it first."
        ) from error
    handoff.begin(by=by)
    packet = Packet.objects.create(
        organisation_id=task.organisation_id,
        handoff=handoff,
        partner=partner,
        written_by=by,
        **(kept or skeleton(task)),
    )
    trail.record("wrote packet 1", about=packet, by=by)
    return handoff


def skeleton(task: Task) -> dict[str, Any]:
    """What a packet can take from the task itself; nobody's name, score or note among it."""
    procedure = Procedure.objects.filter(task=task).first()
    signed = procedure.versions.exclude(signed_off_at=None).order_by("-number").first() if procedure else None
    return {
        "client_name": task.organisation.name,
        "title": task.title,
        "objective": task.objective,
        "outcome": task.outcome,
        "system_name": str(task.system or ""),
        "schedule_words": task.rhythm_words,
        "time_zone": task.time_zone,
        "budget_minutes": task.effort_high or task.effort_likely or 0,
        "communication": "",
        "escalation": "",
        "checks": [task.outcome] if task.outcome.strip() else [],
        "steps": signed.steps if signed else [],
    }
