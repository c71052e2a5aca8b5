"""My cases, one case, its files and papers."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from yichuang.cases.queries import (
    CaseRow,
    case_upload,
    get_case_view,
    list_drafts,
    list_endings,
    list_my_cases,
    own_duties,
)
from yichuang.core.identifiers import normalised
from yichuang.core.paging import Page
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
    """Drafts to go on with, cases under way with what comes next, and those that are closed, the last one first."""
    actor = actor_for_request(request)
    cursor, after = request.GET.get("cursor") or None, request.GET.get("open") or None
    is_first = not (cursor or after)
    nothing: Page[CaseRow] = Page(())
    under_way = nothing if cursor else list_my_cases(actor, is_open=True, cursor=after, size=SHOWN)
    closed = nothing if after else list_my_cases(actor, is_open=False, cursor=cursor, size=SHOWN)
    rows = (*under_way.rows, *closed.rows)
    news = list_notices(actor, only_unread=True, size=_NEWS).rows if rows else ()
    own = own_duties(actor, [row.case_no for row in under_way.rows])
    lines = following.case_lines(rows, news, own, list_endings(actor, [row.case_no for row in rows]))
    now = lines[: len(under_way.rows)]
    context = {
        "drafts": following.draft_lines(list_drafts(actor)) if is_first else (),
        "mine": [line for line in now if line.is_mine],
        "under_way": [line for line in now if not line.is_mine],
        "closed": lines[len(under_way.rows) :],
        "open_next": under_way.next_cursor,
        "closed_next": closed.next_cursor,
        "is_empty": is_first and not rows,
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
