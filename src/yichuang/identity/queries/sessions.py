"""Who acts: one statement a request."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from yichuang.core.actor import Actor, ActorKind, Letter, PostHeld, Principal, Scope
from yichuang.core.prepared import run_prepared
from yichuang.core.rights import ROLE_RIGHTS, Role
from yichuang.core.sealed import unseal
from yichuang.identity.errors import AccountNotFoundError
from yichuang.identity.models import Account
from yichuang.identity.rules import AccountKind
from yichuang.organisations.queries import AWAY_TO, HELD_BY, LETTERS_OF
from yichuang.organisations.rules import LETTER_ROLES, OrganisationKind, needs_letter


@dataclass(frozen=True, slots=True)
class Session:
    """What a request needs of the account that signed in: read in one statement."""

    actor: Actor
    language: str
    must_change_password: bool
    auth_hash: str


class _SessionRow(NamedTuple):
    """One account with one of the posts held that day and the principal acted for; None where there is none."""

    kind: str
    name: bytes
    language: str
    must_change_password: bool
    password: str
    staff_id: int | None
    staff_name: str | None
    on_leave_to: date | None
    counts: bool
    post_id: int
    title: str
    role: str
    window_id: int | None
    organisation_id: int
    organisation_name: str
    organisation_kind: str
    is_stand_in: bool
    letters: list[list[Any]] | None
    mandate_id: int | None
    item_codes: list[str] | None
    principal_id: int | None
    principal_name: bytes


_SESSION = f"""
    SELECT a.kind, a.name, a.language, a.must_change_password, a.password, s.id, s.name, away.away_to,
           coalesce(s.is_active AND p.is_active AND o.is_active, false),
           p.id, p.title, p.role, p.window_id, p.organisation_id, o.name, o.kind, h.is_stand_in,
           CASE WHEN p.role = ANY(%(letter_roles)s) THEN ({LETTERS_OF}) END,
           m.id, m.item_codes, w.id, w.name
    FROM identity_account a
    LEFT JOIN organisations_staffmember s ON s.id = a.staff_id
    LEFT JOIN LATERAL ({AWAY_TO}) away ON true
    LEFT JOIN LATERAL ({HELD_BY}) h ON away.away_to IS NULL
    LEFT JOIN organisations_post p ON p.id = h.post_id
    LEFT JOIN organisations_organisation o ON o.id = p.organisation_id
    LEFT JOIN identity_mandate m
        ON m.id = %(mandate_id)s AND m.agent_id = a.id AND m.withdrawn_at IS NULL
        AND m.valid_from <= %(on)s AND m.valid_to >= %(on)s
    LEFT JOIN identity_account w ON w.id = m.principal_id AND w.is_active
    WHERE a.id = %(account_id)s AND a.is_active
    ORDER BY h.post_id
"""  # noqa: S608 - made of statements of the contexts only
_LETTER_ROLES = [role.value for role in LETTER_ROLES]


def actor_of(account_id: int, on: date, mandate_id: int = 0) -> Actor:
    """The account as an actor on that day, with every post that gives rights then. One statement.

    With a mandate that is valid that day it acts for the mandate's principal.

    Posts count while held, active, and in an active organisation, for staff not released. Posts of the centre's own
    authority reach the whole centre. Who is on leave has none; the deputy then stands in where nobody else was appointed.
    Letters of authority come with the posts that need one, the newest twenty.

    Raises:
        AccountNotFoundError: there is none, or it is switched off.
    """
    return get_session(account_id, on, mandate_id).actor


def get_session(account_id: int, on: date, mandate_id: int = 0) -> Session:
    """The actor with language, duty to change the password, and the digest that its sessions must carry.

    With a mandate the actor acts for its principal while the mandate is valid that day, held by this account, and the
    principal's account is active; else for itself. The name stays the agent's.

    Law: CIV 162, 173.

    Raises:
        AccountNotFoundError: there is none, or it is switched off.
    """
    parameters = {"account_id": account_id, "on": on, "mandate_id": mandate_id, "letter_roles": _LETTER_ROLES}
    rows = [_SessionRow(*row) for row in run_prepared(_SESSION, parameters)]
    if not rows:
        raise AccountNotFoundError
    first = rows[0]
    return Session(
        actor=Actor(
            account_id=account_id,
            name=first.staff_name or unseal(bytes(first.name)).decode(),
            kind=ActorKind.STAFF if first.kind == AccountKind.STAFF.value else ActorKind.APPLICANT,
            posts=tuple(_post(row) for row in rows if row.counts),
            acting_for=_principal(first),
            staff_id=first.staff_id,
            on_leave_to=first.on_leave_to,
        ),
        language=first.language,
        must_change_password=first.must_change_password,
        auth_hash=Account(password=first.password).get_session_auth_hash(),
    )


def _post(row: _SessionRow) -> PostHeld:
    is_centre = row.organisation_kind == OrganisationKind.CENTRE_AUTHORITY.value
    return PostHeld(
        post_id=row.post_id,
        title=row.title,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation_name,
        window_id=row.window_id,
        scope=Scope.CENTRE if is_centre else Scope.ORGANISATION,
        rights=frozenset(ROLE_RIGHTS[Role(row.role)]),
        is_stand_in=row.is_stand_in,
        needs_letter=needs_letter(Role(row.role)),
        letters=tuple(_letter(*one) for one in row.letters or ()),
    )


def _letter(
    letter_id: int,
    number: str,
    rights: list[str],
    item_codes: list[str],
    most_cents: int | None,
    valid_from: str,
    valid_to: str,
) -> Letter:
    return Letter(
        letter_id=letter_id,
        number=number,
        rights=frozenset(rights),
        item_codes=frozenset(item_codes) or None,
        most_cents=most_cents,
        valid_from=date.fromisoformat(valid_from),
        valid_to=date.fromisoformat(valid_to),
    )


def _principal(row: _SessionRow) -> Principal | None:
    if row.mandate_id is None or row.principal_id is None:
        return None
    return Principal(
        account_id=row.principal_id,
        name=unseal(bytes(row.principal_name)).decode(),
        mandate_id=row.mandate_id,
        item_codes=None if row.item_codes is None else frozenset(row.item_codes),
    )
