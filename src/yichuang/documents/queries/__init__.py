"""What can be read: uploads, papers, verification."""

from yichuang.documents.queries.kinds import count_kinds
from yichuang.documents.queries.papers import PaperView, list_papers, paper_view, stored_pdf
from yichuang.documents.queries.uploads import (
    OpenedUpload,
    UploadView,
    get_upload,
    get_uploads,
    open_upload,
    upload_view,
)
from yichuang.documents.queries.verification import Verification, verify, verify_file

__all__ = [
    "OpenedUpload",
    "PaperView",
    "UploadView",
    "Verification",
    "count_kinds",
    "get_upload",
    "get_uploads",
    "list_papers",
    "open_upload",
    "paper_view",
    "stored_pdf",
    "upload_view",
    "verify",
    "verify_file",
]
