"""The house as one Django app."""

from django.apps import AppConfig


class DelegationConfig(AppConfig):
    name = "delegation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make our Celery the one that every job is registered with."""
        from delegation import celery  # noqa: F401, PLC0415 - it needs the settings that are loaded by now
