"""Giving notices, and the short messages that go with the important ones."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation
from psycopg.types.json import Jsonb

from yichuang.core import clock
from yichuang.core.prepared import run_prepared
from yichuang.correspondence.queries.wording import notice_title, short_text
from yichuang.correspondence.rules import IMPORTANT, MESSAGES_OF, NoticeKind
from yichuang.identity.errors import AccountNotFoundError
from yichuang.identity.queries import notice_of
from yichuang.identity.rules import NoticeWay
from yichuang.outbox.rules import MessageKind, can_receive
from yichuang.outbox.services import send_message

# One statement for many, that says which are new: only those send a message.
_INSERT = """
    INSERT INTO correspondence_notice (account_id, kind, case_no, item_code, "values", source, at)
    SELECT account_id, kind, case_no, item_code, filling, source, at
    FROM jsonb_to_recordset(%(rows)s) AS given
        (account_id bigint, kind text, case_no text, item_code text, filling jsonb, source text, at timestamptz)
    ON CONFLICT (account_id, source) DO NOTHING
    RETURNING account_id, source
"""


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A notice that is to be given. `filling` fills the words; it holds nothing personal."""

    account_id: int
    kind: NoticeKind
    source: str
    at: datetime
    filling: Mapping[str, object]
    case_no: str = ""
    item_code: str = ""


def give(notices: Sequence[NewNotice]) -> int:
    """Each account has the notices, those given before once only; the important new ones also go to phone or mailbox.

    How many were new. Must run in a transaction.
    """
    if not notices:
        return 0
    rows = [{**asdict(one), "kind": one.kind.value, "at": one.at.isoformat()} for one in notices]
    new = {(account_id, source) for account_id, source in run_prepared(_INSERT, {"rows": Jsonb(rows)})}
    _send([one for one in notices if (one.account_id, one.source) in new])
    return len(new)


def _send(notices: Sequence[NewNotice]) -> None:
    latest = clock.now() - MESSAGES_OF
    for notice in notices:
        if notice.kind in IMPORTANT and notice.at >= latest:
            _send_one(notice)


def _send_one(notice: NewNotice) -> None:
    try:
        target = notice_of(notice.account_id)
    except AccountNotFoundError:  # switched off meanwhile
        return
    if target.way is NoticeWay.HERE:
        return
    kind = MessageKind.EMAIL if target.way is NoticeWay.EMAIL else MessageKind.SMS
    if not can_receive(kind, target.address):
        return
    with translation.override(target.language or settings.LANGUAGE_CODE):
        filling = {**notice.filling, **sender_names()}
        send_message(
            kind=kind,
            address=target.address,
            title=notice_title(notice.kind, filling),
            text=short_text(notice.kind, filling),
            subject=notice.case_no or str(notice.filling.get("number", "")),
        )


def sender_names() -> dict[str, object]:
    """What short messages say of the sender, in the language in force."""
    is_chinese = (translation.get_language() or "").startswith("zh")
    centre = settings.CENTRE_NAME if is_chinese else settings.CENTRE_NAME_EN
    return {"centre": centre or settings.CENTRE_NAME, "address": settings.PUBLIC_BASE_URL}
