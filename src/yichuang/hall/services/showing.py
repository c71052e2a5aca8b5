"""What the clerk puts on the own second screen."""

from uuid import UUID

from django.db import transaction

from yichuang.cases.queries import get_case_view
from yichuang.cases.services import note_shown
from yichuang.core.actor import Actor
from yichuang.hall import access
from yichuang.hall.models import Screen
from yichuang.hall.rules import DRAFT_STAGES, Draft, Stage, Turn, followed
from yichuang.hall.services.turns import put


@transaction.atomic
def show_draft(*, actor: Actor, draft_key: UUID) -> None:
    """The draft, as it is saved now, stands on the actor's screen; what the applicant said of this same state is kept.

    Raises:
        NoScreenError, WindowNotYoursError, RightMissingError, SignInRequiredError: see `access.lock_own`.
        DraftNotFoundError, DraftSubmittedError: there is no such open draft of the actor.
    """
    revision = note_shown(actor=actor, key=draft_key)
    screen = access.lock_own(actor)
    stage = Stage(screen.stage)
    if screen.draft_key == draft_key and stage in DRAFT_STAGES:
        turn = followed(Turn(stage, screen.draft_revision, is_changed=screen.is_changed), Draft(revision))
        put(screen, turn, objection=screen.objection if turn.stage is Stage.OBJECTED else "")
        return
    _put_draft(screen, draft_key, Turn(Stage.DRAFT, revision))


@transaction.atomic
def ask_confirmation(*, actor: Actor, draft_key: UUID) -> None:
    """The draft, as it is saved now, stands on the actor's screen with the question whether it is right.

    Raises:
        NotFilledInError: answers are missing or wrong.
        Otherwise as `show_draft`.
    """
    revision = note_shown(actor=actor, key=draft_key, is_asked=True)
    _put_draft(access.lock_own(actor), draft_key, Turn(Stage.CONFIRM, revision))


@transaction.atomic
def show_receipt(*, actor: Actor, case_no: str) -> None:
    """The number of the case, as text and code, stands on the actor's screen with the day until which he hears of it.

    Raises:
        NoScreenError, WindowNotYoursError, RightMissingError, SignInRequiredError: see `access.lock_own`.
        CaseNotFoundError, CaseNoMistypedError: there is no such case that the actor may see.
    """
    _put_case(actor, case_no, Stage.RECEIPT)


@transaction.atomic
def ask_rating(*, actor: Actor, case_no: str) -> None:
    """The actor's screen asks how the service was. Nobody is made to answer.

    Law: GB39046 A.8.

    Raises:
        As `show_receipt`.
    """
    _put_case(actor, case_no, Stage.RATE)


@transaction.atomic
def clear(*, actor: Actor) -> None:
    """Nothing of a person stands on the actor's screen, and it speaks Chinese again.

    Raises:
        NoScreenError, WindowNotYoursError, RightMissingError, SignInRequiredError: see `access.lock_own`.
    """
    screen = access.lock_own(actor)
    screen.language = ""
    screen.save(update_fields=["language"])
    put(screen, Turn())


def _put_draft(screen: Screen, draft_key: UUID, turn: Turn) -> None:
    screen.draft_key = draft_key
    put(screen, turn)


def _put_case(actor: Actor, case_no: str, stage: Stage) -> None:
    shown = get_case_view(actor, case_no)
    put(access.lock_own(actor), Turn(stage, case_no=shown.case_no))
