"""The worklist: which cases wait, narrowed and sorted, with filters that somebody keeps."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import CaseRow, WorklistFilter, WorklistOrder, list_filters, worklist
from yichuang.cases.services import delete_filter, save_filter, search_cases
from yichuang.catalogue.queries import names_in
from yichuang.core.actor import Actor, RightMissingError
from yichuang.core.errors import DomainError
from yichuang.core.problems import message_of, status_of
from yichuang.core.rights import Right
from yichuang.staffdesk.access import WRITE, desk
from yichuang.staffdesk.forms.fields import in_language
from yichuang.staffdesk.forms.worklist import SaveFilterForm, WorklistForm, filter_query, read_filter
from yichuang.staffdesk.views import case_rows
from yichuang.staffdesk.views.bulk import acts_for
from yichuang.staffdesk.views.shown import Refused, centre_calendar, departments_for, organisation_choices, page
from yichuang.ui.parts import Choice

_ITEMS = 100


@desk(Right.VIEW_CASES)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The cases that the filter names where the actor sees cases, or those that a search found."""
    sought = request.GET.get("q", "").strip()
    if sought:
        return _found(request, actor, sought)
    wanted = read_filter(request.GET)
    departments = organisation_choices(departments_for(actor, Right.VIEW_CASES))
    found = worklist(actor, wanted, cursor=request.GET.get("cursor"))
    form = WorklistForm(request.GET, items=_items(actor, wanted), departments=departments)
    context = {
        **_table(found.rows, has_department=bool(departments), can_choose=True, wanted=wanted),
        "form": form,
        "filters": _filters(actor, request.GET),
        "save_form": SaveFilterForm(initial={"query": filter_query(wanted)}, ident="save"),
        "can_save": bool(filter_query(wanted)),
        "may_unmask": actor.may(Right.UNMASK_PERSON),
        "next_cursor": found.next_cursor,
        "bulk": acts_for(actor, wanted, found.rows),
        "bulk_token": uuid4(),
        "back": request.get_full_path(),
    }
    return page(request, "worklist", context)


@desk(Right.VIEW_CASES, methods=WRITE)
def keep_filter(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The filter is kept under its name; a refusal is told above the same list."""
    query = filter_query(read_filter(QueryDict(request.POST.get("query", "")[:500])))
    try:
        save_filter(actor=actor, name=request.POST.get("name", ""), query=query)
        messages.success(request, gettext("The filter is kept."))
    except DomainError as error:
        messages.error(request, message_of(error))
    return redirect(f"{reverse('staffdesk:worklist')}?{query}")


@desk(Right.VIEW_CASES, methods=WRITE)
def forget_filter(request: HttpRequest, actor: Actor, filter_id: int) -> HttpResponse:
    """The filter is gone."""
    delete_filter(actor=actor, filter_id=filter_id)
    messages.success(request, gettext("The filter is deleted."))
    return redirect("staffdesk:worklist")


def _found(request: HttpRequest, actor: Actor, sought: str) -> HttpResponse:
    """What a search found; one by identity number is on record."""
    told, status = "", 200
    try:
        rows = search_cases(actor=actor, text=sought)
    except RightMissingError as error:
        rows, told, status = (), message_of(error), status_of(error)
    if len(rows) == 1 and rows[0].case_no == sought:
        return redirect("staffdesk:case", case_no=sought)
    departments = departments_for(actor, Right.VIEW_CASES)
    table = _table(rows, has_department=bool(departments), can_choose=False)
    context = {"sought": sought, "told": told, "may_unmask": actor.may(Right.UNMASK_PERSON), **table}
    return page(request, "worklist", context, Refused("q", SaveFilterForm(), status) if told else None)


def _table(
    rows: Sequence[CaseRow], *, has_department: bool, can_choose: bool, wanted: WorklistFilter | None = None
) -> dict[str, object]:
    calendar = centre_calendar()
    urls = [_sorted_url(wanted, order) for order in WorklistOrder] if wanted else []
    order = wanted.order.value if wanted else ""
    return {
        "columns": case_rows.columns(has_department=has_department, sort_urls=urls, order=order),
        "rows": [case_rows.row(one, calendar, has_department=has_department, can_choose=can_choose) for one in rows],
    }


def _sorted_url(wanted: WorklistFilter, order: WorklistOrder) -> str:
    query = filter_query(replace(wanted, order=order))
    return f"{reverse('staffdesk:worklist')}?{query}"


def _items(actor: Actor, wanted: WorklistFilter) -> list[tuple[str, str]]:
    """The public items of the department, to narrow by; for several departments only once one is chosen."""
    reached = actor.organisations_for(Right.VIEW_CASES)
    organisation_id = wanted.organisation_id
    if organisation_id is None and reached is not None and len(reached) == 1:
        organisation_id = next(iter(reached))
    if organisation_id is None:
        return [(wanted.item_code, wanted.item_code)] if wanted.item_code else []
    named = names_in(organisation_id, most=_ITEMS)
    found = [(code, in_language(name, name_en)) for code, name, name_en in named]
    if wanted.item_code and wanted.item_code not in dict(found):
        found.append((wanted.item_code, wanted.item_code))
    return found


def _filters(actor: Actor, given: QueryDict) -> list[tuple[Choice, str]]:
    """The actor's own filters as links, each with where it is deleted."""
    now = filter_query(read_filter(given))
    return [
        (
            Choice(one.name, f"{reverse('staffdesk:worklist')}?{one.query}", one.query == now),
            reverse("staffdesk:filter_delete", args=[one.id]),
        )
        for one in list_filters(actor)
    ]


def address_of(wanted: WorklistFilter) -> str:
    """Where the list of that filter stands."""
    query = filter_query(wanted)
    return f"{reverse('staffdesk:worklist')}?{query}" if query else reverse("staffdesk:worklist")
