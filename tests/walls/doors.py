"""Behind every address a real row, and what a person would post there: complete, and right but for who asks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from delegation.scoring.engine import DEFAULT
from inventory.engine.reading import FIELDS
from tests.walls.world import CLIENT, PASSWORD, ROLES, TICKETS, World

Said = dict[str, Any]


@dataclass(frozen=True)
class Door:
    """One address: the rows in it, and what one posts; either may depend on the role that knocks."""

    rows: Callable[[str], Said]
    body: Callable[[str], Said]
    query: str = ""


def doors(world: World) -> dict[tuple[str, str], Door]:
    """By name of the route and method; a route with a body is posted to, one without is read."""
    found: dict[tuple[str, str], Door] = {}
    for part in (_ground, _catalogue, _scoring, _deciding, _agreements, _handoffs, _runs, _portal, _allauth):
        for (name, method), (rows, body, *query) in part(world).items():
            found[name, method] = Door(_by_role(rows), _by_role(body), *query)
    return found


def _by_role(given: Any) -> Callable[[str], Said]:
    return given if callable(given) else lambda _role: given


def _on(row: Any, **more: Any) -> Said:
    """What one posts about a version of a row."""
    return {"version": row.version, **more}


def _both(name: str, rows: Any, body: Any) -> dict[tuple[str, str], tuple[Any, Any]]:
    return {(name, "GET"): (rows, {}), (name, "POST"): (rows, body)}


def _ground(world: World) -> Any:
    people, rows, cast = world.at_home, world.rows, world.cast

    def colleague(role: str) -> Said:
        return {"pk": (cast.tom if role in {"lead", "technician"} else cast.omar).pk}

    def oneself(role: str) -> Said:
        return {"pk": (cast.asha if role in {"lead", "technician"} else cast.priya).pk}

    def invited(role: str) -> Said:
        offered = "technician" if role in {"lead", "technician"} else "contributor"
        return {
            "name": "Newcomer", "email": "next@newcomers.example", "role": offered, "purpose": "To help",
            "seat_expires_on": "2027-01-31",
        }  # fmt: skip

    def waiting(role: str) -> Said:
        return {"pk": (rows.seat_offered_there if role in {"lead", "technician"} else rows.seat_offered).pk}

    person = {
        "name": "Another name", "team_name": "Another team", "grade": 3, "hours_per_week": 30, "initiative_share": 20,
        "rate_per_hour": 55,
    }  # fmt: skip
    organisation = {
        "name": "Another name of ours", "time_zone": "Europe/Berlin", "country": "DE", "currency": "NOK",
        "workday_from": "07:00", "workday_to": "15:00",
    }  # fmt: skip

    def other_role(role: str) -> Said:
        return {"role": "lead" if role in {"lead", "technician"} else "auditor"}

    return {
        ("health", "GET"): ({}, {}),
        ("today", "GET"): ({}, {}),
        ("jump", "GET"): ({}, {}, "?q=hand"),
        **_both("accounts:seats", {}, lambda role: {"seat": people[role].pk if role in ROLES else ""}),
        ("accounts:people", "GET"): ({}, {}),
        ("accounts:invitations", "POST"): ({}, invited),
        ("accounts:renewed_invitation", "POST"): (waiting, {}),
        ("accounts:withdrawn_invitation", "POST"): (waiting, {}),
        ("accounts:role", "POST"): (colleague, other_role),
        ("accounts:ending", "POST"): (colleague, {}),
        **_both("accounts:invitation", {"token": rows.token}, {"password": PASSWORD}),
        **_both(
            "accounts:settings",
            {},
            {"theme": "dark", "density": "roomy", "single_keys": "on", "time_zone": "Europe/Berlin"},
        ),
        **_both("accounts:person", colleague, person),
        ("accounts:absences", "POST"): (oneself, {"from_on": "2026-12-21", "to_on": "2026-12-23"}),
        ("accounts:absence", "POST"): ({"pk": cast.priya.pk, "absence": rows.absence.pk}, {}),
        **_both("accounts:organisation", {}, organisation),
        ("notices:notices", "GET"): ({}, {}),
        ("notices:reading", "POST"): (
            lambda role: {"pk": rows.notices.get(role, rows.notices["lead"]).pk},
            {},
        ),
        ("audit:trail", "GET"): ({}, {}),
        ("audit:verification", "POST"): ({}, {}),
        ("demonstration:removal", "POST"): ({}, {}),
    }


def _catalogue(world: World) -> Any:
    rows, cast = world.rows, world.cast
    task = {
        "title": "Print labels anew", "when": "every month, 1st working day at 08:00", "holder": cast.priya.pk,
        "backup": cast.omar.pk, "system": rows.system.pk, "skill": rows.skill.pk, "purpose": "grow",
        "objective": "Lorries leave on time.", "outcome": "No lorry waits.", "effort_low": 10, "effort_likely": 20,
        "effort_high": 30, "closing_days": "keep", "basis": "schedule", "time_zone": "Europe/Oslo", "grade_needed": 2,
        "is_remote": "on", "is_documented": "on", "data_class": "internal", "regulations": "None", "wall": "",
        "last_consumer": "The drivers", "nobody_uses_it": "on", "is_legal_duty": "on", "has_fixed_rules": "on",
        "build_hours": 4, "review_on": "2027-03-01",
    }  # fmt: skip
    system = {
        "name": "Another system", "criticality": 2, "is_legacy": "on", "lifecycle": "tolerate", "data_class": "internal",
        "regulations": "None", "owner": cast.omar.pk,
    }  # fmt: skip
    goal = {"name": "Another goal", "horizon_on": "2027-12-31", "weight": 2}
    initiative = {
        "name": "Another initiative", "goal": rows.goal.pk, "kind": "grow", "starts_on": "2026-02-01",
        "ends_on": "2027-02-01", "minutes_per_week": 60, "expected_value": "Much",
    }  # fmt: skip
    chosen = dict.fromkeys(FIELDS, "")
    chosen |= {name: column for name, (column, _) in rows.import_waiting.found["mapping"].items()}
    return {
        **_both("inventory:tasks", {}, {"text": "Check replication lag every morning 10 min"}),
        **_both("inventory:new_task", {}, {**task, "version": ""}),
        ("inventory:task", "GET"): ({"pk": rows.task.pk}, {}),
        **_both("inventory:task_edit", {"pk": rows.task.pk}, {**task, "version": rows.task.version}),
        **_both(
            "inventory:cell", {"pk": rows.task.pk, "name": "title"}, {"value": "Another", "version": rows.task.version}
        ),
        ("inventory:retirement", "POST"): ({"pk": rows.task.pk}, _on(rows.task, why="Not needed")),
        ("inventory:restoration", "POST"): ({"pk": rows.retired.pk}, _on(rows.retired)),
        **_both("inventory:systems", {}, system),
        **_both("inventory:system", {"pk": rows.system.pk}, system),
        **_both("inventory:skills", {}, {"name": "Another skill"}),
        **_both("inventory:skill", {"pk": rows.skill.pk}, {"name": "Another skill"}),
        **_both("inventory:goals", {}, goal),
        **_both("inventory:goal", {"pk": rows.goal.pk}, goal),
        **_both("inventory:initiatives", {}, initiative),
        **_both("inventory:initiative", {"pk": rows.initiative.pk}, initiative),
        **_both("inventory:imports", {}, lambda _role: {"file": SimpleUploadedFile("tickets.csv", TICKETS)}),
        ("inventory:import", "GET"): ({"pk": rows.import_waiting.pk}, {}),
        ("inventory:reading", "POST"): (
            {"pk": rows.import_waiting.pk}, _on(rows.import_waiting, format="csv", date_order="dmy", **chosen),
        ),
        ("inventory:writing", "POST"): ({"pk": rows.import_waiting.pk}, _on(rows.import_waiting)),
        ("inventory:lines", "GET"): ({"pk": rows.import_waiting.pk}, {}),
        ("inventory:undoing", "POST"): ({"pk": rows.import_written.pk}, _on(rows.import_written)),
        ("inventory:dropping", "POST"): ({"pk": rows.import_dropped.pk}, _on(rows.import_dropped)),
        ("inventory:chores", "GET"): ({}, {}),
        ("inventory:acceptance", "POST"): ({"pk": rows.chore.pk}, _on(rows.chore, title="Backup, looked after")),
        ("inventory:merger", "POST"): ({"pk": rows.chore.pk}, _on(rows.chore, task=f"T-{rows.task.number}")),
        ("inventory:refusal", "POST"): ({"pk": rows.chore.pk}, _on(rows.chore)),
    }  # fmt: skip


def _scoring(world: World) -> Any:
    rows, cast = world.rows, world.cast
    every = {one.key: "3" for one in DEFAULT.criteria}
    weights = {f"weight_{one.key}": 5 for one in DEFAULT.criteria}
    campaign = {"name": "Winter round", "people": [cast.omar.pk], "due_on": "2026-12-01"}
    return {
        ("scoring:assess", "GET"): ({}, {}),
        **_both(
            "scoring:card",
            {"pk": rows.rated.pk, "criterion": "strategic"},
            {"level": "3", "evidence": "I saw it."},
        ),
        **_both("scoring:ratings", {"pk": rows.rated.pk}, every),
        ("scoring:why", "GET"): ({"pk": rows.rated.pk}, {}),
        ("scoring:ranking", "GET"): ({}, {}),
        **_both("scoring:rubric", {}, {**weights, "why": "Hours count more now", "number": 1}),
        **_both("scoring:campaigns", {}, campaign),
        ("scoring:campaign_end", "POST"): ({"pk": rows.campaign.pk}, {}),
    }


def _deciding(world: World) -> Any:
    rows, cast = world.rows, world.cast
    answer = {
        "verdict": "approve", "reason": "Routine.", "ready": "", "review_on": "2027-01-04", "reopen_if": "It grows",
    }  # fmt: skip
    batch = {
        "proposals": [rows.batched.pk], f"version-{rows.batched.pk}": rows.batched.version, "reason": "All of them.",
        "confirmed": "on",
    }  # fmt: skip
    trial = {
        "task": rows.to_try.pk, "stop_from_on": "2026-10-06", "watch_until_on": "2026-12-31", "watchers": [cast.omar.pk],
    }  # fmt: skip
    improvement = {
        "task": rows.task.pk, "change": "Print by night", "saved_minutes_per_month": 30, "owner": cast.priya.pk,
    }  # fmt: skip
    done = {"saved_minutes_per_month": 45, "done_on": "2026-10-05"}
    return {
        **_both("approval:proposals", {}, {"tasks": [rows.assessed.pk], "disposition": "delegate", "reason": "It wakes me."}),
        ("approval:proposal", "GET"): ({"pk": rows.proposal.pk}, {}),
        ("approval:decision", "POST"): ({"pk": rows.proposal.pk}, _on(rows.proposal, **answer)),
        ("approval:withdrawal", "POST"): ({"pk": rows.proposal.pk}, _on(rows.proposal)),
        ("approval:decisions", "POST"): ({}, batch),
        **_both("streamlining:trials", {}, trial),
        ("streamlining:trial", "GET"): ({"pk": rows.trial.pk}, {}),
        ("streamlining:missed", "POST"): ({"pk": rows.trial.pk}, {"what": "The noon list"}),
        ("streamlining:end", "POST"): ({"pk": rows.trial.pk}, _on(rows.trial, outcome="stopped", why="Nobody asked")),
        **_both("streamlining:improvements", {}, improvement),
        ("streamlining:done", "POST"): ({"pk": rows.improvement.pk}, done),
        ("ledger:ledger", "GET"): ({}, {}),
        ("ledger:booking", "POST"): ({"pk": rows.entry.pk}, {"initiative": rows.initiative.pk, "minutes": 60}),
        ("reporting:capacity", "GET"): ({}, {}),
        **_both("reporting:reports", {}, {"month": "2026-08"}),
        **{
            (f"reporting:{name}", "GET"): (lambda role: {"pk": rows.reports[role if role in CLIENT else "manager"].pk}, {})
            for name in ("report", "report_print", "report_file")
        },
    }  # fmt: skip


def _agreements(world: World) -> Any:
    rows, cast = world.rows, world.cast
    terms = {
        "number": "A-9", "starts_on": "2026-01-01", "ends_on": "2026-12-31", "notice_days": "30",
        "minimum_hold_days": "14", "rate_per_hour": "48", "currency": "EUR", "minutes_per_month": "600",
        "over_use": "block", "coverage": "office", "response_minutes": "60", "internal_note": "Between us",
    }  # fmt: skip
    scope = {"category": "Operate", "description": "More queues", "minutes_per_month_limit": 300}

    def way_in(row: Any) -> Said:
        return {"pk": rows.partnership.pk, "access": row.pk}

    firm = {"pk": rows.partnership.pk}
    access = {"system": rows.shut_system.name, "method": "Jump host", "expires_on": "2027-01-31"}

    def amendment(row: Any) -> Said:
        return {"pk": row.agreement_id, "amendment": row.pk}

    return {
        ("agreement:agreements", "GET"): ({}, {}),
        ("agreement:agreement", "GET"): ({"pk": rows.agreement.pk}, {}),
        **_both("agreement:draft", {}, {**terms, "partner": cast.meridian.pk}),
        **_both("agreement:terms", {"pk": rows.draft.pk}, _on(rows.draft, **terms)),
        ("agreement:scope", "POST"): ({"pk": rows.draft.pk}, scope),
        ("agreement:force", "POST"): ({"pk": rows.draft.pk}, _on(rows.draft)),
        ("agreement:ending", "POST"): ({"pk": rows.agreement.pk}, _on(rows.agreement, why="Too dear")),
        ("agreement:amendments", "POST"): ({"pk": rows.agreement.pk}, scope),
        ("agreement:amendment_proposal", "POST"): (amendment(rows.drafted), _on(rows.drafted)),
        ("agreement:amendment_signature", "POST"): (amendment(rows.proposed), _on(rows.proposed)),
        ("agreement:amendment_rejection", "POST"): (
            amendment(rows.proposed),
            _on(rows.proposed, why="Too dear"),
        ),
        ("agreement:amendment_reopening", "POST"): (amendment(rows.rejected), _on(rows.rejected)),
        ("agreement:partners", "GET"): ({}, {}),
        ("agreement:partner", "GET"): (firm, {}),
        ("agreement:partner_invitations", "POST"): (
            {},
            {"name": "Fjord", "lead_name": "Finn Fjord", "lead_email": "finn@fjord.example"},
        ),
        ("agreement:partner_withdrawal", "POST"): ({"pk": rows.waiting.pk}, {}),
        ("agreement:accesses", "POST"): (firm, access),
        ("agreement:access_opening", "POST"): (way_in(rows.access), {}),
        ("agreement:access_suspension", "POST"): (way_in(rows.access_live), {}),
        ("agreement:access_revocation", "POST"): (way_in(rows.access_lost), {}),
        ("agreement:capabilities", "POST"): (firm, {"skill": rows.skill.name, "level": 3}),
    }


STEP_FORMS = {
    "steps-TOTAL_FORMS": 1, "steps-INITIAL_FORMS": 0, "steps-0-title": "Open the monitor", "steps-0-why": "To see",
    "steps-0-command": "WRKJOBQ", "steps-0-expected": "An empty queue", "steps-0-stop_when": "It is full",
    "steps-0-ORDER": 1, "steps-0-DELETE": "",
}  # fmt: skip


def _handoffs(world: World) -> Any:
    rows = world.rows
    packet = {
        "title": "Restart queues", "objective": "Orders flow", "outcome": "No queue stands", "system_name": "ERP",
        "schedule_words": "nightly", "budget_minutes": 25, "communication": "Write", "escalation": "Call the duty",
        "checks": "No queue stands still.", **STEP_FORMS,
    }  # fmt: skip
    prepare = {
        "task": rows.to_prepare.pk, "partner": world.cast.meridian.pk, "agreement": rows.agreement.pk,
        "scope_item": rows.scope_item.pk,
    }  # fmt: skip
    waiver = {"reason": "It may pass", "expires_on": "2026-12-31"}

    def waived(role: str) -> Said:
        return {**waiver, "kind": "data" if role == "security" else "wall"}

    def act(name: str, row: Any, **more: Any) -> Any:
        return {(name, "POST"): ({"pk": row.pk}, more)}

    return {
        ("handoff:handoffs", "GET"): ({}, {}),
        **_both("handoff:preparation", {}, prepare),
        ("handoff:handoff", "GET"): ({"pk": rows.active.pk}, {}),
        **_both("handoff:packet", {"pk": rows.preparing.pk}, _on(rows.preparing, **packet)),
        **_both(
            "handoff:preview", {"pk": rows.preparing.pk},
            {"content_hash": rows.preparing.packets.latest("number").fingerprint},
        ),
        ("handoff:waivers", "POST"): ({"pk": rows.preparing.pk}, waived),
        **act("handoff:offer", rows.preparing, version=rows.preparing.version),
        **act(
            "handoff:terms", rows.preparing, version=rows.preparing.version, agreement=rows.agreement.pk,
            scope_item=rows.scope_item.pk,
        ),
        **act("handoff:withdrawal", rows.offered, version=rows.offered.version, why="Not now"),
        ("handoff:transfer", "GET"): ({"pk": rows.taught.pk}, {}),
        ("handoff:steps", "POST"): (
            {"pk": rows.taught.pk, "step": rows.step.pk}, {"minutes": 45, "evidence": "Seen", "done": "on"},
        ),
        **act("handoff:signature", rows.taught, version=rows.taught.version),
        ("handoff:procedure_signature", "POST"): (
            {"pk": rows.active.pk, "procedure_version": rows.unsigned.pk}, {},
        ),
        **act("handoff:opening", rows.standby, version=rows.standby.version, why="Season"),
        **act("handoff:closing", rows.active, version=rows.active.version, why="Season over"),
        **act("handoff:reviews", rows.active, version=rows.active.version, note="It goes well"),
        **act("handoff:suspension", rows.active, why="It smells"),
        **act("handoff:resumption", rows.suspended, note="It is safe again"),
        **act("handoff:continuation", rows.returned, agreement=rows.agreement.pk),
        **act("handback:recall", rows.active, reason_code="demand", why="We can do it", notice_days=45),
        ("handback:way_home", "GET"): ({"pk": rows.returning.pk}, {}),
        **act("handback:access", rows.going.handoff),
        **act("handback:procedure", rows.going.handoff),
        **act("handback:return_signature", rows.returning, version=rows.returning.way_home.version),
        **act("handback:force", rows.returning, version=rows.returning.way_home.version, why="We wait no longer"),
    }  # fmt: skip


def _runs(world: World) -> Any:
    rows = world.rows

    def act(name: str, row: Any, **more: Any) -> Any:
        return {(f"tracking:{name}", "POST"): ({"pk": row.pk}, _on(row, **more))}

    return {
        ("tracking:runs", "GET"): ({"pk": rows.active.pk}, {}),
        ("tracking:order", "POST"): ({"pk": rows.running.pk}, {"at": "2026-10-05T18:00"}),
        ("tracking:words", "POST"): ({"pk": rows.active.pk}, {"body": "Look at it", "visibility": "shared"}),
        ("tracking:run", "GET"): ({"pk": rows.run_begun.pk}, {}),
        **act("answer", rows.run_asked, body="The one on the left"),
        **act("approval", rows.run_judged),
        **act("rework", rows.run_judged, why="One queue stands"),
        **act("cancellation", rows.run_requested, why="Not needed"),
    }


def _portal(world: World) -> Any:
    rows, cast = world.rows, world.cast

    def run(name: str, row: Any, **more: Any) -> Any:
        return {(f"portal:{name}", "POST"): ({"pk": row.pk}, {"version": row.version, **more})}

    def handoff(name: str, row: Any, **more: Any) -> Any:
        return {(f"portal:{name}", "POST"): ({"pk": row.pk}, more)}

    return {
        **{(f"portal:{name}", "GET"): ({}, {}) for name in ("queue", "done", "team", "handoffs", "agreements")},
        ("portal:agreement", "GET"): ({"pk": rows.agreement.pk}, {}),
        ("portal:amendment_signature", "POST"): (
            {"pk": rows.proposed.agreement_id, "amendment": rows.proposed.pk}, {"version": rows.proposed.version},
        ),
        ("portal:amendment_rejection", "POST"): (
            {"pk": rows.proposed.agreement_id, "amendment": rows.proposed.pk},
            {"version": rows.proposed.version, "why": "Too dear"},
        ),
        **_both("portal:invitation", {"token": rows.question}, {"firm_name": "Tarn", "password": PASSWORD, "seat": ""}),
        **_both(
            "portal:hours", {}, {"client": cast.halden.pk, "week_on": "2026-10-12", "minutes": 20, "is_firm": "firm"}
        ),
        ("portal:run", "GET"): ({"pk": rows.run_begun.pk}, {}),
        ("portal:pick_up", "POST"): ({"pk": rows.run_requested.pk}, {}),
        **run("start", rows.run_accepted),
        ("portal:tick", "POST"): ({"pk": rows.run_begun.pk, "check": rows.check.pk}, {"evidence": "Seen", "undo": ""}),
        **run("run_question", rows.run_begun, question="Which queue?"),
        **run("resumption", rows.run_asked),
        ("portal:time", "POST"): (
            {"pk": rows.run_begun.pk},
            {"minutes": 25, "worked_on": "2026-10-05", "category": "run", "note": "Two queues", "key": "second"},
        ),
        **run("submission", rows.run_complete, note="Done"),
        **run("sending_home", rows.run_accepted, why="I lack access", note="As I found it"),
        **run("putting_down", rows.run_accepted, note="Half done"),
        ("portal:handoff", "GET"): ({"pk": rows.active.pk}, {}),
        **handoff(
            "acceptance", rows.offered, version=rows.offered.version, estimate_minutes=25,
            technicians=[cast.asha.pk, cast.tom.pk],
        ),
        **handoff("question", rows.offered, version=rows.offered.version, question="Which system?"),
        **handoff("refusal", rows.offered, version=rows.offered.version, why="No hours"),
        **handoff("naming", rows.taught, technician=world.colleague["technician"].pk),
        ("portal:release", "POST"): ({"pk": rows.active.pk, "competence": rows.competence.pk}, {}),
        ("portal:step", "POST"): (
            {"pk": rows.taught.pk, "step": rows.step.pk}, {"minutes": 45, "evidence": "Seen", "done": "on"},
        ),
        **_both(
            "portal:procedure", {"pk": rows.active.pk},
            {name.replace("steps-", "form-"): value for name, value in STEP_FORMS.items()},
        ),
        **handoff("words", rows.active, body="Look at it", visibility="shared"),
        **handoff("signature", rows.taught, version=rows.taught.version),
        **handoff("suspension", rows.active, why="It smells"),
        **handoff("handing_back", rows.active, reason_code="capacity", why="No hours left"),
        **handoff("confirmation", rows.confirming, version=rows.confirming.way_home.version),
    }  # fmt: skip


def _allauth(_world: World) -> Any:
    """The pages of signing in; the bodies are right in shape, the secrets in them are not."""
    named = {"uidb36": "1", "key": "set-password"}
    return {
        **_both("account_login", {}, {"login": "nobody@halden.example", "password": "not this one"}),
        **_both("account_logout", {}, {}),
        **_both("account_signup", {}, {"email": "new@halden.example", "password1": PASSWORD}),
        **_both("account_email", {}, {"email": "other@halden.example", "action_add": ""}),
        ("account_inactive", "GET"): ({}, {}),
        ("account_email_verification_sent", "GET"): ({}, {}),
        **_both("account_confirm_email", {"key": "nobody-wrote-this"}, {}),
        **_both("account_confirm_login_code", {}, {"code": "123456"}),
        **_both("account_change_password", {}, {"oldpassword": "not this one", "password1": PASSWORD}),
        **_both("account_set_password", {}, {"password1": PASSWORD}),
        **_both("account_reset_password", {}, {"email": "nobody@halden.example"}),
        ("account_reset_password_done", "GET"): ({}, {}),
        **_both("account_reset_password_from_key", named, {"password1": PASSWORD}),
        ("account_reset_password_from_key_done", "GET"): ({}, {}),
        **_both("account_reauthenticate", {}, {"password": "not this one"}),
        **_both("usersessions_list", {}, {}),
        ("mfa_index", "GET"): ({}, {}),
        **_both("mfa_authenticate", {}, {"code": "123456"}),
        **_both("mfa_reauthenticate", {}, {"code": "123456"}),
        **_both("mfa_activate_totp", {}, {"code": "123456"}),
        **_both("mfa_deactivate_totp", {}, {}),
        ("mfa_view_recovery_codes", "GET"): ({}, {}),
        ("mfa_download_recovery_codes", "GET"): ({}, {}),
        **_both("mfa_generate_recovery_codes", {}, {}),
        ("mfa_list_webauthn", "GET"): ({}, {}),
        **_both("mfa_add_webauthn", {}, {"name": "Key", "credential": "{}"}),
        **_both("mfa_edit_webauthn", {"pk": 1}, {"name": "Key"}),
        **_both("mfa_remove_webauthn", {"pk": 1}, {}),
        **_both("mfa_login_webauthn", {}, {"credential": "{}"}),
        **_both("mfa_reauthenticate_webauthn", {}, {"credential": "{}"}),
    }
