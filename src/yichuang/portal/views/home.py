"""The front page, and finding a service."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from yichuang.catalogue.queries import ItemRow, list_items, list_themes, search_items
from yichuang.catalogue.rules import ServiceObject
from yichuang.core.paging import Page
from yichuang.organisations.queries import list_departments
from yichuang.portal.forms import SearchForm
from yichuang.ui.parts import Crumb

THEMES_SHOWN = 16


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search first, then ways to browse, then what one may want without searching."""
    context = {
        "themes": list_themes()[:THEMES_SHOWN],
        "departments": list_departments(),
        "person": ServiceObject.PERSON,
        "enterprise": ServiceObject.ENTERPRISE,
    }
    return render(request, "portal/home.html", context)


@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """The services asked for, page by page."""
    form = SearchForm(request.GET, themes=list_themes(), departments=list_departments())
    wanted = form.wanted()
    page = _found(wanted, request.GET.get("cursor"))
    context = {
        "form": form,
        "page": page,
        "wanted": wanted,
        "is_narrowed": any(wanted.values()),
        "crumbs": [Crumb(gettext("Home"), "/"), Crumb(gettext("Find a service"))],
    }
    return render(request, "portal/items.html", context)


def _found(wanted: dict[str, object], cursor: str | None) -> Page[ItemRow]:
    text, theme = str(wanted["q"]), str(wanted["theme"])
    kind, body = wanted["service_object"], wanted["organisation_id"]
    service_object = kind if isinstance(kind, ServiceObject) else None
    organisation_id = body if isinstance(body, int) else None
    if not text:
        return list_items(
            organisation_id=organisation_id, service_object=service_object, theme=theme, cursor=cursor or None
        )
    page = search_items(text, organisation_id=organisation_id, service_object=service_object, cursor=cursor or None)
    rows = tuple(row for row in page.rows if not theme or theme in row.themes)
    return Page(rows, page.next_cursor)
