"""Reading issued papers."""

from dataclasses import dataclass
from datetime import datetime

from yichuang.documents.models import Paper, PaperFile
from yichuang.documents.queries.uploads import open_content
from yichuang.documents.rules import PaperKind, Title, title_of


@dataclass(frozen=True, slots=True)
class PaperView:
    """An issued paper without its content; `title` is what stands on it."""

    id: int
    kind: PaperKind
    number: str
    verify_code: str
    subject: str
    organisation_id: int
    issued_at: datetime
    title: Title


def paper_view(paper: Paper) -> PaperView:
    """The view of a row."""
    kind = PaperKind(paper.kind)
    return PaperView(
        id=paper.pk,
        kind=kind,
        number=paper.number,
        verify_code=paper.verify_code,
        subject=paper.subject,
        organisation_id=paper.organisation_id,
        issued_at=paper.issued_at,
        title=title_of(kind, paper.data),
    )


def list_papers(subject: str) -> tuple[PaperView, ...]:
    """The papers of a subject in the order in which they were issued."""
    return tuple(map(paper_view, Paper.objects.filter(subject=subject).order_by("pk")))


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
