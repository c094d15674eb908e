"""Find tasks by words at any place in them, without reading every row; PostgreSQL only, SQLite reads them all."""

from django.db import migrations

INDEX = "CREATE INDEX IF NOT EXISTS task_by_words ON inventory_task USING gin (sought gin_trgm_ops)"


def make_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute(INDEX)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS task_by_words")


class Migration(migrations.Migration):
    dependencies = [("inventory", "0001_initial")]
    operations = [migrations.RunPython(make_index, drop_index)]
