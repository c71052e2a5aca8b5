"""What somebody was told: the notices, each with the way to its place."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from yichuang.correspondence.queries import NoticeRow, count_unread, list_notices
from yichuang.correspondence.rules import NoticeKind
from yichuang.correspondence.services import mark_read
from yichuang.identity.access import actor_for_request
from yichuang.portal.views.common import applicant_only
from yichuang.ui.parts import Choice, Crumb

_PLACES = {NoticeKind.MESSAGE: "#messages", NoticeKind.DELIVERED: "#rating"}


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice and where it leads."""

    row: NoticeRow
    url: str


@require_safe
@applicant_only
def notices(request: HttpRequest) -> HttpResponseBase:
    """The notices, the newest first; with `?show=unread` those not yet read."""
    actor = actor_for_request(request)
    is_unread = request.GET.get("show") == "unread"
    page = list_notices(actor, only_unread=is_unread, cursor=request.GET.get("cursor") or None)
    here = reverse("portal:notices")
    context = {
        "lines": [NoticeLine(row, _place(row)) for row in page.rows],
        "page": page,
        "unread": count_unread(actor),
        "is_unread": is_unread,
        "choices": [
            Choice(gettext("All notices"), here, is_current=not is_unread),
            Choice(gettext("Not yet read"), f"{here}?show=unread", is_current=is_unread),
        ],
        "crumbs": [Crumb(gettext("Home"), "/"), Crumb(gettext("Notices"))],
    }
    return render(request, "portal/notices.html", context)


@require_POST
@applicant_only
def read(request: HttpRequest) -> HttpResponseBase:
    """The named notices are read, or all of them."""
    given = request.POST.getlist("notice")
    named = [int(one) for one in given if one.isascii() and one.isdigit() and len(one) <= _LONGEST_ID]
    mark_read(actor=actor_for_request(request), notice_ids=named if given else None)
    return redirect("portal:notices")


_LONGEST_ID = 18


def _place(row: NoticeRow) -> str:
    if row.case_no:
        return reverse("portal:case", args=[row.case_no]) + _PLACES.get(row.kind, "")
    return reverse("portal:question", args=[row.number]) if row.number else ""
