"""What identity holds about a person, for that person."""

from dataclasses import dataclass
from datetime import datetime

from yichuang.identity.errors import AccountNotFoundError
from yichuang.identity.models import Account
from yichuang.identity.queries.accounts import Person, get_person
from yichuang.identity.queries.events import EventRow, list_events
from yichuang.identity.queries.mandates import MandateView, list_mandates_given, list_mandates_held
from yichuang.identity.rules import Language, NoticeWay

_MOST = 200


@dataclass(frozen=True, slots=True)
class HeldAbout:
    """Everything that identity holds about a person, unmasked; of mandates and events the newest 200 each.

    `login` is the phone where that is what one signs in with. The password is held as a digest that nobody can read.
    """

    person: Person
    login: str
    language: Language | None
    notice: NoticeWay
    created_at: datetime
    last_login: datetime | None
    password_changed_at: datetime
    mandates_given: tuple[MandateView, ...]
    mandates_held: tuple[MandateView, ...]
    events: tuple[EventRow, ...]


def held_about(account_id: int) -> HeldAbout:
    """All that identity holds about the person, unmasked. Only for that person; whoever else asks records the look.

    Law: PIPL 44, 45.

    Raises:
        AccountNotFoundError: there is none, or it is switched off.
    """
    person = get_person(account_id)
    row = Account.objects.filter(pk=account_id).first()
    if row is None:
        raise AccountNotFoundError
    return HeldAbout(
        person=person,
        login=person.phone if row.login.startswith("#") else row.login,
        language=Language(row.language) if row.language else None,
        notice=NoticeWay(row.notice),
        created_at=row.created_at,
        last_login=row.last_login,
        password_changed_at=row.password_changed_at,
        mandates_given=list_mandates_given(account_id, size=_MOST).rows,
        mandates_held=list_mandates_held(account_id, size=_MOST).rows,
        events=list_events(account_id=account_id, size=_MOST).rows,
    )
