"""Who is told of a signal, by the ladder of lights."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from yichuang.cases.rules import State
from yichuang.core.paging import every
from yichuang.core.rights import Role
from yichuang.correspondence.rules import NoticeKind
from yichuang.correspondence.services import NewNotice, give
from yichuang.identity.queries import account_ids_of_staff
from yichuang.organisations.queries import get_organisation, list_posts
from yichuang.supervision.models import Signal, Told
from yichuang.supervision.rules import LADDER, RULES, Light, SignalState, SubjectKind

_WINDOW = frozenset(
    {State.SUBMITTED.value, State.RECEIVED.value, State.GRANTED.value, State.DENIED.value, State.ISSUED.value}
)
_OWNER = "owner"


def post_that_has(state: str) -> Role:
    """The role whose posts have a case in that state in hand while nobody took it."""
    if state in _WINDOW:
        return Role.WINDOW_CLERK
    return Role.REVIEWER if state == State.ACCEPTED.value else Role.APPROVING_OFFICIAL


class Ladder:
    """Finds whom to tell, each body's posts read once. Holders who are away are stood in for."""

    def __init__(self, today: date) -> None:
        """Posts as they are held on that day."""
        self.today = today
        self._posts: dict[int, list[tuple[Role, int]]] = {}

    def told_of(self, signal: Signal, has_it: Role | None) -> dict[int, str]:
        """The accounts to tell and as what: the owner, or whoever holds a post that has it, and the leaders by the light."""
        told: dict[int, str] = {}
        if signal.owner_id is not None:
            told[signal.owner_id] = _OWNER
        elif has_it is not None:
            told.update(dict.fromkeys(self._holders(signal.organisation_id, (has_it,)), _OWNER))
        for role in LADDER[Light(signal.light)]:
            for account_id in self._holders(signal.organisation_id, (role,)):
                told.setdefault(account_id, role.value)
        if not told or (signal.kind != SubjectKind.CASE.value and signal.owner_id is None):
            for account_id in self._holders(
                signal.organisation_id, (Role.CHIEF_REPRESENTATIVE, Role.APPROVING_OFFICIAL)
            ):
                told.setdefault(account_id, _OWNER)
        return told

    def _holders(self, organisation_id: int, roles: Sequence[Role]) -> list[int]:
        if organisation_id not in self._posts:
            self._posts[organisation_id] = self._read(organisation_id)
        return [account_id for role, account_id in self._posts[organisation_id] if role in roles]

    def _read(self, organisation_id: int) -> list[tuple[Role, int]]:
        """The body's posts and the accounts of those who act for them."""
        posts = every(
            lambda cursor: list_posts(on=self.today, organisation_id=organisation_id, cursor=cursor, size=200)
        )
        acting = [
            (post.role, post.stand_in_id if post.holder_away_to or post.holder_id is None else post.holder_id)
            for post in posts
        ]
        accounts = account_ids_of_staff(staff_id for _role, staff_id in acting if staff_id is not None)
        return [(role, accounts[staff_id]) for role, staff_id in acting if staff_id in accounts]


def tell(ladder: Ladder, signals: Iterable[tuple[Signal, Role | None]], at: datetime) -> None:
    """Each account has been told of each signal once, and has a notice of it unless it is settled already.

    Must run in a transaction.
    """
    rows = [
        Told(signal=signal, account_id=account_id, light=signal.light, role=role, at=at)
        for signal, has_it in signals
        for account_id, role in ladder.told_of(signal, has_it).items()
    ]
    Told.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    give([_notice(row.signal, row.account_id, at) for row in rows if row.signal.state == SignalState.NOTIFIED.value])


def _notice(signal: Signal, account_id: int, at: datetime) -> NewNotice:
    """What one person reads of the signal; a reminder names no day, since nobody need answer it."""
    light = Light(signal.light)
    is_answered = light is not Light.BLUE and signal.answer_by is not None
    return NewNotice(
        account_id=account_id,
        kind=NoticeKind.SIGNAL,
        source=f"signal:{signal.pk}:{light.value}",
        at=at,
        filling={
            "signal": signal.pk,
            "light": light.label,
            "matter": RULES[signal.rule].title,
            "about": signal.case_no or signal.item_code or get_organisation(signal.organisation_id).name,
            "due_on": signal.answer_by.isoformat() if is_answered and signal.answer_by else "",
        },
        case_no=signal.case_no,
        item_code=signal.item_code,
    )
