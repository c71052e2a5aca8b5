"""The screens context as a Django application."""

from django.apps import AppConfig


class ScreensConfig(AppConfig):
    """Settings of the application."""

    name = "yichuang.screens"
    label = "screens"
    default_auto_field = "django.db.models.BigAutoField"
