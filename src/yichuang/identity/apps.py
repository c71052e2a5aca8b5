"""The identity context as a Django application."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Accounts, sign-in and who acts."""

    name = "yichuang.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"
