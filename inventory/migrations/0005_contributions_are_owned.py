"""A contribution carries its organisation: that of its task."""

import django.db.models.deletion
from django.db import migrations, models


def fill(apps, schema_editor):
    task = apps.get_model("inventory", "Task").objects.filter(pk=models.OuterRef("task"))
    owner = models.Subquery(task.values("organisation")[:1])
    apps.get_model("inventory", "Contribution").objects.update(organisation=owner)


def owned(**more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation", **more
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("inventory", "0004_chores_found_at")]

    operations = [
        migrations.AddField("contribution", "organisation", owned(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("contribution", "organisation", owned()),
    ]
