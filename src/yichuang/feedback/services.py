"""Taking a rating: at the second screen of a window, or online."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from yichuang.cases.queries import CaseView, get_case_view
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.errors import ConflictError
from yichuang.feedback.errors import (
    AlreadyRatedError,
    LevelUnknownError,
    NotClosedError,
    NotServedError,
    RatingTextTooLongError,
    TooLateError,
)
from yichuang.feedback.models import Rating
from yichuang.feedback.queries import refusal_of
from yichuang.feedback.rules import TEXT_MAX, Level, RatingChannel, Refusal, level_of, tags_of, visit_of
from yichuang.hall.queries import screen_view, shown_case
from yichuang.hall.services import finish_rating

_REFUSED: Mapping[Refusal, type[ConflictError]] = {
    Refusal.NOT_SERVED: NotServedError,
    Refusal.NOT_CLOSED: NotClosedError,
    Refusal.TOO_LATE: TooLateError,
    Refusal.RATED: AlreadyRatedError,
}


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody says: a level from 1 (very satisfied) to 5, marks of `rules.Tag`, a line of text."""

    level: int
    tags: Sequence[str] = ()
    text: str = ""


@transaction.atomic
def rate(*, actor: Actor, case_no: str, opinion: Opinion, key: UUID) -> None:
    """What the applicant says of his closed case online is written down; the same key again changes nothing.

    Law: GB39046 A.8.

    Raises:
        CaseNotFoundError, CaseNoMistypedError, SignInRequiredError: the actor may not see the case.
        NotServedError: it is somebody else's.
        NotClosedError, TooLateError, AlreadyRatedError: see `rules.refusal`.
        LevelUnknownError, RatingTextTooLongError: what is said is not right.
    """
    case = get_case_view(actor, case_no)
    if not case.is_own:
        raise NotServedError
    if Rating.objects.filter(key=key, case_no=case_no).exists():
        return
    _write(case, RatingChannel.ONLINE, opinion, key)


@transaction.atomic
def rate_at_window(*, token: str, revision: int, opinion: Opinion, key: UUID) -> None:
    """What is said on the second screen of the visit that it asks about is written down, and the screen says thanks.

    The same key again changes nothing. Law: GB39046 A.8.

    Raises:
        ScreenNotFoundError: no device has this token.
        TurnOverError: the screen asks about something else now.
        NotServedError, AlreadyRatedError: see `rules.refusal`.
        LevelUnknownError, RatingTextTooLongError: what is said is not right.
    """
    view = screen_view(token)
    if Rating.objects.filter(key=key, window_id=view.window_id or 0).exists():
        return
    case = shown_case(view)
    turn = finish_rating(token=token, revision=revision)
    if case is None or case.case_no != turn.case_no:
        raise NotServedError
    _write(case, RatingChannel.WINDOW, opinion, key, window_id=turn.window_id, clerk_id=turn.clerk_id)


def _write(
    case: CaseView,
    channel: RatingChannel,
    opinion: Opinion,
    key: UUID,
    *,
    window_id: int | None = None,
    clerk_id: int | None = None,
) -> None:
    level, text = _checked(opinion)
    if refused := refusal_of(case, channel):
        raise _REFUSED[refused]
    now = clock.now()
    rating = Rating(
        key=key,
        case_no=case.case_no,
        channel=channel.value,
        visit_on=visit_of(channel, clock.today()),
        level=level.value,
        tags=[tag.value for tag in tags_of(channel, level, tuple(opinion.tags))],
        text=text,
        at=now,
        organisation_id=case.organisation_id,
        window_id=window_id,
        item_code=case.item_code,
        clerk_id=clerk_id,
    )
    Rating.objects.bulk_create([rating], ignore_conflicts=True)
    if not Rating.objects.filter(key=key, case_no=case.case_no).exists():  # another was committed since the look above
        raise AlreadyRatedError


def _checked(opinion: Opinion) -> tuple[Level, str]:
    level, text = level_of(opinion.level), " ".join(opinion.text.split())
    if level is None:
        raise LevelUnknownError
    if len(text) > TEXT_MAX:
        raise RatingTextTooLongError(limit=TEXT_MAX)
    return level, text
