from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The catalogue of service items."""

    name = "yichuang.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"
