"""Files of a case. They show personal data, so each fetch is a look that is recorded. Law: PIPL 51."""

from urllib.parse import quote

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin

from yichuang.cases.errors import CaseNotFoundError
from yichuang.cases.queries import case_upload, get_case_view
from yichuang.core.actor import Actor
from yichuang.core.rights import Right
from yichuang.documents.queries import open_upload
from yichuang.documents.services import paper_pdf
from yichuang.identity.services import record_unmasking
from yichuang.staffdesk.access import desk

_PDF = "application/pdf"
_SHOWN = frozenset({_PDF, "image/jpeg", "image/png"})


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # its type knows views without arguments only
@desk(Right.VIEW_CASES)
def upload(request: HttpRequest, actor: Actor, case_no: str, upload_id: int) -> FileResponse:
    """A file that was handed in, as an attachment that no browser guesses about.

    With `look`, images and PDFs are shown in the browser, also within our own pages; nothing in an image may run or fetch
    anything, and a PDF is the viewer's, which runs apart from the page.
    """
    view = get_case_view(actor, case_no)
    opened = open_upload(case_upload(actor, case_no, upload_id))
    record_unmasking(
        actor=actor, subject=f"case:{case_no}", what=f"file {upload_id}", organisation_id=view.organisation_id
    )
    is_shown = "look" in request.GET and opened.media_type in _SHOWN
    answer = FileResponse(
        opened.stream, as_attachment=not is_shown, filename=opened.name, content_type=opened.media_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    if is_shown and opened.media_type != _PDF:
        answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@desk(Right.VIEW_CASES)
def paper(request: HttpRequest, actor: Actor, case_no: str, paper_id: int) -> HttpResponse:
    """A paper of the case as PDF.

    Raises:
        CaseNotFoundError: the case has no such paper.
    """
    view = get_case_view(actor, case_no)
    found = next((one for one in view.papers if one.id == paper_id), None)
    if found is None:
        raise CaseNotFoundError(case_no=case_no)
    record_unmasking(
        actor=actor, subject=f"case:{case_no}", what=f"paper {found.number}", organisation_id=view.organisation_id
    )
    answer = HttpResponse(paper_pdf(paper_id), content_type="application/pdf")
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(found.number)}.pdf"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
