"""Filters of the worklist that somebody keeps under a name."""

from django.db import connection, transaction

from yichuang.cases.errors import (
    FilterInvalidError,
    FilterNameTakenError,
    FilterNotFoundError,
    TooManyFiltersError,
)
from yichuang.cases.models import SavedFilter
from yichuang.core.actor import Actor, SignInRequiredError
from yichuang.core.rights import Right

FILTERS_MAX = 20
NAME_MAX = 40
QUERY_MAX = 500


@transaction.atomic
def save_filter(*, actor: Actor, name: str, query: str) -> int:
    """The filter is among the actor's own. `query` is that of the list's address, without the question mark.

    Raises:
        SignInRequiredError, RightMissingError: nobody is signed in; the actor sees no cases.
        FilterInvalidError: no name, or name or query too long.
        FilterNameTakenError, TooManyFiltersError: the actor has such a name, or `FILTERS_MAX` filters.
    """
    actor.require(Right.VIEW_CASES)
    if actor.account_id is None:
        raise SignInRequiredError
    name, query = name.strip(), query.strip().removeprefix("?")
    if not name or len(name) > NAME_MAX or len(query) > QUERY_MAX or not (name + query).isprintable():
        raise FilterInvalidError(limit=NAME_MAX)
    _wait_for_rivals(actor.account_id)
    names = list(SavedFilter.objects.filter(account_id=actor.account_id).values_list("name", flat=True))
    if name in names:
        raise FilterNameTakenError(name=name)
    if len(names) >= FILTERS_MAX:
        raise TooManyFiltersError(limit=FILTERS_MAX)
    return SavedFilter.objects.create(account_id=actor.account_id, name=name, query=query).pk


@transaction.atomic
def delete_filter(*, actor: Actor, filter_id: int) -> None:
    """The filter is gone.

    Raises:
        FilterNotFoundError: it is not there, or not the actor's.
    """
    number, _rows = SavedFilter.objects.filter(pk=filter_id, account_id=actor.account_id or 0).delete()
    if not number:
        raise FilterNotFoundError


def _wait_for_rivals(account_id: int) -> None:
    """Two tabs of one person save one after the other, so that the limit holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('cases.filters'), %s)", [account_id % 2**31])
