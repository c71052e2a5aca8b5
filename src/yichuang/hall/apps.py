"""The hall context as a Django application."""

from django.apps import AppConfig


class HallConfig(AppConfig):
    """Settings of the application."""

    name = "yichuang.hall"
    label = "hall"
    default_auto_field = "django.db.models.BigAutoField"
