"""The portal context as a Django application."""

from django.apps import AppConfig
from typing_extensions import override


class PortalConfig(AppConfig):
    """Settings of the application."""

    name = "yichuang.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    @override
    def ready(self) -> None:
        """Mandates name services by what the catalogue calls them."""
        from yichuang.identity.rules import tell_matters  # noqa: PLC0415 - needs the tables of all contexts
        from yichuang.portal.matters import CatalogueMatters  # noqa: PLC0415

        tell_matters(CatalogueMatters())
