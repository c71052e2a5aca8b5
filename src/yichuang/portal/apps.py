"""The portal context as a Django application."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Settings of the application."""

    name = "yichuang.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"
