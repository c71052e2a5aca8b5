"""An application at the window: what was typed and sent stands in the draft, and the draft becomes a case with its receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from yichuang.cases import services as cases
from yichuang.cases.queries import get_draft_view
from yichuang.cases.rules import FormValue
from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError
from yichuang.staffdesk.services.bringing import Incoming


@dataclass(frozen=True, slots=True)
class Intake:
    """What the clerk typed and took at the window. `papers` are codes of materials handed in on paper.

    `is_confirmed_otherwise`: the applicant said otherwise than on the second screen that it is right.
    """

    revision: int
    party: cases.Party
    form: Mapping[str, FormValue]
    papers: tuple[str, ...]
    files: tuple[Incoming, ...] = ()
    is_confirmed_otherwise: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """What kept the intake from going on; `code` names the material whose file was refused."""

    error: DomainError
    code: str = ""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """`done` is the receipt's act, None when something was refused or only saving was asked for."""

    done: cases.ActDone | None
    refusals: tuple[Refusal, ...] = ()


@transaction.atomic
def take_in(*, actor: Actor, draft: UUID, intake: Intake, key: str = "", is_received: bool = True) -> TakenIn:
    """What was typed and sent stands in the draft, and (if `is_received`) the case exists with its receipt.

    The draft's row is held throughout, so that of two equal requests the second finds the case of the first. A refusal
    undoes submission and receipt, never what was typed.

    Law: ALL 29; AY 36.

    Raises:
        DraftNotFoundError, DraftSubmittedError, DraftStaleError: see `cases.services.save_draft`.
    """
    cases.save_draft(
        actor=actor,
        key=draft,
        revision=intake.revision,
        form=intake.form,
        party=intake.party,
        materials_at_window=intake.papers,
    )
    refusals = _attach(actor, draft, intake.files)
    if refusals or not is_received:
        return TakenIn(None, refusals)
    try:
        with transaction.atomic():
            word = intake.is_confirmed_otherwise
            case_no = cases.submit_draft(actor=actor, key=draft, is_confirmed_otherwise=word).case_no
            return TakenIn(cases.receive_case(actor=actor, case_no=case_no, key=key))
    except DomainError as error:
        return TakenIn(None, (Refusal(error),))


@transaction.atomic
def receive_draft(*, actor: Actor, draft: UUID, key: str = "", is_confirmed_otherwise: bool = False) -> cases.ActDone:
    """The draft as it is saved is a case with its receipt; for `is_confirmed_otherwise` see `Intake`.

    Law: ALL 29; AY 36.

    Raises:
        As `cases.services.submit_draft` and `cases.services.receive_case`; the draft stays as it was then.
    """
    case_no = cases.submit_draft(actor=actor, key=draft, is_confirmed_otherwise=is_confirmed_otherwise).case_no
    return cases.receive_case(actor=actor, case_no=case_no, key=key)


def case_no_of(actor: Actor, draft: UUID) -> str:
    """The number of the case that the draft has become; empty while it is a draft.

    Raises:
        DraftNotFoundError: there is none, or it is somebody else's.
    """
    return get_draft_view(actor, draft).case_no


def _attach(actor: Actor, draft: UUID, files: Sequence[Incoming]) -> tuple[Refusal, ...]:
    refusals = []
    for file in files:
        try:
            cases.attach_material(
                actor=actor,
                key=draft,
                code=file.code,
                name=file.name,
                stream=file.stream,
                declared_size=file.size,
            )
        except DomainError as error:
            refusals.append(Refusal(error, file.code))
    return tuple(refusals)
