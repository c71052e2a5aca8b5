"""One act on many cases: each is tried by itself and has its result."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from yichuang.cases import services
from yichuang.cases.queries import CaseRow, WorklistFilter, list_colleagues
from yichuang.cases.rules import CLOSED_STATES, TO_ARCHIVE, Act, DeliveryMethod, State, is_case_no
from yichuang.cases.services import ActDone, Result, do_each
from yichuang.core.actor import Actor
from yichuang.core.errors import gettext_noop
from yichuang.core.problems import message_of
from yichuang.core.rights import Right
from yichuang.staffdesk.access import WRITE, desk
from yichuang.staffdesk.errors import PageNotFoundError
from yichuang.staffdesk.views.shown import label, page, whole
from yichuang.ui.parts import Cell, Column, Row, Tone

_RIGHTS: Mapping[str, Right] = {
    "receive": Right.RECEIVE,
    "deliver": Right.DELIVER,
    "archive": Right.ARCHIVE,
    "hand_over": Right.HAND_OVER,
}
_LABELS = {
    "take": gettext_noop("Take them"),
    "receive": gettext_noop("Receive them"),
    "deliver": gettext_noop("Deliver at the window"),
    "archive": gettext_noop("Put into the archive"),
}
_STATES: Mapping[str, set[State]] = {
    "receive": {State.SUBMITTED},
    "deliver": {State.ISSUED, State.DENIED},
    "archive": set(TO_ARCHIVE),
}
_CLOSED = set(CLOSED_STATES)
_FINAL = frozenset({"deliver"})
"""What is read once more before it is done: it closes the cases and issues proofs of delivery."""


@dataclass(frozen=True, slots=True)
class BulkActs:
    """What can be done with the chosen rows of a list: buttons by name, and colleagues to hand over to."""

    buttons: tuple[tuple[str, str], ...]
    colleagues: tuple[tuple[int, str], ...]


def acts_for(actor: Actor, wanted: WorklistFilter, rows: Sequence[CaseRow]) -> BulkActs:
    """The acts that fit some row of the list and that the actor may do somewhere."""
    states = {row.state for row in rows}
    buttons = [
        (name, gettext(text))
        for name, text in _LABELS.items()
        if (name not in _RIGHTS or actor.may(_RIGHTS[name])) and _fits(name, states)
    ]
    organisations = {row.organisation_id for row in rows if row.state not in _CLOSED}
    colleagues: tuple[tuple[int, str], ...] = ()
    if len(organisations) == 1 and actor.may(Right.HAND_OVER, next(iter(organisations))):
        found = list_colleagues(actor, next(iter(organisations)))
        colleagues = tuple((one.account_id, f"{one.name} · {one.posts}") for one in found)
    return BulkActs(tuple(buttons), colleagues)


def _fits(name: str, states: set[State]) -> bool:
    return bool(states & _STATES[name]) if name in _STATES else bool(states - _CLOSED)


@desk(Right.VIEW_CASES, methods=WRITE)
def act(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The act was tried on each chosen case; the page says of each what became of it. What is final is confirmed first."""
    name, chosen = request.POST.get("act", ""), request.POST.getlist("key")
    do, back = _doer(actor, name, request), _back(request)
    if name in _FINAL and chosen and "confirmed" not in request.POST:
        return _confirm_page(request, name, chosen, back)
    results = do_each(chosen, do) if chosen else ()
    context = {
        "act": gettext(_LABELS.get(name, "")) or gettext("Hand over"),
        "done": sum(1 for one in results if one.error is None),
        "total": len(results),
        "columns": [Column(gettext("Case number")), Column(gettext("Result"))],
        "rows": [_row(one) for one in results],
        "back": back,
    }
    return page(request, "bulk", context)


def _back(request: HttpRequest) -> str:
    back = request.POST.get("back", "")
    is_safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if is_safe else reverse("staffdesk:worklist")


def _confirm_page(request: HttpRequest, name: str, chosen: Sequence[str], back: str) -> HttpResponse:
    """What is about to be done to which cases; nothing is done yet."""
    context = {
        "act": name,
        "title": gettext(_LABELS[name]),
        "chosen": [one for one in dict.fromkeys(chosen) if is_case_no(one)],
        "token": request.POST.get("token", "")[:36],
        "back": back,
    }
    return page(request, "bulk_confirm", context)


def _doer(actor: Actor, name: str, request: HttpRequest) -> Callable[[str], ActDone]:
    """What is done to one case. The list's key and the number make each case's act the same act when it is sent again.

    Raises:
        PageNotFoundError: there is no such act.
    """
    token = request.POST.get("token", "")[:36]

    def key(case_no: str) -> str:
        return f"{token}:{case_no}" if token else ""

    to, reason = whole(request.POST.get("to")), request.POST.get("reason", "")[:300]
    doers: Mapping[str, Callable[[str], ActDone]] = {
        "take": lambda case_no: services.take_case(actor=actor, case_no=case_no, key=key(case_no)),
        "receive": lambda case_no: services.receive_case(actor=actor, case_no=case_no, key=key(case_no)),
        "deliver": lambda case_no: services.deliver_result(
            actor=actor, case_no=case_no, method=DeliveryMethod.WINDOW, key=key(case_no)
        ),
        "archive": lambda case_no: services.archive_case(actor=actor, case_no=case_no, key=key(case_no)),
        "hand_over": lambda case_no: services.hand_over_case(
            actor=actor, case_no=case_no, to_account_id=to or 0, reason=reason, key=key(case_no)
        ),
    }
    if name not in doers:
        raise PageNotFoundError
    return doers[name]


def _row(result: Result[ActDone]) -> Row:
    is_number = is_case_no(result.item)
    link = Cell(result.item, url=reverse("staffdesk:case", args=[result.item]) if is_number else "")
    if result.done is None:
        told = message_of(result.error) if result.error else ""
        return Row((link, Cell(gettext("Not done"), tone=Tone.BAD, note=told)), is_marked=True)
    state = label(result.done.state)
    return Row(
        (link, Cell(gettext("Done"), tone=Tone.GOOD, note=state if result.done.act is not Act.HAND_OVER else ""))
    )
