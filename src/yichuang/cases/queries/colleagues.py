"""To whom a case can be handed over."""

from dataclasses import dataclass

from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.prepared import run_prepared
from yichuang.core.rights import ROLE_RIGHTS, Right
from yichuang.organisations.rules import OrganisationKind

_COLLEAGUES = """
    SELECT a.id, s.name, string_agg(DISTINCT p.title, ' / ' ORDER BY p.title)
    FROM organisations_post p
    JOIN organisations_organisation o ON o.id = p.organisation_id AND o.is_active
    JOIN organisations_postholding h
        ON h.post_id = p.id AND h.held_from <= %(on)s AND (h.held_to IS NULL OR h.held_to >= %(on)s)
        AND (h.ended_at IS NULL OR h.held_to > %(on)s)
    JOIN organisations_staffmember s ON s.id = h.staff_id AND s.is_active
    JOIN identity_account a ON a.staff_id = s.id AND a.is_active
    WHERE p.is_active AND p.role = ANY(%(roles)s)
        AND (p.organisation_id = %(organisation_id)s OR o.kind = %(centre)s)
    GROUP BY a.id, s.name, s.organisation_id
    ORDER BY s.organisation_id <> %(organisation_id)s, s.name, a.id
    LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may have cases of an organisation in hand, with the posts that allow it."""

    account_id: int
    name: str
    posts: str


def list_colleagues(actor: Actor, organisation_id: int, *, limit: int = 200) -> tuple[Colleague, ...]:
    """Active staff who may see the organisation's cases today, its own first, without the actor; one statement.

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
    return tuple(one for one in found if one.account_id != actor.account_id)
