"""The application's place in Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, tags and the theme."""

    name = "yichuang.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"
