"""Every row says which organisation it belongs to; so that it always did, also before it said so."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.conftest import make_cast

OF_THE_INSTALLATION = "it is the same for every organisation of this installation"
OF_A_USER = "it belongs to a login, which may hold seats in several organisations"
# No organisation, and why not.
WITHOUT = {
    "accounts.Organisation": "it is the organisation",
    "accounts.User": "it is a login, which may hold seats in several organisations",
    "auth.Group": OF_THE_INSTALLATION,
    "auth.Group_permissions": OF_THE_INSTALLATION,
    "auth.Permission": OF_THE_INSTALLATION,
    "contenttypes.ContentType": OF_THE_INSTALLATION,
    "account.EmailAddress": OF_A_USER,
    "account.EmailConfirmation": OF_A_USER,
    "mfa.Authenticator": OF_A_USER,
    "sessions.Session": OF_A_USER,
    "usersessions.UserSession": OF_A_USER,
}
BEFORE = [("inventory", "0004_chores_found_at"), ("delegation", "0004_report_tried_at")]
OWNED = [("inventory", "0005_contributions_are_owned"), ("delegation", "0005_links_are_owned")]


def test_every_row_carries_its_organisation():
    models = apps.get_models(include_auto_created=True)
    without = {model._meta.label for model in models if not _has_owner(model)}

    assert without == set(WITHOUT)


def test_no_row_is_without_its_organisation():
    models = [model for model in apps.get_models(include_auto_created=True) if _has_owner(model)]

    assert [model._meta.label for model in models if model._meta.get_field("organisation").null] == []


def _has_owner(model):
    return any(field.name == "organisation" for field in model._meta.concrete_fields)


@pytest.fixture
def migrated_back(transactional_db):
    """The tables as they were before the links between rows had an owner; gives the models of that time."""
    yield _migrate(BEFORE)
    call_command("migrate", verbosity=0)


def _migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


def test_links_of_before_keep_their_rows_and_learn_their_owner(migrated_back):
    was, cast = migrated_back, make_cast()
    task, initiative, campaign, trial = _linked(was, cast)

    now = _migrate(OWNED)

    wanted = [
        ("inventory", "Contribution", {"task_id": task.pk, "initiative_id": initiative.pk}),
        ("delegation", "Asked", {"campaign_id": campaign.pk, "person_id": cast.priya.pk}),
        ("delegation", "Watcher", {"trial_id": trial.pk, "person_id": cast.omar.pk}),
    ]
    for label, name, fields in wanted:
        rows = list(now.get_model(label, name).objects.values("organisation_id", *fields))
        assert rows == [{"organisation_id": cast.halden.pk, **fields}], name


def _linked(was, cast):
    """A task that serves an initiative, a campaign that asks Priya and a trial that Omar watches."""
    mine = {"organisation_id": cast.halden.pk}
    by = cast.marta.pk
    task = was.get_model("inventory", "Task").objects.create(number=1, title="Read the logs", **mine)
    days = {"starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    initiative = was.get_model("inventory", "Initiative").objects.create(name="Less paper", **days, **mine)
    was.get_model("inventory", "Contribution").objects.create(task=task, initiative=initiative)
    rubric = was.get_model("delegation", "Rubric").objects.create(
        number=1, content={}, published_by_id=by, **mine
    )
    campaign = was.get_model("delegation", "Campaign").objects.create(
        name="Round", due_on="2026-11-01", created_by_id=by, rubric=rubric, **mine
    )
    campaign.people.add(cast.priya.pk)
    trial = was.get_model("delegation", "Trial").objects.create(
        task=task, stop_from_on="2026-10-01", watch_until_on="2026-12-01", started_by_id=by, **mine
    )
    trial.watchers.add(cast.omar.pk)
    return task, initiative, campaign, trial
