"""What documents can do: keep files, issue and render papers, check the fonts."""

from yichuang.documents.queries import PaperView, UploadView
from yichuang.documents.services.checks import check_fonts
from yichuang.documents.services.papers import issue_paper, paper_pdf, render_guide
from yichuang.documents.services.uploads import store_upload

__all__ = [
    "PaperView",
    "UploadView",
    "check_fonts",
    "issue_paper",
    "paper_pdf",
    "render_guide",
    "store_upload",
]
