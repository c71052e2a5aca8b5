"""Several acts of other contexts as one: all of them are done, or none.

No tables are touched here; the acts check rights and write their own ledger rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from yichuang.cases import services as cases
from yichuang.cases.errors import ActNotAllowedError
from yichuang.cases.queries import DraftView, get_case_view, get_draft_view, list_texts, prefill
from yichuang.cases.rules import Act, FormValue, PartyKind
from yichuang.catalogue.rules import CaseType
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError, FieldProblem, InvalidError
from yichuang.core.identifiers import check_credit_code
from yichuang.core.rights import Right
from yichuang.documents.services import store_upload
from yichuang.identity.errors import AccountNotFoundError
from yichuang.identity.queries import actor_of, find_applicant_id, get_person
from yichuang.identity.rules import IdentityType
from yichuang.identity.services import record_unmasking
from yichuang.staffdesk.rules import STANDARD_TEXTS


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that was sent for a material; `size` in bytes."""

    code: str
    name: str
    stream: BinaryIO
    size: int | None


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


@dataclass(frozen=True, slots=True)
class OnTheSpot:
    """The acts that were done one after the other, and what stopped them; None when all were."""

    done: tuple[cases.ActDone, ...]
    refusal: DomainError | None = None


def decide_on_the_spot(*, actor: Actor, case_no: str, key: str = "") -> OnTheSpot:
    """The application of an on-the-spot item is accepted, then granted; two ledger rows, two papers.

    Each act is one transaction: what was done stays done when the next is refused, and the answer says where it stands.

    Law: ALL 32(5), 34, 38.

    Raises:
        RightMissingError, ActNotAllowedError: the item is not decided on the spot, or not by the actor.
        Otherwise as `cases.services.accept_case`; nothing was done then.
    """
    view = get_case_view(actor, case_no)
    is_instant = view.case_type is CaseType.INSTANT
    actor.require(Right.DECIDE_INSTANT if is_instant else Right.DECIDE, view.organisation_id)
    if not is_instant:
        raise ActNotAllowedError(act=Act.GRANT, state=view.state, possible=view.possible or "-")
    accepted = cases.accept_case(actor=actor, case_no=case_no, key=f"{key}:accept" if key else "")
    try:
        granted = cases.decide_case(actor=actor, case_no=case_no, is_granted=True, key=key)
    except DomainError as error:
        return OnTheSpot((accepted,), error)
    return OnTheSpot((accepted, granted))


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
    materials = _stored(actor, case_no, papers, files)
    return cases.correct_case(actor=actor, case_no=case_no, form=form or None, materials=materials, key=key)


@transaction.atomic
def fix_at_window(
    *,
    actor: Actor,
    case_no: str,
    form: Mapping[str, FormValue],
    papers: Sequence[str],
    files: Sequence[Incoming],
    key: str = "",
) -> cases.ActDone:
    """What can be put right at the window was put right; answers left empty stay as they were.

    Law: ALL 32(3).

    Raises:
        DomainError: of `store_upload` for a file that is not taken.
        Otherwise as `cases.services.fix_case`.
    """
    materials = _stored(actor, case_no, papers, files)
    return cases.fix_case(actor=actor, case_no=case_no, form=form or None, materials=materials, key=key)


@transaction.atomic
def supply_at_window(
    *, actor: Actor, case_no: str, papers: Sequence[str], files: Sequence[Incoming], key: str = ""
) -> cases.ActDone:
    """The deferred materials brought to the window are in the case: on paper, or as files.

    Law: AY 24.

    Raises:
        DomainError: of `store_upload` for a file that is not taken.
        Otherwise as `cases.services.supply_deferred`.
    """
    materials = _stored(actor, case_no, papers, files)
    return cases.supply_deferred(actor=actor, case_no=case_no, materials=materials, key=key)


def _stored(actor: Actor, case_no: str, papers: Sequence[str], files: Sequence[Incoming]) -> dict[str, list[int]]:
    """The ids of the files by material; a material that came on paper only has none."""
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
    return materials


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


@transaction.atomic
def seed_texts(*, actor: Actor) -> int:
    """The standard wordings are texts of the whole centre, except those whose title is there already; how many are new.

    Raises:
        RightMissingError, SignInRequiredError: the actor may not keep texts for the whole centre.
    """
    known = {(one.kind, one.title) for one in list_texts(actor, has_retired=True) if one.organisation_id is None}
    new = [(kind, text) for kind, texts in STANDARD_TEXTS.items() for text in texts if (kind, text) not in known]
    for kind, text in new:
        cases.save_text(actor=actor, organisation_id=None, kind=kind, title=text, text=text)
    return len(new)


def case_no_of(actor: Actor, draft: UUID) -> str:
    """The number of the case that the draft has become; empty while it is a draft.

    Raises:
        DraftNotFoundError: there is none, or it is somebody else's.
    """
    return get_draft_view(actor, draft).case_no


@dataclass(frozen=True, slots=True)
class Known:
    """What is wrong with a number, or what is known of whoever has it: values for fields of the intake by name.

    `answers` are those for the item's questions, by id, that the account and the person's earlier cases gave.
    """

    problem: FieldProblem | None = None
    has_account: bool = False
    fill: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, FormValue] = field(default_factory=dict)

    def completed(self, intake: Intake) -> Intake:
        """The same with what is known where nothing was typed; kind and document are corrected."""
        party = intake.party
        return replace(
            intake,
            form={**self.answers, **{name: value for name, value in intake.form.items() if value}},
            party=replace(
                party,
                kind=PartyKind(self.fill.get("kind", party.kind.value)),
                identity_type=IdentityType(self.fill.get("identity_type", party.identity_type.value)),
                name=party.name or self.fill.get("name", ""),
                phone=party.phone or self.fill.get("phone", ""),
            ),
        )


@transaction.atomic
def known_person(*, actor: Actor, draft: DraftView, party: cases.Party) -> Known:
    """Whether the number fits its document, and what is known of whoever has it, where the actor may see it.

    That is name and phone of the account, and answers of the person's earlier cases to the same data elements. The look
    is on record. A credit code given as a card is taken for what it is.

    Law: OSR 7; PIPL 51.
    """
    fill: dict[str, str] = {}
    if party.identity_type is IdentityType.RESIDENT_CARD and _is_credit_code(party.identity_no):
        fill = {"identity_type": IdentityType.CREDIT_CODE.value, "kind": PartyKind.ENTERPRISE.value}
        party = replace(party, identity_type=IdentityType.CREDIT_CODE)
    checked, problems = cases.check_party(party)
    wrong = next((one for one in problems if one.field == "party-identity_no"), None)
    if wrong is not None:
        return Known(problem=wrong)
    account_id = find_applicant_id(checked.identity_type, checked.identity_no)
    organisation_id = draft.version.organisation_id
    if account_id is None or not actor.may(Right.UNMASK_PERSON, organisation_id):
        return Known(fill=fill)
    found, answers = get_person(account_id), _earlier_answers(account_id, draft)
    what = "name, phone, earlier answers at intake" if answers else "name, phone at intake"
    record_unmasking(actor=actor, subject=f"account:{account_id}", what=what, organisation_id=organisation_id)
    return Known(has_account=True, fill={**fill, "name": found.name, "phone": found.phone}, answers=answers)


def _earlier_answers(account_id: int, draft: DraftView) -> dict[str, FormValue]:
    """What the person told before, as the portal would offer it to the person; nothing where the account is switched off."""
    try:
        applicant = actor_of(account_id, clock.today())
    except AccountNotFoundError:
        return {}
    return {name: one.value for name, one in prefill(applicant, draft.version.content, form=draft.form).items()}


def _is_credit_code(number: str) -> bool:
    try:
        check_credit_code(number)
    except InvalidError:
        return False
    return True
