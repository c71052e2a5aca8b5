"""The ui context as a Django application."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Settings of the application."""

    name = "yichuang.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"
