"""The deadlines context as a Django application."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    """Settings of the application."""

    name = "yichuang.deadlines"
    label = "deadlines"
    default_auto_field = "django.db.models.BigAutoField"
