"""Lists of cases apart from the worklist: one's own, those of another system, and those that a search finds."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from yichuang.cases import access
from yichuang.cases.models import Case
from yichuang.cases.queries.rows import COLUMNS, CaseRow, case_row
from yichuang.cases.queries.worklist import reach
from yichuang.cases.rules import OPEN_STATES, State, is_case_no
from yichuang.core.actor import Actor, SignInRequiredError
from yichuang.core.identifiers import normalised
from yichuang.core.paging import CursorError, Page, decode_cursor, decode_id, page_of
from yichuang.core.rights import Right
from yichuang.core.sealed import blind_index

_NUMBER_BEGINS = re.compile(r"20[0-9]{6,13}")
_NUMBER_ENDS = re.compile(r"[0-9]{4,7}")
_IDENTITY = re.compile(r"(?=(?:.*[0-9]){6})[0-9A-Z]{7,20}")


def list_my_cases(
    actor: Actor, *, is_open: bool | None = None, cursor: str | None = None, size: int = 20
) -> Page[CaseRow]:
    """The actor's own applications, the newest first; those of the one he acts for, as far as the mandate covers them.

    `is_open` True: only those under way, False: only those that are closed, the one that was closed last first.

    Raises:
        SignInRequiredError: nobody is signed in.
        CursorError: the cursor is not one of this list.
    """
    if actor.owner_id is None:
        raise SignInRequiredError
    rows = access.own_cases(actor)
    if is_open is not None:
        states = [state.value for state in State if (state in OPEN_STATES) is is_open]
        rows = rows.filter(state__in=states)
    if is_open is False:
        return _closed_last(rows, cursor, size)
    return _newest(rows, cursor, size, is_own=True)


def list_client_cases(actor: Actor, *, cursor: str | None = None, size: int = 50) -> Page[CaseRow]:
    """The cases that the other system filed, the newest first.

    Raises:
        SignInRequiredError: the actor is no other system.
        CursorError: the cursor is not one of this list.
    """
    if actor.client is None:
        raise SignInRequiredError
    return _newest(Case.objects.filter(client_id=actor.client.client_id), cursor, size)


def find_cases(actor: Actor, text: str, *, limit: int = 50) -> tuple[CaseRow, ...]:
    """Cases that the actor may see by number or the applicant's whole name, newest first, at most `limit`.

    A number is whole, or its first 8 to 14 digits, or, of an open case, its last 4 to 7. Whole identity numbers
    are found by `services.search_cases` only, which records the look.

    Raises:
        RightMissingError, SignInRequiredError: the actor sees no cases at all.
    """
    text, number = text.strip(), normalised(text).replace("-", "")
    within = reach(actor, None)
    if not text or is_identity(text):
        return ()
    rows = Case.objects.filter(within)
    if is_case_no(number):
        return _found(rows.filter(case_no=number), limit)
    if _NUMBER_BEGINS.fullmatch(number):
        return _found(rows.filter(case_no__gte=number, case_no__lte=number.ljust(15, "9")), limit)
    if _NUMBER_ENDS.fullmatch(number):
        rows = rows.filter(state__in=[state.value for state in OPEN_STATES])
        return _found(rows.filter(case_no__endswith=number), limit)
    return _found(rows.filter(party_name_index=blind_index(text)), limit, order="-id")


def is_identity(text: str) -> bool:
    """Whether the text looks like a whole identity number or credit code, and not like a case number or a name."""
    number = normalised(text)
    is_number = is_case_no(number) or _NUMBER_BEGINS.fullmatch(number) or _NUMBER_ENDS.fullmatch(number)
    return not is_number and _IDENTITY.fullmatch(number) is not None


def cases_of_identity(actor: Actor, identity_no: str, *, limit: int = 50) -> tuple[CaseRow, ...]:
    """The cases of the applicant with exactly that number, where the actor may see cases and unmask, newest first.

    Only for `services.search_cases`, which records the look.

    Raises:
        RightMissingError, SignInRequiredError: the actor may not.
    """
    actor.require(Right.UNMASK_PERSON)
    rows = Case.objects.filter(reach(actor, None), identity_index=blind_index(normalised(identity_no)))
    within = actor.organisations_for(Right.UNMASK_PERSON)
    if within is not None:
        rows = rows.filter(organisation_id__in=sorted(within))
    return _found(rows, limit, order="-id")


def has_cases_before(instant: datetime) -> bool:
    """Whether any case was filed before the instant."""
    return Case.objects.filter(submitted_at__lt=instant).exists()


def _newest(rows: QuerySet[Case], cursor: str | None, size: int, *, is_own: bool = False) -> Page[CaseRow]:
    if cursor:
        rows = rows.filter(id__lt=decode_id(cursor))
    found: list[tuple[Any, ...]] = list(rows.order_by("-id").values_list(*COLUMNS)[: size + 1])
    return page_of([case_row(one, is_own=is_own) for one in found], size, [(one[0],) for one in found])


def _closed_last(rows: QuerySet[Case], cursor: str | None, size: int) -> Page[CaseRow]:
    """One's own closed cases, sorted by the instant of closing and the id."""
    if cursor:
        at, last_id = _instant_and_id(cursor)
        rows = rows.filter(Q(closed_at__lt=at) | Q(closed_at=at, id__lt=last_id))
    columns = ("closed_at", *COLUMNS)
    found: list[tuple[Any, ...]] = list(rows.order_by("-closed_at", "-id").values_list(*columns)[: size + 1])
    keys: list[tuple[str | int | None, ...]] = [(closed_at.isoformat(), ident) for closed_at, ident, *_rest in found]
    return page_of([case_row(one[1:], is_own=True) for one in found], size, keys)


def _instant_and_id(cursor: str) -> tuple[datetime, int]:
    at, last_id = decode_cursor(cursor, 2)
    try:
        instant = datetime.fromisoformat(str(at))
    except ValueError as error:
        raise CursorError from error
    if instant.tzinfo is None or not isinstance(last_id, int):
        raise CursorError
    return instant, last_id


def _found(rows: QuerySet[Case], limit: int, order: str = "-case_no") -> tuple[CaseRow, ...]:
    found: Iterable[tuple[Any, ...]] = rows.order_by(order).values_list(*COLUMNS)[:limit]
    return tuple(case_row(one) for one in found)
