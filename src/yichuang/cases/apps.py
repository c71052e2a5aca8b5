"""The cases context as a Django application."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Settings of the application."""

    name = "yichuang.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
