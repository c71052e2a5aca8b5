"""Who has a case in hand, what is expected next, and what its due date is for."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from yichuang.cases.rules.states import Act, State
from yichuang.cases.rules.transitions import TO_ARCHIVE, right_for
from yichuang.catalogue.rules import CaseType
from yichuang.core.actor import ActorKind
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.core.rights import Right

NO_DUE_DATE = date(9999, 12, 31)
"""Where a case without due date stands among the others: last."""

NEXT_ACT: Mapping[State, Act] = MappingProxyType(
    {
        State.SUBMITTED: Act.RECEIVE,
        State.RECEIVED: Act.ACCEPT,
        State.CORRECTION_REQUESTED: Act.CORRECT,
        State.ACCEPTED: Act.REVIEW,
        State.IN_REVIEW: Act.GRANT,
        State.SPECIAL: Act.RESUME,
        State.SENT_UP: Act.BRING_BACK,
        State.GRANTED: Act.ISSUE,
        State.DENIED: Act.DELIVER,
        State.ISSUED: Act.DELIVER,
        **dict.fromkeys(TO_ARCHIVE, Act.ARCHIVE),
    }
)


class Whose(Labelled):
    """In whose hands the cases of a list are."""

    ANYBODY = "anybody", gettext_noop("Everybody's")
    MINE = "mine", gettext_noop("Mine")
    NOBODY = "nobody", gettext_noop("Nobody's yet")


class DueKind(Labelled):
    """What a due date is for."""

    RECEIPT = "receipt", gettext_noop("Take in")
    NOTICE = "notice", gettext_noop("Accept, or tell what is missing")
    CORRECTION = "correction", gettext_noop("Corrections by the applicant")
    PROMISED = "promised", gettext_noop("Decision, promised limit")
    STATUTORY = "statutory", gettext_noop("Decision, statutory limit")
    PROCEDURE = "procedure", gettext_noop("End of the special procedure, as told")
    ANSWER = "answer", gettext_noop("Answer of the higher body, as expected")
    DELIVERY = "delivery", gettext_noop("Issue and deliver")


_DUE: Mapping[State, DueKind] = MappingProxyType(
    {
        State.SUBMITTED: DueKind.RECEIPT,
        State.RECEIVED: DueKind.NOTICE,
        State.CORRECTION_REQUESTED: DueKind.CORRECTION,
        State.SPECIAL: DueKind.PROCEDURE,
        State.SENT_UP: DueKind.ANSWER,
        State.GRANTED: DueKind.DELIVERY,
        State.DENIED: DueKind.DELIVERY,
        State.ISSUED: DueKind.DELIVERY,
    }
)


def next_act(state: State, case_type: CaseType) -> Act | None:
    """The act that ordinarily comes next; None in the archive. Granting stands for deciding either way."""
    if state is State.ACCEPTED and case_type is CaseType.INSTANT:
        return Act.GRANT
    return NEXT_ACT.get(state)


def due_kind(state: State, *, is_promised: bool) -> DueKind | None:
    """What the next due date of a case in that state is for; None once it is closed."""
    if state in {State.ACCEPTED, State.IN_REVIEW}:
        return DueKind.PROMISED if is_promised else DueKind.STATUTORY
    return _DUE.get(state)


def handler_after(
    after: State,
    case_type: CaseType,
    *,
    handler_id: int | None,
    kind: ActorKind,
    account_id: int | None,
    may: Callable[[Right], bool],
) -> int | None:
    """Who has the case in hand after an ordinary act: whoever acted, if the next act is his too; else nobody.

    What an applicant does leaves the case where it was: the clerk who asked for corrections gets them.
    `account_id` and `may` are those of whoever acted.
    """
    if kind is ActorKind.APPLICANT:
        return handler_id
    expected = next_act(after, case_type)
    if kind is not ActorKind.STAFF or expected is None:
        return None
    return account_id if may(right_for(expected, case_type)) else None
