"""The catalogue context as a Django application."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Settings of the application."""

    name = "yichuang.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"
