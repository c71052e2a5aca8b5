"""The staffdesk context as a Django application."""

from django.apps import AppConfig


class StaffdeskConfig(AppConfig):
    """Settings of the application."""

    name = "yichuang.staffdesk"
    label = "staffdesk"
    default_auto_field = "django.db.models.BigAutoField"
