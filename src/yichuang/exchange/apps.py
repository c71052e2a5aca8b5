"""The exchange context as a Django application."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Settings of the application."""

    name = "yichuang.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
