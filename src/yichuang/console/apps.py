"""The console context as a Django application."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Settings of the application."""

    name = "yichuang.console"
    label = "console"
    default_auto_field = "django.db.models.BigAutoField"
