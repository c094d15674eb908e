"""Who is asked in a campaign and who watches a trial become rows that carry their organisation.

The tables and their rows stay: each is only known to Django under a name of its own from here on, gets a column
that is filled from the campaign or the trial, and a unique constraint with a name.
"""

import django.db.models.deletion
from django.db import migrations, models


def fill(apps, schema_editor):
    for name, parent in (("Asked", "Campaign"), ("Watcher", "Trial")):
        found = apps.get_model("delegation", parent).objects.filter(pk=models.OuterRef(parent.lower()))
        owner = models.Subquery(found.values("organisation")[:1])
        apps.get_model("delegation", name).objects.update(organisation=owner)


def owned(**more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation", **more
    )


def known(name, *, field, parent, table, related, people):
    """The operations that give the automatic table of a many-to-many field a model: none touches the database."""
    to_parent = models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name=related, to=f"delegation.{parent}"
    )
    to_person = models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.person"
    )
    key = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
    through = models.ManyToManyField(related_name=people, through=f"delegation.{name}", to="accounts.person")
    return migrations.SeparateDatabaseAndState(
        state_operations=[
            migrations.CreateModel(
                name,
                fields=[("id", key), (parent, to_parent), ("person", to_person)],
                options={"db_table": table, "unique_together": {(parent, "person")}},
            ),
            migrations.AlterField(parent, field, through),
        ]
    )


def named(model, constraint, parent):
    """The operations that move a table to its own name and name its unique constraint."""
    unique = models.UniqueConstraint(models.F(parent), models.F("person"), name=constraint)
    return [
        migrations.AlterModelTable(model, None),
        migrations.AlterUniqueTogether(model, set()),
        migrations.AddConstraint(model, unique),
    ]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("delegation", "0004_report_tried_at")]

    operations = [
        known(
            "Asked", field="people", parent="campaign", table="delegation_campaign_people",
            related="asked", people="campaigns",
        ),
        known(
            "Watcher", field="watchers", parent="trial", table="delegation_trial_watchers",
            related="+", people="+",
        ),
        migrations.AddField("asked", "organisation", owned(null=True)),
        migrations.AddField("watcher", "organisation", owned(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("asked", "organisation", owned()),
        migrations.AlterField("watcher", "organisation", owned()),
        *named("asked", "asked_once_in_a_campaign", "campaign"),
        *named("watcher", "watches_a_trial_once", "trial"),
    ]  # fmt: skip
