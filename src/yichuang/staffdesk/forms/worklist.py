"""The filters of the worklist, as the query of its address."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from yichuang.cases.queries import DueRange, Promise, WorklistFilter, WorklistOrder
from yichuang.cases.rules import CLOSED_STATES, OPEN_STATES, State, Whose
from yichuang.catalogue.rules import CaseType
from yichuang.staffdesk.forms.base import DeskForm, choice_of, options
from yichuang.staffdesk.forms.handling import NAME_MAX
from yichuang.ui.widgets import QuickSelect

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


_REVIEWED = {"yes": True, "no": False}


def _choice(label: "_StrOrPromise", **given: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, widget=QuickSelect, **given)


class WorklistForm(DeskForm):
    """What narrows the worklist. Nothing is refused: what is not understood narrows nothing."""

    state = _choice(_("State"))
    whose = _choice(_("Whose"), choices=lambda: options(Whose), initial=Whose.ANYBODY.value)
    due = _choice(_("Due"), choices=lambda: options(DueRange), initial=DueRange.ALL.value)
    item = _choice(_("Item"))
    organisation = _choice(_("Department"))
    kind = _choice(_("Kind of handling"), choices=lambda: [("", _("Both kinds")), *options(CaseType)])
    returned = _choice(_("Corrections"), choices=[("", _("With and without")), ("yes", _("Corrections are in"))])
    promise = _choice(_("Promises"), choices=lambda: options(Promise), initial=Promise.ALL.value)
    reviewed = _choice(
        _("Opinion"), choices=[("", _("With and without an opinion")), ("yes", _("Given")), ("no", _("Not given yet"))]
    )
    order = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        items: Sequence[tuple[str, str]] = (),
        departments: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        """Offer the items and departments; fields with nothing to choose are left out."""
        super().__init__(data, **kwargs)
        several = data.get("state", "") if data is not None else ""
        chosen = [(several, _("Several states"))] if "," in several else []
        states = [("", _("All open")), *chosen, *options((*OPEN_STATES, *CLOSED_STATES))]
        choice_of(self, "state", states)
        choice_of(self, "item", [("", _("All items")), *items])
        choice_of(self, "organisation", [("", _("All departments")), *departments])
        for name, offered in (("item", items), ("organisation", departments)):
            if not offered:
                del self.fields[name]


def read_filter(given: QueryDict) -> WorklistFilter:
    """The filter that the address names; what is not understood narrows nothing."""
    names = {state.value for state in State}
    states = tuple(State(one) for one in given.get("state", "").split(",")[: len(State)] if one in names)
    organisation = given.get("organisation", "")
    return WorklistFilter(
        states=states,
        organisation_id=int(organisation) if organisation.isascii() and organisation.isdigit() else None,
        handler=_member(Whose, given.get("whose"), Whose.ANYBODY),
        item_code=given.get("item", "")[:64].replace("\x00", ""),
        due=_member(DueRange, given.get("due"), DueRange.ALL),
        is_returned=given.get("returned") == "yes",
        case_type=_member(CaseType, given.get("kind"), None),
        is_reviewed=_REVIEWED.get(given.get("reviewed", "")),
        promise=_member(Promise, given.get("promise"), Promise.ALL),
        order=_member(WorklistOrder, given.get("order"), WorklistOrder.DUE),
    )


def filter_query(wanted: WorklistFilter) -> str:
    """The query of the address that `read_filter` reads as this filter."""
    given = {
        "state": ",".join(state.value for state in wanted.states),
        "whose": wanted.handler.value if wanted.handler is not Whose.ANYBODY else "",
        "due": wanted.due.value if wanted.due is not DueRange.ALL else "",
        "item": wanted.item_code,
        "organisation": str(wanted.organisation_id or ""),
        "kind": wanted.case_type.value if wanted.case_type else "",
        "reviewed": "" if wanted.is_reviewed is None else "yes" if wanted.is_reviewed else "no",
        "promise": wanted.promise.value if wanted.promise is not Promise.ALL else "",
        "returned": "yes" if wanted.is_returned else "",
        "order": wanted.order.value if wanted.order is not WorklistOrder.DUE else "",
    }
    return urlencode({name: value for name, value in given.items() if value}, safe=",")


class SaveFilterForm(DeskForm):
    """The name under which a filter is kept."""

    name = forms.CharField(label=_("Name of this filter"), max_length=NAME_MAX)
    query = forms.CharField(required=False, widget=forms.HiddenInput)


def _member(kind: Any, value: str | None, usual: Any) -> Any:
    return kind(value) if value in {one.value for one in kind} else usual
