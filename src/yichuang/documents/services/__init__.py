"""What documents can do: keep files, issue and render papers, check the fonts."""

from yichuang.documents.queries import PaperView, UploadView
from yichuang.documents.services.checks import check_fonts
from yichuang.documents.services.papers import SEAL_TASK, issue_paper, paper_pdf, render_guide, render_sheet, seal_soon
from yichuang.documents.services.uploads import client_subject, store_upload, upload_limits

__all__ = [
    "SEAL_TASK",
    "PaperView",
    "UploadView",
    "check_fonts",
    "client_subject",
    "issue_paper",
    "paper_pdf",
    "render_guide",
    "render_sheet",
    "seal_soon",
    "store_upload",
    "upload_limits",
]
