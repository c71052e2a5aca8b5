"""Acts on mandates, each with a row of events for both parties."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from yichuang.core.actor import Actor, ActorKind, Principal, SignInRequiredError
from yichuang.core.clock import now, today
from yichuang.core.errors import FieldProblem
from yichuang.core.sealed import blind_index
from yichuang.identity.errors import (
    AgentActsError,
    AgentUnknownError,
    ApplicantOnlyError,
    MandateError,
    MandateGivenError,
    MandateNotFoundError,
    MandateOverError,
    OwnAgentError,
)
from yichuang.identity.models import Account, Mandate
from yichuang.identity.queries import list_principals
from yichuang.identity.rules import (
    AccountKind,
    EventKind,
    IdentityType,
    Limited,
    check_identity,
    mandate_problems,
    normal_codes,
    problem_of_value,
    same_name,
)
from yichuang.identity.services.limits import count_try
from yichuang.identity.services.recording import locked, record, refused_by


def give_mandate(
    *,
    actor: Actor,
    agent_type: IdentityType,
    agent_no: str,
    agent_name: str,
    item_codes: Sequence[str] | None,
    valid_from: date,
    valid_to: date,
) -> int:
    """The agent may act for the actor in these matters (None: all) on these days, both included; answers the mandate's id.

    The agent is a person with an account, named by document and name exactly. Whether the number or the name is wrong is
    not told, and tries are counted.

    Law: CIV 161, 162, 165.

    Raises:
        SignInRequiredError, ApplicantOnlyError, AgentActsError: the actor is no applicant in person.
        MandateError: with every problem of every field.
        TooOftenError: too many people were looked for.
        AgentUnknownError, OwnAgentError: nobody, or the actor, has this document and name.
        MandateGivenError: the same mandate holds already.
    """
    principal_id = _in_person(actor)
    codes = normal_codes(item_codes)
    problems = [
        *problem_of_value("agent_no", agent_no, lambda: check_identity(agent_type, agent_no)),
        *mandate_problems(item_codes=codes, valid_from=valid_from, valid_to=valid_to, today=today()),
    ]
    if agent_type is IdentityType.CREDIT_CODE:
        problems.append(FieldProblem("agent_type", AgentUnknownError.code, AgentUnknownError.text))
    if problems:
        raise MandateError(problems=problems)
    count_try(what=Limited.FIND_PERSON, by=principal_id)
    agent_id = _find_agent(agent_type, check_identity(agent_type, agent_no), agent_name)
    if agent_id == principal_id:
        raise OwnAgentError
    row = Mandate(
        principal_id=principal_id,
        agent_id=agent_id,
        item_codes=None if codes is None else list(codes),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    return _give(row)


@transaction.atomic
def withdraw_mandate(*, actor: Actor, mandate_id: int) -> None:
    """The mandate holds no more, from this moment: withdrawn by its principal, or laid down by its agent.

    Law: CIV 173.

    Raises:
        MandateNotFoundError: there is none, or the actor has no part in it.
        MandateOverError: it has been withdrawn or is expired.
    """
    row = Mandate.objects.select_for_update(of=("self",), no_key=True).filter(pk=mandate_id).first()
    if row is None or actor.account_id is None or actor.account_id not in {row.principal_id, row.agent_id}:
        raise MandateNotFoundError
    if row.withdrawn_at is not None or row.valid_to < today():
        raise MandateOverError
    row.withdrawn_at = now()
    row.withdrawn_by_id = actor.account_id
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    is_agent = actor.account_id == row.agent_id
    _record_both(EventKind.MANDATE_LAID_DOWN if is_agent else EventKind.MANDATE_WITHDRAWN, row, actor.account_id)


@transaction.atomic
def choose_principal(*, actor: Actor, mandate_id: int | None) -> Principal | None:
    """It is on record for whom the actor acts from now on (None: for nobody else); answers whom.

    The session keeps the mandate's id under `access.ACTING_FOR`; each request looks again whether it holds.

    Law: CIV 162.

    Raises:
        SignInRequiredError: nobody is signed in.
        MandateOverError: the actor holds no such mandate, or it is not valid today.
    """
    if actor.account_id is None:
        raise SignInRequiredError
    if mandate_id is None:
        if actor.acting_for is not None:
            _record_acting(EventKind.ACTING_ENDED, actor.account_id, actor.acting_for)
        return None
    held = list_principals(actor.account_id, on=today())
    principal = next((one for one in held if one.mandate_id == mandate_id), None)
    if principal is None:
        raise MandateOverError
    _record_acting(EventKind.ACTING_BEGAN, actor.account_id, principal)
    return principal


def _in_person(actor: Actor) -> int:
    """The account of an applicant who acts for themselves."""
    if actor.account_id is None:
        raise SignInRequiredError
    if actor.kind is not ActorKind.APPLICANT:
        raise ApplicantOnlyError
    if actor.acting_for is not None:
        raise AgentActsError
    return actor.account_id


def _find_agent(agent_type: IdentityType, number: str, name: str) -> int:
    row = Account.objects.filter(
        kind=AccountKind.APPLICANT.value,
        is_active=True,
        identity_type=agent_type.value,
        identity_digest=blind_index(number),
    ).first()
    if row is None or not same_name(row.name, name):
        raise AgentUnknownError
    return row.pk


@transaction.atomic
def _give(row: Mandate) -> int:
    principal = locked(row.principal_id)
    if not principal.is_active:
        raise ApplicantOnlyError
    row.given_at = now()
    with refused_by({"identity_mandate_once": MandateGivenError()}):
        row.save()
    _record_both(EventKind.MANDATE_GIVEN, row, row.principal_id)
    return row.pk


def _record_both(kind: EventKind, row: Mandate, actor_id: int) -> None:
    scope = "*" if row.item_codes is None else " ".join(row.item_codes)
    what = f"{row.valid_from}/{row.valid_to} {scope}"
    for account_id in (row.principal_id, row.agent_id):
        record(kind=kind, account_id=account_id, actor_id=actor_id, subject=f"mandate:{row.pk}", what=what)


def _record_acting(kind: EventKind, agent_id: int, principal: Principal) -> None:
    for account_id in (principal.account_id, agent_id):
        record(kind=kind, account_id=account_id, actor_id=agent_id, subject=f"mandate:{principal.mandate_id}")
