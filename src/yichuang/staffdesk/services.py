"""Several acts of other contexts as one: all of them are done, or none.

No tables are touched here; the acts check rights and write their own ledger rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from yichuang.cases import services as cases
from yichuang.cases.queries import get_draft_view
from yichuang.cases.rules import FormValue
from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError
from yichuang.documents.services import store_upload


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that was sent for a material; `size` in bytes."""

    code: str
    name: str
    stream: BinaryIO
    size: int | None


@dataclass(frozen=True, slots=True)
class Intake:
    """What the clerk typed and took at the window. `papers` are codes of materials handed in on paper."""

    revision: int
    party: cases.Party
    form: Mapping[str, FormValue]
    papers: tuple[str, ...]
    files: tuple[Incoming, ...] = ()


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
            case_no = cases.submit_draft(actor=actor, key=draft).case_no
            return TakenIn(cases.receive_case(actor=actor, case_no=case_no, key=key))
    except DomainError as error:
        return TakenIn(None, (Refusal(error),))


@transaction.atomic
def decide_on_the_spot(
    *, actor: Actor, case_no: str, is_granted: bool, reasons: Sequence[str] = (), key: str = ""
) -> cases.ActDone:
    """The application of an on-the-spot item is accepted and decided at once; two ledger rows, two papers.

    Law: ALL 32(5), 34, 38.

    Raises:
        As `cases.services.accept_case` and `cases.services.decide_case`.
    """
    cases.accept_case(actor=actor, case_no=case_no, key=f"{key}:accept" if key else "")
    return cases.decide_case(actor=actor, case_no=case_no, is_granted=is_granted, reasons=reasons, key=key)


@transaction.atomic
def correct_at_window(
    *,
    actor: Actor,
    case_no: str,
    form: Mapping[str, FormValue],
    papers: Sequence[str],
    files: Sequence[Incoming],
    key: str = "",
) -> cases.ActDone:
    """The corrections brought to the window are in the case; answers left empty stay as they were.

    Law: ALL 32(5).

    Raises:
        DomainError: of `store_upload` for a file that is not taken.
        Otherwise as `cases.services.correct_case`.
    """
    materials: dict[str, list[int]] = {code: [] for code in papers}
    for file in files:
        upload = store_upload(
            actor=actor,
            name=file.name,
            stream=file.stream,
            declared_size=file.size,
            subject=f"case:{case_no}",
            material_code=file.code,
        )
        materials.setdefault(file.code, []).append(upload.id)
    return cases.correct_case(actor=actor, case_no=case_no, form=form or None, materials=materials, key=key)


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


def case_no_of(actor: Actor, draft: UUID) -> str:
    """The number of the case that the draft has become; empty while it is a draft.

    Raises:
        DraftNotFoundError: there is none, or it is somebody else's.
    """
    return get_draft_view(actor, draft).case_no
