"""What people do about proposals."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse

from delegation.accounts.models import Organisation, Person, Role
from delegation.accounts.permissions import Refused, require
from delegation.approval import engine
from delegation.approval.models import ADVISED, Decision, Proposal, facts_of
from delegation.approval.permissions import ended_words, may_decide, may_propose, may_withdraw
from delegation.moves import Stale, same_version
from delegation.notices.word import tell
from inventory.models import Task

_OUTCOME = {
    Decision.Verdict.APPROVE: Proposal.Status.APPROVED,
    Decision.Verdict.RETURN: Proposal.Status.RETURNED,
    Decision.Verdict.DECLINE: Proposal.Status.DECLINED,
}


@transaction.atomic
def propose(
    *, tasks: Sequence[Task], disposition: str, reason: str, by: Person, partner: Organisation | None = None
) -> list[Proposal]:
    """Ask for one or many tasks at once, each with a frozen copy of what it says now; all of them or none.

    ``disposition`` is one of ``Proposal.Disposition``, or ``ADVISED``. Raises ``Refused`` where ``by`` may not ask,
    where a task has an open question already, or where nothing is advised for it.
    """
    proposals = []
    for task in tasks:
        require(may_propose(by, task))
        frozen = facts_of(task)
        proposal = Proposal(
            organisation_id=task.organisation_id, task=task, disposition=_meant(disposition, task, frozen), reason=reason, partner=partner,
            frozen=frozen, frozen_hash=engine.fingerprint(frozen), asked_by=by, needs_two=engine.needs_two_people(
                hours_per_month=float(task.hours_per_month), sensitivity=frozen["sensitivity"], data_class=task.data_class
            ),
        )  # fmt: skip
        _ask(proposal)
        proposal.begin(by=by, why=reason)
        proposals.append(proposal)
    _tell_approvers(proposals, by=by)
    return proposals


@transaction.atomic
def decide(
    *, proposal: Proposal, verdict: str, reason: str, by: Person,
    version: int | None = None, review_on: date | None = None, reopen_if: str = "",
) -> Decision:  # fmt: skip
    """Answer a proposal and tell the person who asked; the first of two needed approvals leaves it open.

    Raises ``Refused`` if ``by`` may not decide, or if an approval is asked for a task that has changed since;
    ``Stale`` if somebody was faster.
    """
    _same_question(proposal, version)
    require(may_decide(by, proposal))
    if verdict == Decision.Verdict.APPROVE:
        _is_as_asked(proposal)
    with _faster(proposal):
        _answer(proposal, verdict=verdict, reason=reason, by=by)
    decision = Decision.objects.create(
        organisation_id=proposal.organisation_id, proposal=proposal, verdict=verdict, reason=reason, by=by,
        review_on=review_on, reopen_if=reopen_if,
    )  # fmt: skip
    if proposal.status == Proposal.Status.APPROVED and proposal.task.status == Task.Status.ASSESSED:
        proposal.task.move(to=Task.Status.DECIDED, by=by, why=reason)
    _tell_asker(proposal, decision)
    return decision


def withdraw(*, proposal: Proposal, by: Person, version: int | None = None) -> None:
    """Take one's own question back."""
    _same_question(proposal, version)
    require(may_withdraw(by, proposal))
    with _faster(proposal):
        proposal.move(to=Proposal.Status.WITHDRAWN, by=by)


def _same_question(proposal: Proposal, version: int | None) -> None:
    """Raise ``Stale`` for a page that is older than the proposal: what ended it, or that it should be looked at again."""
    with _faster(proposal):
        same_version(proposal, version)


@contextmanager
def _faster(proposal: Proposal) -> Iterator[None]:
    """Let word that somebody was faster say who ended the question, where that is what they did."""
    try:
        yield
    except Stale as stale:
        now = Proposal.objects.select_related("asked_by").get(pk=proposal.pk)
        if now.status == Proposal.Status.OPEN:
            raise
        raise Stale(ended_words(now)) from stale


def _meant(disposition: str, task: Task, frozen: Mapping[str, Any]) -> str:
    """What is asked for one task; what is advised is that of the copy which the approver reads."""
    if disposition != ADVISED:
        return disposition
    if frozen["advice"] not in Proposal.Disposition:
        raise Refused(f"{task} has no score yet, so nothing is advised. Say what should become of it.")
    return str(frozen["advice"])


def _ask(proposal: Proposal) -> None:
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(
            f"{proposal.task} has an open proposal already. Withdraw it, or wait for its answer."
        ) from error


def _is_as_asked(proposal: Proposal) -> None:
    """An approval is of what was frozen, never of what became of it since."""
    if proposal.task.status == Task.Status.RETIRED:
        raise Refused("The task has been retired since this was proposed, so there is nothing to approve.")
    if engine.fingerprint(facts_of(proposal.task)) != proposal.frozen_hash:
        raise Refused(
            "The task or its score has changed since this was proposed. Return it, so that it is asked anew."
        )


def _answer(proposal: Proposal, *, verdict: str, reason: str, by: Person) -> None:
    first_of_two = (
        verdict == Decision.Verdict.APPROVE
        and proposal.needs_two
        and not proposal.decisions.filter(verdict=Decision.Verdict.APPROVE).exists()
    )
    if first_of_two:
        proposal.change("approved, the first of two", by=by, why=reason)
    else:
        proposal.move(to=_OUTCOME[Decision.Verdict(verdict)], by=by, why=reason)


def _tell_approvers(proposals: Sequence[Proposal], *, by: Person) -> None:
    managers = Person.objects.filter(
        organisation=by.organisation_id, role=Role.MANAGER, ended_at=None
    ).exclude(pk=by.pk)
    names = ", ".join(str(proposal.task) for proposal in proposals)
    for manager in managers.select_related("user"):
        tell(
            manager, kind="proposal", about=proposals[0], address=reverse("approval:proposals"),
            subject=f"{len(proposals)} proposed: {names}" if len(proposals) > 1 else f"Proposed: {names}",
            body=f"{by} asks whether this can go. The details are in {proposals[0].organisation}'s list of approvals.",
        )  # fmt: skip


def _tell_asker(proposal: Proposal, decision: Decision) -> None:
    if decision.by_id == proposal.asked_by_id:
        return
    must_act = proposal.status == Proposal.Status.RETURNED
    tell(
        proposal.asked_by, kind="decision", about=proposal, must_act=must_act,
        address=reverse("approval:proposal", args=[proposal.pk]),
        subject=f"{proposal.get_status_display()}: {proposal.task}", body=decision.reason,
    )  # fmt: skip
