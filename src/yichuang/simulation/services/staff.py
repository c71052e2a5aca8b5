"""Who handles the items of each body, and as whom the ledger writes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from yichuang.cases.rules import APPLICANT_ACTS, SYSTEM_ACTS, Act, right_for
from yichuang.cases.services.bulk import Doer
from yichuang.catalogue.rules import CaseType
from yichuang.core import clock
from yichuang.core.actor import SYSTEM, Actor, ActorKind, Scope
from yichuang.core.paging import every
from yichuang.core.rights import Role
from yichuang.identity.queries import account_ids_of_staff, actor_of
from yichuang.organisations.queries import list_posts

ROLES: Mapping[str, Role] = {
    "clerk": Role.WINDOW_CLERK,
    "reviewer": Role.REVIEWER,
    "official": Role.APPROVING_OFFICIAL,
    "head": Role.AGENCY_HEAD,
    "records": Role.RECORDS_CLERK,
    "chief": Role.CHIEF_REPRESENTATIVE,
}


@dataclass(slots=True)
class Staff:
    """The holders of the posts, by body and role; of the centre's where a body has none of its own."""

    _own: dict[int, dict[Role, list[Actor]]]
    _every: dict[Role, list[Actor]]
    _doers: dict[tuple[int | None, Act, CaseType, int], Doer] = field(default_factory=dict)

    def people(self, organisation_id: int, role: str) -> Sequence[Actor]:
        """Everybody of that role who may act for the body."""
        wanted = ROLES[role]
        return self._own.get(organisation_id, {}).get(wanted) or self._every[wanted]

    def counts(self, organisation_id: int) -> dict[str, int]:
        """How many there are of each role; "chair": heads of the body's own, who may be in the chair of a hearing."""
        counts = {role: len(self.people(organisation_id, role)) for role in ROLES}
        return counts | {"chair": len(self._own.get(organisation_id, {}).get(ROLES["head"], []))}

    def doer(self, actor: Actor, act: Act, case_type: CaseType, organisation_id: int) -> Doer:
        """As whom the ledger writes the actor for that act."""
        key = (actor.account_id, act, case_type, organisation_id)
        found = self._doers.get(key)
        if found is None:
            found = self._doers[key] = _doer(actor, act, case_type, organisation_id)
        return found


def _doer(actor: Actor, act: Act, case_type: CaseType, organisation_id: int) -> Doer:
    if act in SYSTEM_ACTS or actor is SYSTEM:
        return Doer(SYSTEM.kind.value, None, SYSTEM.name)
    if act in APPLICANT_ACTS and actor.kind is ActorKind.APPLICANT:
        return Doer(actor.kind.value, actor.account_id, actor.name)
    post = actor.require(right_for(act, case_type), organisation_id)
    if post is None:
        raise TypeError(act)
    return Doer(actor.kind.value, actor.account_id, actor.name, post.post_id, post.recorded_title)


def staff() -> Staff:
    """The staff of the centre as it is today."""
    own: dict[int, dict[Role, list[Actor]]] = {}
    anywhere: dict[Role, list[Actor]] = {role: [] for role in ROLES.values()}
    today = clock.today()
    posts = [
        (post, post.holder_id)
        for post in every(lambda cursor: list_posts(on=today, cursor=cursor, size=200))
        if post.holder_id is not None and post.role in anywhere
    ]
    accounts = account_ids_of_staff(holder_id for _post, holder_id in posts)
    for post, holder_id in posts:
        if holder_id not in accounts:
            continue
        actor = actor_of(accounts[holder_id], on=today)
        own.setdefault(post.organisation_id, {}).setdefault(post.role, []).append(actor)
        if any(held.reaches(None) and held.scope is Scope.CENTRE for held in actor.posts):
            anywhere[post.role].append(actor)
    return Staff(own, anywhere)
