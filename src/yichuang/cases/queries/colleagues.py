"""To whom a case can be handed over."""

from dataclasses import dataclass

from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.prepared import run_prepared
from yichuang.core.rights import ROLE_RIGHTS, Right
from yichuang.organisations.queries import AWAY_TO, HELD_BY
from yichuang.organisations.rules import OrganisationKind

_COLLEAGUES = f"""
    SELECT a.id, s.name, string_agg(DISTINCT p.title, ' / ' ORDER BY p.title), bool_or(p.organisation_id = %(organisation_id)s)
    FROM organisations_staffmember s
    JOIN identity_account a ON a.staff_id = s.id AND a.is_active
    JOIN LATERAL ({AWAY_TO}) away ON away.away_to IS NULL
    JOIN LATERAL ({HELD_BY}) h ON true
    JOIN organisations_post p ON p.id = h.post_id AND p.is_active AND p.role = ANY(%(roles)s)
    JOIN organisations_organisation o ON o.id = p.organisation_id AND o.is_active
    WHERE s.is_active AND (p.organisation_id = %(organisation_id)s OR o.kind = %(centre)s)
    GROUP BY a.id, s.name, s.organisation_id
    ORDER BY s.organisation_id <> %(organisation_id)s, s.name, a.id
    LIMIT %(limit)s
"""  # noqa: S608 - made of statements of the contexts only


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may have cases of an organisation in hand, with the posts that allow it; `is_own`: one is of that organisation."""

    account_id: int
    name: str
    posts: str
    is_own: bool


def list_colleagues(
    actor: Actor, organisation_id: int, *, has_self: bool = False, limit: int = 200
) -> tuple[Colleague, ...]:
    """Active staff not on leave who may see the organisation's cases today, its own first; one statement.

    The actor is among them only where `has_self`.

    Raises:
        RightMissingError, SignInRequiredError: the actor sees no cases there.
    """
    actor.require(Right.VIEW_CASES, organisation_id)
    values = {
        "on": clock.today(),
        "roles": [role.value for role, rights in ROLE_RIGHTS.items() if Right.VIEW_CASES in rights],
        "organisation_id": organisation_id,
        "centre": OrganisationKind.CENTRE_AUTHORITY.value,
        "limit": limit,
    }
    found = (Colleague(*row) for row in run_prepared(_COLLEAGUES, values))
    return tuple(one for one in found if has_self or one.account_id != actor.account_id)
