"""My cases, one case, its files and papers."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from yichuang.cases.queries import case_upload, get_case_view, list_drafts, list_my_cases
from yichuang.core.identifiers import normalised
from yichuang.correspondence.queries import list_notices
from yichuang.documents.queries import open_upload
from yichuang.documents.services import paper_pdf
from yichuang.identity.access import actor_for_request
from yichuang.portal import following
from yichuang.portal.views.case_page import case_page
from yichuang.portal.views.common import applicant_only, pdf_file, upload_file
from yichuang.ui.parts import Crumb

SHOWN = 50
_NEWS = 100


@require_safe
@applicant_only
def my_cases(request: HttpRequest) -> HttpResponseBase:
    """Drafts to go on with, cases under way with what comes next, and those that are closed; the newest first."""
    actor = actor_for_request(request)
    cursor = request.GET.get("cursor") or None
    page = list_my_cases(actor, cursor=cursor, size=SHOWN)
    news = list_notices(actor, only_unread=True, size=_NEWS).rows if page.rows else ()
    lines = following.case_lines(page.rows, news)
    is_open = [not following.is_closed(line.row.state) for line in lines]
    context = {
        "drafts": () if cursor else following.draft_lines(list_drafts(actor)),
        "page": page,
        "mine": [line for line, is_one in zip(lines, is_open, strict=True) if is_one and line.is_mine],
        "under_way": [line for line, is_one in zip(lines, is_open, strict=True) if is_one and not line.is_mine],
        "closed": [line for line, is_one in zip(lines, is_open, strict=True) if not is_one],
        "is_first": cursor is None,
        "crumbs": [Crumb(gettext("Home"), "/"), Crumb(gettext("My cases"))],
    }
    return render(request, "portal/cases.html", context)


@require_safe
@applicant_only
def case(request: HttpRequest, case_no: str) -> HttpResponseBase:
    """One case; see `case_page`."""
    number = normalised(case_no)
    if number != case_no:
        return redirect("portal:case", number)
    return case_page(request, case_no)


@require_safe
@applicant_only
def case_file(request: HttpRequest, case_no: str, upload_id: int) -> HttpResponseBase:
    """A file that was handed in to the case."""
    return upload_file(open_upload(case_upload(actor_for_request(request), case_no, upload_id)))


@require_safe
@applicant_only
def paper(request: HttpRequest, case_no: str, paper_id: int) -> HttpResponseBase:
    """A paper of the case as PDF."""
    view = get_case_view(actor_for_request(request), case_no)
    found = next((one for one in view.papers if one.id == paper_id), None)
    if found is None:
        raise Http404
    return pdf_file(paper_pdf(found.id), found.number)
