"""The correspondence context as a Django application."""

from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    """Settings of the application."""

    name = "yichuang.correspondence"
    label = "correspondence"
    default_auto_field = "django.db.models.BigAutoField"
