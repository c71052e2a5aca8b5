"""The application."""

from django.apps import AppConfig


class SimulationConfig(AppConfig):
    """Simulated years."""

    name = "yichuang.simulation"
    label = "simulation"
    default_auto_field = "django.db.models.BigAutoField"
