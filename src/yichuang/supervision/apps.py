"""The supervision context as a Django application."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Settings of the application."""

    name = "yichuang.supervision"
    label = "supervision"
    default_auto_field = "django.db.models.BigAutoField"
