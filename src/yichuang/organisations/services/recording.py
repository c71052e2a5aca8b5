"""What all acts here share: the row of history, the fetch under lock, the constraint that refused."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction

from yichuang.core.actor import Actor
from yichuang.core.clock import now
from yichuang.core.errors import DomainError
from yichuang.organisations.models import OrganisationHistory
from yichuang.organisations.rules import Act, Thing, check_name

Row = TypeVar("Row", bound=models.Model)


def snapshot(row: models.Model) -> dict[str, Any]:
    """The columns of a row as JSON values."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}  # noqa: SLF001 - documented API
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def record(*, actor: Actor, thing: Thing, act: Act, row: models.Model, before: dict[str, Any] | None) -> None:
    """A row of history says what the act changed."""
    OrganisationHistory.objects.create(
        thing=thing.value,
        thing_key=str(row.pk),
        act=act.value,
        before=before,
        after=snapshot(row),
        account_id=actor.account_id,
        actor_name=actor.name,
        at=now(),
    )


def locked(rows: models.QuerySet[Row], key: int | str, error: Callable[[], DomainError]) -> Row:
    """The row with that key, locked until the transaction ends; rows that point at it may still be added.

    Raises:
        DomainError: the error given, when there is no such row.
    """
    row = rows.select_for_update(of=("self",), no_key=True).filter(pk=key).first()
    if row is None:
        raise error()
    return row


@contextmanager
def refused_by(constraints: Mapping[str, DomainError]) -> Iterator[None]:
    """Inside, a breach of one of the named constraints is the domain error that belongs to it.

    Only the constraint is certain under concurrency; a check beforehand would race.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diag = getattr(error.__cause__, "diag", None)
        refusal = constraints.get(getattr(diag, "constraint_name", None) or "")
        if refusal is None:
            raise
        raise refusal from error


def rename(*, actor: Actor, thing: Thing, row: models.Model, field: str, value: str) -> None:
    """The row carries the new name, and history the old one.

    Raises:
        NameMissingError: the new name is empty.
    """
    before = snapshot(row)
    setattr(row, field, check_name(value))
    row.save(update_fields=[field])
    record(actor=actor, thing=thing, act=Act.CHANGED, row=row, before=before)
