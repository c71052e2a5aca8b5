"""The archives context as a Django application."""

from django.apps import AppConfig


class ArchivesConfig(AppConfig):
    """Settings of the application."""

    name = "yichuang.archives"
    label = "archives"
    default_auto_field = "django.db.models.BigAutoField"
