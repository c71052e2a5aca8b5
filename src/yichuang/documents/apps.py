"""Registration of the context with Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Uploads and papers."""

    name = "yichuang.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
