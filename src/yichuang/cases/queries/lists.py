"""Lists of cases: keyset pages, no counts on the hot path, names masked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from yichuang.cases.models import Case
from yichuang.cases.rules import OPEN_STATES, PartyKind, State, is_case_no
from yichuang.core.actor import Actor, SignInRequiredError
from yichuang.core.identifiers import normalised
from yichuang.core.masking import mask_name
from yichuang.core.paging import CursorError, Page, decode_cursor, decode_id, page_of
from yichuang.core.rights import Right
from yichuang.core.sealed import blind_index

_COLUMNS = (
    "id", "case_no", "item_name", "organisation_id", "organisation__short_name", "state", "party_kind", "party_name",
    "submitted_at", "next_due_on", "promised_due_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list. `party_name` is masked unless it is a body's."""

    case_no: str
    item_name: str
    organisation_id: int
    organisation_name: str
    state: State
    party_name: str
    submitted_at: datetime
    next_due_on: date | None
    promised_due_on: date | None


@dataclass(frozen=True, slots=True)
class WorklistFilter:
    """Which open cases to list: states (all open ones if none are named) and, for posts of the centre, one organisation."""

    states: tuple[State, ...] = ()
    organisation_id: int | None = None


def worklist(actor: Actor, wanted: WorklistFilter, *, cursor: str | None = None, size: int = 30) -> Page[CaseRow]:
    """The open cases where the actor may see cases, the one due first on top.

    Raises:
        RightMissingError, SignInRequiredError: the actor sees no cases at all.
        CursorError: the cursor is not one of this list.
    """
    rows = Case.objects.filter(_reach(actor, wanted.organisation_id))
    rows = rows.filter(state__in=[state.value for state in wanted.states or OPEN_STATES], next_due_on__isnull=False)
    if cursor:
        due_on, last_id = _due_and_id(cursor)
        rows = rows.filter(Q(next_due_on__gt=due_on) | Q(next_due_on=due_on, id__gt=last_id))
    found = list(rows.order_by("next_due_on", "id").values_list(*_COLUMNS)[: size + 1])
    return page_of([_row(one) for one in found], size, [(str(one[9]), one[0]) for one in found])


def count_open(actor: Actor) -> dict[State, int]:
    """How many open cases stand in each state, where the actor may see cases."""
    rows = Case.objects.filter(_reach(actor, None), state__in=[state.value for state in OPEN_STATES])
    counted = rows.order_by().values_list("state").annotate(number=Count("id"))
    return {State(state): number for state, number in counted}


def list_my_cases(actor: Actor, *, cursor: str | None = None, size: int = 20) -> Page[CaseRow]:
    """The actor's own applications, the newest first.

    Raises:
        SignInRequiredError: nobody is signed in.
        CursorError: the cursor is not one of this list.
    """
    if actor.account_id is None:
        raise SignInRequiredError
    rows = Case.objects.filter(applicant_id=actor.account_id)
    if cursor:
        rows = rows.filter(id__lt=decode_id(cursor))
    found = list(rows.order_by("-id").values_list(*_COLUMNS)[: size + 1])
    return page_of([_row(one, is_own=True) for one in found], size, [(one[0],) for one in found])


def find_cases(actor: Actor, text: str, *, limit: int = 50) -> tuple[CaseRow, ...]:
    """Cases by their whole number, the applicant's whole name or whole identity number, newest first, at most `limit`.

    Raises:
        RightMissingError, SignInRequiredError: the actor sees no cases at all.
    """
    text = text.strip()
    rows = Case.objects.filter(_reach(actor, None))
    if is_case_no(normalised(text)):
        rows = rows.filter(case_no=normalised(text))
    else:
        rows = rows.filter(Q(identity_index=blind_index(normalised(text))) | Q(party_name_index=blind_index(text)))
    return tuple(_row(one) for one in rows.order_by("-id").values_list(*_COLUMNS)[:limit]) if text else ()


def has_cases_before(instant: datetime) -> bool:
    """Whether any case was filed before the instant."""
    return Case.objects.filter(submitted_at__lt=instant).exists()


def _due_and_id(cursor: str) -> tuple[date, int]:
    due_on, last_id = decode_cursor(cursor, 2)
    try:
        return date.fromisoformat(str(due_on)), _id(last_id)
    except ValueError as error:
        raise CursorError from error


def _id(value: str | int | None) -> int:
    if not isinstance(value, int):
        raise CursorError
    return value


def _reach(actor: Actor, organisation_id: int | None) -> Q:
    actor.require(Right.VIEW_CASES, organisation_id)
    if organisation_id is not None:
        return Q(organisation_id=organisation_id)
    reach = actor.organisations_for(Right.VIEW_CASES)
    return Q() if reach is None else Q(organisation_id__in=sorted(reach))


def _row(values: Sequence[object], *, is_own: bool = False) -> CaseRow:
    _id, case_no, item_name, organisation_id, organisation_name, state, kind, name, submitted_at, due_on, promised = (
        values
    )
    is_open_name = is_own or kind == PartyKind.ENTERPRISE.value
    return CaseRow(
        case_no=str(case_no),
        item_name=str(item_name),
        organisation_id=int(str(organisation_id)),
        organisation_name=str(organisation_name),
        state=State(str(state)),
        party_name=str(name) if is_open_name else mask_name(str(name)),
        submitted_at=submitted_at,  # type: ignore[arg-type]  # values_list of these columns
        next_due_on=due_on,  # type: ignore[arg-type]
        promised_due_on=promised,  # type: ignore[arg-type]
    )
