from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "delegation.audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear what happens at the door."""
        from delegation.audit import door  # noqa: F401, PLC0415 - it needs the models that are loaded by now
