"""Reading mandates: both parties see each other's name in full, as on the written authority."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from yichuang.core.actor import Principal
from yichuang.core.paging import Page, decode_id, page_of
from yichuang.identity.errors import MandateNotFoundError
from yichuang.identity.models import Mandate
from yichuang.identity.rules import MandateState, mandate_state


@dataclass(frozen=True, slots=True)
class MandateView:
    """A mandate as both parties see it; `item_codes` None means every matter. Both days are included."""

    id: int
    principal_id: int
    principal_name: str
    agent_id: int
    agent_name: str
    item_codes: tuple[str, ...] | None
    valid_from: date
    valid_to: date
    given_at: datetime
    withdrawn_at: datetime | None
    is_laid_down: bool
    is_principal_active: bool

    def state(self, on: date) -> MandateState:
        """How it stands on that day. Law: CIV 173."""
        return mandate_state(self.valid_from, self.valid_to, on, is_withdrawn=self.withdrawn_at is not None)


def list_mandates_given(account_id: int, *, cursor: str | None = None, size: int = 20) -> Page[MandateView]:
    """The mandates that the account gave, newest first, also those that ended. One statement.

    Raises:
        CursorError: the cursor is not one of this list.
    """
    return _page(_rows().filter(principal_id=account_id), cursor, size)


def list_mandates_held(account_id: int, *, cursor: str | None = None, size: int = 20) -> Page[MandateView]:
    """The mandates that the account holds, newest first, also those that ended. One statement.

    Raises:
        CursorError: the cursor is not one of this list.
    """
    return _page(_rows().filter(agent_id=account_id), cursor, size)


def get_mandate(account_id: int, mandate_id: int) -> MandateView:
    """The mandate, for one of its two parties.

    Raises:
        MandateNotFoundError: there is none, or the account has no part in it.
    """
    row = _rows().filter(Q(principal_id=account_id) | Q(agent_id=account_id), pk=mandate_id).first()
    if row is None:
        raise MandateNotFoundError
    return _view(row)


def list_principals(account_id: int, on: date) -> tuple[Principal, ...]:
    """For whom the account may act that day, newest mandate first: what can be chosen. One statement."""
    rows = _rows().filter(agent_id=account_id, withdrawn_at__isnull=True, principal__is_active=True)
    rows = rows.filter(valid_from__lte=on, valid_to__gte=on).order_by("-pk")
    return tuple(_principal(row) for row in rows)


def _principal(row: Mandate) -> Principal:
    codes = None if row.item_codes is None else frozenset(row.item_codes)
    return Principal(row.principal_id, row.principal.name, row.pk, codes)


def _rows() -> QuerySet[Mandate]:
    return Mandate.objects.select_related("principal", "agent")


def _page(rows: QuerySet[Mandate], cursor: str | None, size: int) -> Page[MandateView]:
    if cursor:
        rows = rows.filter(pk__lt=decode_id(cursor))
    found = [_view(row) for row in rows.order_by("-pk")[: size + 1]]
    return page_of(found, size, [(row.id,) for row in found])


def _view(row: Mandate) -> MandateView:
    return MandateView(
        id=row.pk,
        principal_id=row.principal_id,
        principal_name=row.principal.name,
        agent_id=row.agent_id,
        agent_name=row.agent.name,
        item_codes=None if row.item_codes is None else tuple(row.item_codes),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        given_at=row.given_at,
        withdrawn_at=row.withdrawn_at,
        is_laid_down=row.withdrawn_by_id is not None and row.withdrawn_by_id == row.agent_id,
        is_principal_active=row.principal.is_active,
    )
