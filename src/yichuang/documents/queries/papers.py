"""Reading issued papers."""

from dataclasses import dataclass
from datetime import datetime

from yichuang.documents.errors import PaperNotFoundError
from yichuang.documents.models import Paper, PaperFile
from yichuang.documents.queries.uploads import open_content
from yichuang.documents.rules import PaperKind


@dataclass(frozen=True, slots=True)
class PaperView:
    """An issued paper without its content."""

    id: int
    kind: PaperKind
    number: str
    verify_code: str
    subject: str
    organisation_id: int
    issued_at: datetime


PaperRow = PaperView


def paper_view(paper: Paper) -> PaperView:
    """The view of a row."""
    return PaperView(
        id=paper.pk,
        kind=PaperKind(paper.kind),
        number=paper.number,
        verify_code=paper.verify_code,
        subject=paper.subject,
        organisation_id=paper.organisation_id,
        issued_at=paper.issued_at,
    )


def get_paper(paper_id: int) -> PaperView:
    """The paper of that id.

    Raises:
        PaperNotFoundError: there is none.
    """
    paper = Paper.objects.defer("data").filter(pk=paper_id).first()
    if paper is None:
        raise PaperNotFoundError
    return paper_view(paper)


def list_papers(subject: str) -> tuple[PaperView, ...]:
    """The papers of a subject in the order in which they were issued."""
    return tuple(map(paper_view, Paper.objects.defer("data").filter(subject=subject).order_by("pk")))


def stored_pdf(paper_id: int) -> bytes | None:
    """The rendered PDF; None when it was not rendered yet.

    Raises:
        ContentMissingError: it was rendered, but its file is not in the store.
    """
    row = PaperFile.objects.select_related("content").filter(paper_id=paper_id).first()
    if row is None:
        return None
    with open_content(row.content) as stream:
        return stream.read()
