"""What a client may be: its rights, its limit, its day of expiry; and how it stands within the minute."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from yichuang.core.errors import FieldProblem, gettext_noop
from yichuang.core.labels import Labelled
from yichuang.core.rights import Right
from yichuang.exchange.errors import ClientInvalidError, RepeatKeyMissingError

CLIENT_RIGHTS = (Right.FILE_FOR_OTHERS, Right.VIEW_CASES)
"""The rights that another system may be given. Items and guides are public: any key reads them."""
USUAL_LIMIT = 120
LARGEST_LIMIT = 6000
USUAL_GRACE_H = 24
LONGEST_GRACE_H = 30 * 24
_LONGEST_NAME = 100
_SECONDS = 60
_REPEAT_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")


class ClientAct(Labelled):
    """What is done with a client."""

    CREATED = "created", gettext_noop("Created")
    CHANGED = "changed", gettext_noop("Changed")
    KEY_ROTATED = "key_rotated", gettext_noop("Key replaced")
    REVOKED = "revoked", gettext_noop("Revoked")
    WEBHOOK_ADDED = "webhook_added", gettext_noop("Webhook added")
    WEBHOOK_REMOVED = "webhook_removed", gettext_noop("Webhook removed")
    WEBHOOK_PAUSED = "webhook_paused", gettext_noop("Webhook paused")
    WEBHOOK_RESUMED = "webhook_resumed", gettext_noop("Webhook resumed")


@dataclass(frozen=True, slots=True)
class Standing:
    """How many requests a client has left in the running minute, and in how many seconds the next one begins."""

    limit: int
    remaining: int
    reset_s: int
    is_exceeded: bool


def check_client(
    *, name: str, rights: Collection[Right], limit_per_minute: int, expires_on: date | None, today: date
) -> None:
    """Nothing, when these make a client.

    Raises:
        ClientInvalidError: they do not; every wrong one is named.
    """
    problems = []
    if not name.strip() or len(name.strip()) > _LONGEST_NAME:
        problems.append(FieldProblem("name", "exchange.name", gettext_noop("Give a name of at most 100 characters.")))
    if not set(rights) <= set(CLIENT_RIGHTS):
        wrong = ", ".join(sorted(set(rights) - set(CLIENT_RIGHTS)))
        text = gettext_noop("Another system cannot be given this right: {rights}.")
        problems.append(FieldProblem("rights", "exchange.rights", text, wrong, {"rights": wrong}))
    if not 1 <= limit_per_minute <= LARGEST_LIMIT:
        text = gettext_noop("Allow 1 to {most} requests a minute.")
        details = {"most": LARGEST_LIMIT}
        problems.append(FieldProblem("limit_per_minute", "exchange.limit_range", text, str(limit_per_minute), details))
    if expires_on is not None and expires_on < today:
        text = gettext_noop("The last day is already over.")
        problems.append(FieldProblem("expires_on", "exchange.expired", text, expires_on.isoformat()))
    if problems:
        raise ClientInvalidError(problems)


def check_repeat_key(key: str) -> str:
    """The idempotency key.

    Raises:
        RepeatKeyMissingError: it is empty, too long, or has other characters.
    """
    if not _REPEAT_KEY.fullmatch(key):
        raise RepeatKeyMissingError
    return key


def standing_of(*, counted: int, limit: int, now: datetime) -> Standing:
    """How a client stands whose request at `now` was the `counted`-th of the minute."""
    return Standing(
        limit=limit,
        remaining=max(0, limit - counted),
        reset_s=_SECONDS - now.second,
        is_exceeded=counted > limit,
    )
