"""Changing the catalogue: one function for each act."""

from yichuang.catalogue.services.drafts import create_item, register_basic_item, save_draft, start_draft
from yichuang.catalogue.services.importing import Existing, ImportReport, Mode, import_items
from yichuang.catalogue.services.recording import VersionRef
from yichuang.catalogue.services.review import (
    cancel_item,
    discard_draft,
    pass_centre_review,
    pass_department_review,
    pass_legal_review,
    publish,
    resume,
    send_back,
    submit,
    suspend,
)

__all__ = [
    "Existing",
    "ImportReport",
    "Mode",
    "VersionRef",
    "cancel_item",
    "create_item",
    "discard_draft",
    "import_items",
    "pass_centre_review",
    "pass_department_review",
    "pass_legal_review",
    "publish",
    "register_basic_item",
    "resume",
    "save_draft",
    "send_back",
    "start_draft",
    "submit",
    "suspend",
]
