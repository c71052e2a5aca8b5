"""The front page, and finding a service."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from yichuang.catalogue.queries import ItemRow, list_items, overview, search_items
from yichuang.catalogue.rules import ServiceObject
from yichuang.core.paging import Page
from yichuang.organisations.queries import list_departments
from yichuang.portal.forms import SearchForm
from yichuang.portal.forms.questions import LONGEST_SEARCH, Wanted
from yichuang.ui.parts import Crumb

THEMES_SHOWN = 16
SUGGESTED = 8
SHORTEST_SUGGESTED = 1


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search first, then the four doors, then ways to browse."""
    counts = overview()
    context = {
        "counts": counts,
        "themes": counts.themes[:THEMES_SHOWN],
        "has_more_themes": len(counts.themes) > THEMES_SHOWN,
        "departments": [
            (body, counts.organisations[body.id]) for body in list_departments() if body.id in counts.organisations
        ],
        "person": ServiceObject.PERSON,
        "persons": counts.objects.get(ServiceObject.PERSON, 0),
        "enterprise": ServiceObject.ENTERPRISE,
        "enterprises": counts.objects.get(ServiceObject.ENTERPRISE, 0),
    }
    return render(request, "portal/home.html", context)


@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """The services asked for, page by page."""
    form = SearchForm(request.GET, counts=overview(), departments=list_departments())
    wanted = form.wanted()
    context = {
        "form": form,
        "page": _found(wanted, request.GET.get("cursor")),
        "wanted": wanted,
        "crumbs": [Crumb(gettext("Home"), "/"), Crumb(gettext("Find a service"))],
    }
    return render(request, "portal/items.html", context)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """The first services that fit what is typed, to stand below the search box."""
    text = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    rows = search_items(text, size=SUGGESTED).rows if len(text) >= SHORTEST_SUGGESTED else ()
    return render(request, "portal/parts/suggestions.html", {"rows": rows, "text": text})


def _found(wanted: Wanted, cursor: str | None) -> Page[ItemRow]:
    if not wanted.text:
        return list_items(
            organisation_id=wanted.organisation_id,
            service_object=wanted.service_object,
            theme=wanted.theme,
            cursor=cursor or None,
        )
    return search_items(
        wanted.text,
        organisation_id=wanted.organisation_id,
        service_object=wanted.service_object,
        theme=wanted.theme,
        cursor=cursor or None,
    )
