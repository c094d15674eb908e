from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "delegation.notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear when the ground floor owes a letter."""
        from delegation.notices import word  # noqa: F401, PLC0415 - it needs the models that are loaded by now
