"""The demonstration: loaded once, true to the rules, something on every page, and gone without a trace."""

import re
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from io import StringIO
from itertools import pairwise
from statistics import mean
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Q, Sum
from django.test import Client
from django.urls import reverse

from delegation.accounts.models import Organisation, Person, Role, User
from delegation.agreement.models import HourBank
from delegation.approval.models import Proposal
from delegation.audit.models import AuditEvent
from delegation.handoff.models import Handoff, approval_of, openable_of
from delegation.ledger.models import Entry
from delegation.management import demonstration
from delegation.management.demonstration.frequencies import PER_MONTH, popups_of, popups_per_month
from delegation.management.demonstration.people import PASSWORD
from delegation.management.demonstration.shipped import FOLDER, statements, table
from delegation.management.demonstration.tickets import export
from delegation.moves import Moving
from delegation.navigation import FOOT, GROUPS, TODAY
from delegation.notices.models import Notice
from delegation.reporting.jobs import gather
from delegation.reporting.models import Report
from delegation.scoring.models import Score
from delegation.tracking.models import ClockInterval, PartnerRun, TimeEntry, due_of
from inventory.engine import reading
from inventory.models import Chore, Import, Run, SourceTicket, Task
from tests.conftest import make_cast

NOW = datetime(2026, 11, 24, 11, 20, tzinfo=ZoneInfo("Europe/Oslo"))
OURS = ("accounts", "audit", "notices", "inventory", "delegation")
ROLES = [
    ("marta@halden-foods.example", Role.MANAGER), ("priya@halden-foods.example", Role.CONTRIBUTOR),
    ("eva@halden-foods.example", Role.EXECUTIVE), ("sven@halden-foods.example", Role.SECURITY),
    ("otto@halden-foods.example", Role.AUDITOR), ("ada@halden-foods.example", Role.ADMIN),
    ("rachel@meridian-it.example", Role.LEAD), ("asha@meridian-it.example", Role.TECHNICIAN),
]  # fmt: skip


@pytest.fixture(scope="module")
def loaded_once(django_db_setup, django_db_blocker):
    """Loading takes seconds, so it happens once; every test works inside its own transaction."""
    patch = pytest.MonkeyPatch()
    patch.setattr("celery.app.task.Task.apply_async", lambda *_args, **_kwargs: None)
    with django_db_blocker.unblock():
        demonstration.load(now=NOW)
    yield
    with django_db_blocker.unblock():
        demonstration.remove()
    patch.undo()


@pytest.fixture
def loaded(loaded_once, db):
    return Organisation.objects.get(name="Halden Foods")


def rows_of_everything() -> Counter[str]:
    models = [
        model for label in OURS for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
    return Counter({model._meta.label: count for model in models if (count := model._base_manager.count())})


# -- loaded, once, and gone ----------------------------------------------------------------------------------


def test_loading_twice_is_loading_once(loaded):
    before = rows_of_everything()
    for words in ([], ["--once"]):
        call_command("demo", *words, stdout=StringIO())
    assert rows_of_everything() == before
    with pytest.raises(ValueError, match="loaded already"):
        demonstration.load(now=NOW)


def test_removing_leaves_the_rows_of_others_and_no_other(loaded):
    cast = make_cast()
    cast_only = {"accounts.Organisation": 4, "accounts.Team": 1, "accounts.User": 16, "accounts.Person": 16}
    cast_only["delegation.Partnership"] = 4
    out = StringIO()
    call_command("demo", "--remove", stdout=out)
    assert "rows were deleted" in out.getvalue()
    assert rows_of_everything() == cast_only
    assert Person.objects.filter(pk=cast.marta.pk).exists()


def test_a_login_with_a_seat_elsewhere_stays(loaded):
    cast = make_cast()
    marta = User.objects.get(email="marta@halden-foods.example")
    Person.objects.create(user=marta, organisation=cast.norrby, role=Role.MANAGER, name="Marta Kvist")
    demonstration.remove()
    assert list(marta.seats.values_list("organisation__slug", flat=True)) == ["norrby"]


def test_what_others_work_with_is_not_removed(loaded):
    cast = make_cast()
    seat = Person.objects.get(user__email="rachel@meridian-it.example")
    Notice.objects.create(organisation=cast.halden, to=seat, kind="word", subject="Welcome")
    before = rows_of_everything()
    with pytest.raises(CommandError, match="Nothing was removed"):
        call_command("demo", "--remove", stdout=StringIO())
    assert rows_of_everything() == before


@pytest.mark.parametrize("email", ["marta@halden-foods.example", "ada@halden-foods.example"])
def test_one_click_takes_it_out(loaded, sign_in, email):
    cast = make_cast()
    browser = sign_in(Person.objects.get(user__email=email))
    page = browser.get("/").content.decode()
    assert "its people and its figures are invented" in page
    assert f'action="{reverse("demonstration:removal")}"' in page
    answer = browser.post(reverse("demonstration:removal"), follow=True)
    assert answer.redirect_chain[0][0] == reverse("account_login")
    assert "The demonstration is gone" in answer.content.decode()
    assert "python manage.py organisation" in answer.content.decode()
    assert not demonstration.is_there()
    assert Person.objects.filter(pk=cast.marta.pk).exists()


def test_nobody_else_takes_it_out(loaded, sign_in):
    cast = make_cast()
    seats = Person.objects.filter(organisation__is_demonstration=True).exclude(
        role__in=[Role.MANAGER, Role.ADMIN]
    )
    for person in [*seats, cast.ada]:
        browser = sign_in(person)
        assert "demonstration/removal" not in browser.get("/", follow=True).content.decode()
        refused = 404 if person.is_partner else 403
        assert browser.post(reverse("demonstration:removal")).status_code == refused
    assert demonstration.is_there()


def test_a_click_keeps_what_others_work_with(loaded, sign_in):
    cast = make_cast()
    seat = Person.objects.get(user__email="rachel@meridian-it.example")
    Notice.objects.create(organisation=cast.halden, to=seat, kind="word", subject="Welcome")
    browser = sign_in(Person.objects.get(user__email="marta@halden-foods.example"))
    answer = browser.post(reverse("demonstration:removal"), follow=True)
    assert "Nothing was removed" in answer.content.decode()
    assert demonstration.is_there()


def test_nothing_is_said_or_removed_where_it_is_not_loaded(loaded):
    demonstration.remove()
    for word in ("--sign-ins", "--remove"):
        out = StringIO()
        call_command("demo", word, stdout=out)
        assert out.getvalue().strip() == "The demonstration is not loaded."


def test_production_refuses_a_password_that_everybody_knows(loaded, settings, monkeypatch):
    demonstration.remove()
    loads = []
    monkeypatch.setattr(demonstration, "load", lambda **words: loads.append(words))
    settings.EMBEDDED = False
    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("demo", stdout=StringIO())
    assert not loads
    call_command("demo", "--yes-in-production", stdout=StringIO())
    assert len(loads) == 1


# -- signing in ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("email", "role"), ROLES)
def test_every_role_signs_in_by_the_form(loaded, settings, email, role):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    browser = Client()
    answer = browser.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content
    assert browser.get(reverse("accounts:settings")).status_code == 200
    assert Person.objects.get(user__email=email).role == role


def test_sign_ins_name_every_role_and_the_password(loaded):
    said = "\n".join(demonstration.sign_ins())
    assert PASSWORD in said
    assert all(label in said for label in Role.labels)
    assert all(email in said for email, _ in ROLES)


@pytest.mark.parametrize(
    ("email", "role"), [pair for pair in ROLES if pair[1] not in {Role.LEAD, Role.TECHNICIAN}]
)
def test_every_place_of_a_role_has_a_page(loaded, sign_in, email, role):
    browser = sign_in(Person.objects.get(user__email=email))
    places = [TODAY, *(place for _, group in GROUPS for place in group), *FOOT]
    pages = [place.name for place in places if role in place.roles]
    answers = {name: browser.get(reverse(name), follow=True).status_code for name in pages}
    assert set(answers.values()) == {200}, answers


def test_no_link_on_a_proposal_leads_an_executive_to_a_closed_door(loaded, sign_in):
    browser = sign_in(Person.objects.get(user__email="eva@halden-foods.example"))
    latest = {
        kind: Proposal.objects.filter(organisation=loaded, disposition=kind).last()
        for kind in Proposal.Disposition
    }
    pages = [
        browser.get(reverse("approval:proposal", args=[found.pk])).content.decode()
        for found in latest.values()
        if found
    ]
    links = {link for page in pages for link in re.findall(r'<a [^>]*href="(/[^"#]*)"', page)}
    assert len(links) > 5
    assert {browser.get(link, follow=True).status_code for link in links} == {200}


@pytest.mark.parametrize(
    "email", ["rachel@meridian-it.example", "asha@meridian-it.example", "rolf@cobalt-operations.example"]
)
def test_partners_have_a_window(loaded, sign_in, email):
    browser = sign_in(Person.objects.get(user__email=email))
    assert browser.get(reverse("portal:queue")).status_code == 200


def test_the_lists_show_what_was_loaded(loaded, sign_in):
    browser = sign_in(Person.objects.get(user__email="marta@halden-foods.example"))
    for name, words in {
        "inventory:chores": "Label printer out of line", "inventory:imports": "service-desk-since.csv",
        "approval:proposals": "Read logs of failed jobs", "agreement:agreements": "HF-2025-04",
    }.items():  # fmt: skip
        assert words in browser.get(reverse(name), follow=True).content.decode(), name


# -- true to the rules ---------------------------------------------------------------------------------------


def test_everything_stands_in_every_state(loaded):
    everything_stands_in_every_state(loaded)


def everything_stands_in_every_state(client):
    for model, field in ((Handoff, "status"), (Proposal, "status"), (PartnerRun, "status")):
        shown = set(model.objects.filter(organisation=client).values_list(field, flat=True))
        assert shown == set(
            model._meta.get_field(field).flatchoices and dict(model._meta.get_field(field).flatchoices)
        )


def test_every_move_left_its_trail(loaded):
    """Versions run from nothing without a gap, and only along arrows that exist."""
    events = defaultdict(list)
    for kind, pk, version, before, after in AuditEvent.objects.exclude(version=None).order_by("version").values_list(
        "about_type", "about_id", "version", "before", "after"
    ):  # fmt: skip
        events[kind, pk].append((version, before, after))
    moving = [model for model in apps.get_models() if issubclass(model, Moving)]
    for model in moving:
        for pk, status, version in model._base_manager.values_list("pk", "status", "version"):
            life = events.get((model._meta.label_lower, str(pk)))
            if model is Chore and version == 0:
                continue  # a machine proposes them; their life begins with a decision
            assert life is not None, (model, pk)
            numbers = [number for number, _, _ in life]
            assert numbers == list(range(numbers[0], version + 1)), (model, life)
            arrows = [
                (before, after) for _, before, after in life if before in model.MOVES and after in model.MOVES
            ]
            assert all(after in model.MOVES[before] for before, after in arrows)
            assert (arrows[-1][1] if arrows else life[0][2]) == status


def test_nothing_happened_later_than_now(loaded):
    nothing_happened_later_than(NOW)


def nothing_happened_later_than(now):
    assert not Run.objects.filter(ended_at__gt=now).exists()
    assert not PartnerRun.objects.filter(Q(ended_at__gt=now) | Q(submitted_at__gt=now)).exists()
    assert not TimeEntry.objects.filter(worked_on__gt=now.date()).exists()
    assert not Proposal.objects.filter(asked_at__gt=now).exists()


def test_clocks_cover_their_runs_and_give_the_due_time(loaded):
    clocks = defaultdict(list)
    for interval in ClockInterval.objects.order_by("from_at"):
        clocks[interval.partner_run_id].append(interval)
    runs = PartnerRun.objects.whole()
    assert runs.count() == len(clocks)
    for run in runs:
        clock = clocks[run.pk]
        assert all(one.to_at == other.from_at for one, other in pairwise(clock))
        assert clock[-1].to_at == run.ended_at
    for run in list(runs.exclude(ended_at=None)[:60]):
        assert due_of(run, clocks[run.pk], at=run.ended_at) == run.due_at


def test_minutes_are_the_same_wherever_they_are_counted(loaded):
    worked = TimeEntry.objects.filter(partner_run__status="done").aggregate(total=Sum("minutes"))["total"]
    assert Run.objects.filter(at_partner=True).done().aggregate(total=Sum("minutes"))["total"] == worked
    booked = HourBank.objects.aggregate(total=Sum("booked_minutes"))["total"]
    assert booked == TimeEntry.objects.aggregate(total=Sum("minutes"))["total"]
    days = TimeEntry.objects.values("person", "worked_on").annotate(total=Sum("minutes"))
    assert max(day["total"] for day in days) <= 12 * 60
    assert not Entry.objects.filter(booked_minutes__gt=F("minutes")).exists()


def test_handoffs_that_work_meet_their_guards(loaded):
    for handoff in Handoff.objects.filter(status__in=["active", "standby"]).select_related(
        "task", "agreement", "scope_item__amendment"
    ):
        missing = [line.label for line in openable_of(handoff, on=NOW.date()) if not line.done]
        assert not missing, (handoff, missing)
        assert approval_of(handoff.task) is not None
        assert handoff.deadline_at > NOW


OTHER_DAYS = [
    datetime(2026, 8, 1, 0, 10, tzinfo=NOW.tzinfo),  # a month that has just begun, on a Saturday
    datetime(2027, 3, 28, 3, 30, tzinfo=NOW.tzinfo),  # half an hour after the clocks went forward
]


@pytest.mark.parametrize("now", OTHER_DAYS, ids=lambda now: f"{now:%Y-%m-%d}")
def test_it_is_as_true_on_any_other_day(loaded, now):
    demonstration.remove()
    demonstration.load(now=now)
    halden = Organisation.objects.get(name="Halden Foods")
    everything_stands_in_every_state(halden)
    nothing_happened_later_than(now)
    the_partners_carry_more_and_nights_are_quieter(by_month(halden, now))
    assert Run.objects.filter(organisation=halden, source="schedule", due_at__gt=now).exists()
    assert PartnerRun.objects.filter(organisation=halden, due_at__gt=now).exists()


def test_the_story_of_the_capacity_page(loaded):
    """Own load near capacity, the partners carrying more month by month, and nights that become quiet."""
    months = by_month(loaded, NOW)
    partner = [month["partner"] for month in months]
    assert partner == sorted(partner)
    assert months[-1]["transform"] > months[0]["transform"] * 1.3
    assert months[0]["own"] > 1 > months[-1]["own"] > 0.85
    the_partners_carry_more_and_nights_are_quieter(months)


def the_partners_carry_more_and_nights_are_quieter(months):
    """What holds whenever it is loaded; holidays and month ends make single months larger or smaller."""
    assert len(months) >= 6
    assert months[-1]["partner"] > max(40 * 60, months[0]["partner"])
    assert months[-1]["nights"] < months[0]["nights"] / 2
    own = [month["own"] for month in months]
    assert min(own) > 0.7
    assert own[-1] < 1 < max(own) < 1.5


def by_month(client, now) -> list[dict[str, float]]:
    """The means of each month's weeks, up to the month that ended last."""
    ended = now.date().replace(day=1) - timedelta(days=1)
    weeks = gather(client, month_on=ended.replace(day=1), as_of=now).weeks
    figures = {
        "partner": lambda week: week.partner_minutes,
        "nights": lambda week: week.night_calls,
        "transform": lambda week: week.transform_minutes,
        "own": lambda week: (week.run_minutes + week.grow_minutes + week.transform_minutes) / (week.capacity_minutes - week.leave_minutes),
    }  # fmt: skip
    months = sorted({week.start.replace(day=1) for week in weeks})
    return [
        {name: mean(figure(week) for week in weeks if week.start.replace(day=1) == month) for name, figure in figures.items()}
        for month in months
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["ana", "tomas"])
def test_the_words_of_a_round_say_how_many_tasks_wait(loaded, sign_in, name):
    browser = sign_in(Person.objects.get(user__email=f"{name}@halden-foods.example"))
    page = " ".join(browser.get("/").content.decode().split())
    counted = re.search(r"(\d+) of your tasks", page)[1]
    assert f"You have {counted} tasks to assess" in page


def test_an_import_waits_with_something_of_everything(loaded):
    waiting = Import.objects.get(status=Import.Status.BROUGHT)
    assert min(waiting.created, waiting.updated, waiting.unchanged, waiting.skipped) > 0
    assert set(Chore.objects.values_list("status", flat=True)) == set(Chore.Status.values)


def test_there_is_enough_to_look_at(loaded):
    tasks = Task.objects.filter(organisation=loaded)
    assert tasks.live().count() >= 130
    assert set(tasks.values_list("status", flat=True)) == set(Task.Status.values)
    assert Score.objects.standing().filter(organisation=loaded).count() >= 120
    assert set(Score.objects.standing().values_list("advice", flat=True)) == set(Proposal.Disposition.values)
    assert 1300 <= SourceTicket.objects.count() <= 1700
    assert 5 <= Chore.objects.filter(status="proposed").count() <= 60
    assert Report.objects.filter(organisation=loaded).exclude(data_hash="").count() == 2
    shared = Handoff.objects.filter(partner__name="Meridian Managed IT").aggregate(
        clients=Count("organisation", distinct=True)
    )
    assert shared["clients"] == 2


def test_two_raters_differ_sometimes_and_not_often(loaded):
    levels = defaultdict(set)
    for task, criterion, level in apps.get_model("delegation", "Rating").objects.values_list(
        "task", "criterion", "level"
    ):
        levels[task, criterion].add(level)
    differing = sum(len(found) > 1 for found in levels.values()) / len(levels)
    assert 0.05 < differing < 0.35


# -- what it is made of --------------------------------------------------------------------------------------


def test_the_frequencies_are_those_of_job_holders():
    for place, rate in enumerate(PER_MONTH):
        assert popups_per_month([100 * (place == other) for other in range(7)]) == pytest.approx(rate)
    with pytest.raises(ValueError, match="Seven shares"):
        popups_per_month([0] * 7)
    assert all(
        PER_MONTH[0] <= popups_of(row) <= PER_MONTH[-1] for row in statements().values() if row["frequency"]
    )


def test_the_tickets_read_like_any_export():
    read = reading.read(export(today=NOW.date()))
    assert len(read.tickets) > 1300
    assert export(today=NOW.date()) == export(today=NOW.date())


def test_every_shipped_source_has_its_licence_beside_it():
    assert "used under CC BY 4.0; modified" in (FOLDER / "LICENCE-onet.txt").read_text().replace("\n", " ")
    for name, words in {
        "agreements": "Common Paper",
        "partner_rates": "CC0",
        "wages": "Public domain",
    }.items():
        assert words in (FOLDER / f"LICENCE-{name}.txt").read_text()


def test_every_task_has_a_statement_and_is_named_once():
    for name in ("tasks", "norrby_tasks"):
        rows = table(name)
        assert {row["onet"] for row in rows} <= statements().keys()
        assert len({row["title"] for row in rows}) == len(rows)
