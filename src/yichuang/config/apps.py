"""The application that ties all together: start-up checks and wiring."""

from django.apps import AppConfig
from typing_extensions import override


class ConfigConfig(AppConfig):
    """Config as a Django application."""

    name = "yichuang.config"
    label = "config"

    @override
    def ready(self) -> None:
        """Register the start-up checks."""
