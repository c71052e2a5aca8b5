"""The organisations app."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations, windows, posts and who holds them."""

    name = "yichuang.organisations"
    label = "organisations"
    default_auto_field = "django.db.models.BigAutoField"
