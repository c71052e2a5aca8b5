"""The feedback context as a Django application."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """Settings of the application."""

    name = "yichuang.feedback"
    label = "feedback"
    default_auto_field = "django.db.models.BigAutoField"
