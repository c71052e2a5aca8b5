"""The outbox context as a Django application."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Settings of the application."""

    name = "yichuang.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
