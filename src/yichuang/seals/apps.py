"""The seals app."""

from django.apps import AppConfig


class SealsConfig(AppConfig):
    """The register of seals, sealing and checking."""

    name = "yichuang.seals"
    label = "seals"
    default_auto_field = "django.db.models.BigAutoField"
