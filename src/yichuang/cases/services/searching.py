"""Searches across cases that leave a record."""

from django.db import transaction

from yichuang.cases.queries.lists import cases_of_identity, find_cases, is_identity
from yichuang.cases.queries.rows import CaseRow
from yichuang.core.actor import Actor
from yichuang.core.identifiers import normalised
from yichuang.core.rights import Right
from yichuang.core.sealed import blind_index
from yichuang.identity.services import record_unmasking


@transaction.atomic
def search_cases(*, actor: Actor, text: str, limit: int = 50) -> tuple[CaseRow, ...]:
    """The cases that the text finds; a search by identity number is on record, whether it found anything or not.

    The record names a keyed digest of the number, never the number.

    Law: PIPL 51.

    Raises:
        RightMissingError, SignInRequiredError: the actor sees no cases; an identity number needs the right to unmask.
    """
    if not is_identity(text):
        return find_cases(actor, text, limit=limit)
    actor.require(Right.VIEW_CASES)
    actor.require(Right.UNMASK_PERSON)
    subject = f"identity:{blind_index(normalised(text))}"
    record_unmasking(actor=actor, subject=subject, what="cases by identity number")
    return cases_of_identity(actor, text, limit=limit)
