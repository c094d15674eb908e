"""Find events by words at any place in the name of what they are about; PostgreSQL only, SQLite reads them all."""

from django.db import migrations

INDEX = "CREATE INDEX IF NOT EXISTS audit_by_name ON audit_auditevent USING gin (UPPER(about_name) gin_trgm_ops)"


def make_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute(INDEX)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS audit_by_name")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(make_index, drop_index)]
