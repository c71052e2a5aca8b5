"""What a member of staff is told: the notices behind the bell."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.core.actor import Actor
from yichuang.correspondence.queries import NoticeRow, list_notices
from yichuang.correspondence.services import mark_read
from yichuang.staffdesk.access import WRITE, desk
from yichuang.staffdesk.views.shown import moment, page
from yichuang.ui.parts import Choice


@desk()
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The reader's notices, the newest first: the unread ones, or all."""
    shows_all = request.GET.get("view") == "all"
    found = list_notices(actor, only_unread=not shows_all, cursor=request.GET.get("cursor"))
    here = reverse("staffdesk:notices")
    context = {
        "views": [
            Choice(gettext("Unread"), here, not shows_all),
            Choice(gettext("All"), f"{here}?view=all", shows_all),
        ],
        "notices": [_shown(one) for one in found.rows],
        "has_unread": any(not one.is_read for one in found.rows),
        "next_cursor": found.next_cursor,
    }
    return page(request, "notices", context)


@desk(methods=WRITE)
def read(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The notices named are read, or all of them."""
    ids = [int(one) for one in request.POST.getlist("id") if one.isascii() and one.isdigit()]
    mark_read(actor=actor, notice_ids=ids or None)
    return redirect("staffdesk:notices")


def _shown(notice: NoticeRow) -> dict[str, object]:
    url = ""
    if notice.signal_id:
        url = reverse("console:signal", args=[notice.signal_id])
    elif notice.case_no:
        tab = "?tab=talk#tabs" if notice.kind == "written" else ""
        url = reverse("staffdesk:case", args=[notice.case_no]) + tab
    elif notice.number:
        url = reverse("staffdesk:question", args=[notice.number])
    return {
        "id": notice.id,
        "title": notice.title,
        "text": notice.text,
        "at": moment(notice.at),
        "is_read": notice.is_read,
        "url": url,
    }
