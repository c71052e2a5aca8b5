"""One case as its readers see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from yichuang.cases import access
from yichuang.cases.errors import CaseNotFoundError
from yichuang.cases.models import Case, CaseMaterial
from yichuang.cases.queries.answers import Answer, answers_of
from yichuang.cases.queries.days import notice_due_on
from yichuang.cases.queries.handling import HandlingView, handling_of
from yichuang.cases.queries.ledger import LedgerView, last_row, ledger_of
from yichuang.cases.queries.procedures import STOPPING_ACTS, PledgeView, StopView, has_pledge, pledges_view, stops_view
from yichuang.cases.queries.progress import duty_of, grant_of
from yichuang.cases.rules import (
    APPLICANT_ACTS,
    Act,
    Channel,
    Duty,
    Facts,
    FormValue,
    Hearing,
    PartyKind,
    PledgeKind,
    Standing,
    State,
    asked_materials,
    fitting_acts,
    is_required,
    right_for,
)
from yichuang.catalogue.queries import VersionView, get_version
from yichuang.catalogue.rules import CaseType, ItemContent, Purpose, SourceChannel
from yichuang.core import clock
from yichuang.core.actor import Actor, ActorKind
from yichuang.core.authority import LetterError, letter_for
from yichuang.core.masking import mask_identity_no, mask_name, mask_phone
from yichuang.core.rights import Right
from yichuang.deadlines.rules import (
    Procedure,
    Term,
)
from yichuang.documents.queries import PaperView, UploadView, get_uploads, list_papers
from yichuang.identity.rules import IdentityType


@dataclass(frozen=True, slots=True)
class PartyView:
    """Who applies; masked unless `is_masked` is false."""

    kind: PartyKind
    name: str
    identity_type: IdentityType
    identity_no: str
    phone: str
    is_masked: bool


@dataclass(frozen=True, slots=True)
class MaterialView:
    """A material that these answers ask for and what was handed in for it, newest last.

    A shared one, and one that is made from the answers, is not asked for.
    """

    code: str
    name: str
    name_en: str
    is_shared: bool
    is_made: bool
    is_required: bool
    is_given: bool
    uploads: tuple[UploadView, ...]


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything about a case that the reader may see.

    `possible` are the acts that the reader may do now; `letter_refusal` says why others are not among them for want of a letter
    of authority. `promised_first_on` and `statutory_first_on` are the due dates without `extension` and `stops`; `about` is the number of
    the case whose grant this one is to change; `first_contact` names who answers for it (for staff only).
    """

    case_no: str
    item_code: str
    version: VersionView
    item_name: str
    organisation_id: int
    case_type: CaseType
    channel: Channel
    state: State
    party: PartyView
    answers: tuple[Answer, ...]
    form: Mapping[str, FormValue]
    materials: tuple[MaterialView, ...]
    papers: tuple[PaperView, ...]
    ledger: tuple[LedgerView, ...]
    submitted_at: datetime
    received_at: datetime | None
    accepted_at: datetime | None
    decided_at: datetime | None
    closed_at: datetime | None
    next_due_on: date | None
    promised_due_on: date | None
    statutory_due_on: date | None
    is_due_provisional: bool
    certificate_no: str
    valid_until: date | None
    promised_first_on: date | None
    statutory_first_on: date | None
    extension: Term | None
    step_due_on: date | None
    purpose: Purpose
    about: str
    standing: Standing
    hearing: Hearing
    hearing_by: date | None
    stops: tuple[StopView, ...]
    pledges: tuple[PledgeView, ...]
    first_contact: str
    possible: tuple[Act, ...]
    letter_refusal: LetterError | None
    duty: Duty
    corrections: int
    handling: HandlingView
    is_own: bool

    @property
    def deferred_wish(self) -> tuple[str, ...]:
        """The codes of the materials that the applicant promised to bring later when he applied."""
        wished = self.ledger[0].details.get("deferred_wish")
        return tuple(wished) if isinstance(wished, list) else ()

    @property
    def wishes_commitment(self) -> bool:
        """Whether the applicant asked to be granted on commitment."""
        return bool(self.ledger[0].details.get("commitment"))


def get_case_view(actor: Actor, case_no: str) -> CaseView:
    """The case with form, materials, papers and ledger. Personal data is masked for everybody but the applicant.

    Raises:
        CaseNotFoundError, CaseNoMistypedError, SignInRequiredError: see `access.get_case`.
    """
    case = access.get_case(actor, case_no)
    is_own = access.is_applicant(actor, case)
    version = get_version(case.version_id)
    ledger = ledger_of(case)
    stops = stops_view(case) if any(row.act in STOPPING_ACTS for row in ledger) else ()
    pledges = pledges_view(case) if any(has_pledge(row.act, row.details) for row in ledger) else ()
    possible, refusal = _possible(actor, case, _facts(case, version.content, stops, pledges, ledger), is_own=is_own)
    return CaseView(
        case_no=case.case_no,
        item_code=case.item_code,
        version=version,
        item_name=case.item_name,
        organisation_id=case.organisation_id,
        case_type=CaseType(case.case_type),
        channel=Channel(case.channel),
        state=State(case.state),
        party=_party(case, is_masked=not is_own),
        answers=answers_of(version.content, case.form, is_masked=not is_own),
        form=case.form if is_own else {},
        materials=_materials(version, case),
        papers=tuple(list_papers(case.case_no)),
        ledger=ledger,
        submitted_at=case.submitted_at,
        received_at=case.received_at,
        accepted_at=case.accepted_at,
        decided_at=case.decided_at,
        closed_at=case.closed_at,
        next_due_on=case.next_due_on,
        promised_due_on=case.promised_due_on,
        statutory_due_on=case.statutory_due_on,
        is_due_provisional=case.is_due_provisional,
        certificate_no=case.certificate_no,
        valid_until=case.valid_until,
        promised_first_on=case.promised_first_on,
        statutory_first_on=case.statutory_first_on,
        extension=Term.parse(case.extension) if case.extension else None,
        step_due_on=case.step_due_on,
        purpose=Purpose(case.purpose),
        about=case.about.case_no if case.about else "",
        standing=Standing(grant_of(case).standing),
        hearing=Hearing(case.hearing),
        hearing_by=case.hearing_by,
        stops=stops,
        pledges=pledges,
        first_contact=_first_contact(actor, case),
        possible=possible,
        letter_refusal=refusal,
        duty=duty_of(case, version.content, is_sent=_is_sent(stops)),
        corrections=case.corrections,
        handling=handling_of(actor, case),
        is_own=is_own,
    )


def unmask_party(actor: Actor, case_no: str) -> tuple[PartyView, tuple[Answer, ...]]:
    """The applicant's data and answers in full. The caller records the look (`identity.record_unmasking`) first.

    Raises:
        RightMissingError: the actor may not see them.
        CaseNotFoundError, CaseNoMistypedError, SignInRequiredError: see `access.get_case`.
    """
    case = access.get_case(actor, case_no)
    if not access.is_applicant(actor, case):
        actor.require(Right.UNMASK_PERSON, case.organisation_id)
    return _party(case, is_masked=False), answers_of(get_version(case.version_id).content, case.form, is_masked=False)


def case_upload(actor: Actor, case_no: str, upload_id: int) -> int:
    """The id of a file that was handed in to a case that the actor may see.

    Raises:
        CaseNotFoundError: it is not one of that case, or the case may not be seen.
    """
    case = access.get_case(actor, case_no)
    if not CaseMaterial.objects.filter(case=case, upload_id=upload_id).exists():
        raise CaseNotFoundError(case_no=case_no)
    return upload_id


def _party(case: Case, *, is_masked: bool) -> PartyView:
    is_body = case.party_kind == PartyKind.ENTERPRISE.value
    hide_name = is_masked and not is_body
    hide_number = is_masked and case.identity_type != IdentityType.CREDIT_CODE.value
    return PartyView(
        kind=PartyKind(case.party_kind),
        name=mask_name(case.party_name) if hide_name else case.party_name,
        identity_type=IdentityType(case.identity_type),
        identity_no=mask_identity_no(case.identity_no) if hide_number else case.identity_no,
        phone=mask_phone(case.phone) if is_masked else case.phone,
        is_masked=is_masked,
    )


def _materials(version: VersionView, case: Case) -> tuple[MaterialView, ...]:
    found = list(CaseMaterial.objects.filter(case=case).order_by("pk").values_list("code", "upload_id", "copies"))
    rows = [(code, upload_id) for code, upload_id, copies in found if copies]
    uploads = get_uploads([upload_id for _code, upload_id in rows if upload_id])
    given = {code for code, _upload in rows}
    asked = {material.code for material in asked_materials(version.content, case.form)}
    return tuple(
        MaterialView(
            code=material.code,
            name=material.name,
            name_en=material.name_en,
            is_shared=material.source is SourceChannel.SHARED,
            is_made=material.source is SourceChannel.ANSWERS,
            is_required=material.code in asked and is_required(material),
            is_given=material.code in given,
            uploads=tuple(uploads[one] for code, one in rows if code == material.code and one in uploads),
        )
        for material in version.content.materials
        if material.code in asked | given
    )


_BEFORE_NOTICE = {State.SUBMITTED.value, State.RECEIVED.value}


def _possible(actor: Actor, case: Case, facts: Facts, *, is_own: bool) -> tuple[tuple[Act, ...], LetterError | None]:
    """The acts that the reader may do now, and why others want a letter of authority that he does not have."""
    if actor.kind is ActorKind.STAFF and actor.account_id in case.recused:
        return (), None
    is_applicant = is_own or access.is_filing_client(actor, case)
    possible, refusal = list[Act](), None
    for act in fitting_acts(facts):
        right = right_for(act, facts.case_type)
        if is_applicant and act in APPLICANT_ACTS:
            possible.append(act)
        elif actor.may(right, case.organisation_id):
            error = _not_covered(actor, case, right)
            refusal = refusal or error
            possible += [] if error else [act]
    return tuple(possible), refusal


def _not_covered(actor: Actor, case: Case, right: Right) -> LetterError | None:
    if actor.kind is not ActorKind.STAFF:
        return None
    post = actor.require(right, case.organisation_id)
    try:
        if post is not None:
            letter_for(post, right, item_code=case.item_code, on=clock.today())
    except LetterError as error:
        return error
    return None


def _facts(
    case: Case,
    content: ItemContent,
    stops: Sequence[StopView],
    pledges: Sequence[PledgeView],
    ledger: Sequence[LedgerView],
) -> Facts:
    open_kinds = {pledge.kind for pledge in pledges if pledge.is_kept is None}
    answer = last_row(ledger, Act.BRING_BACK)
    return Facts(
        state=State(case.state),
        case_type=CaseType(case.case_type),
        content=content,
        today=clock.today(),
        corrections=case.corrections,
        opinions=case.opinions,
        notice_by=notice_due_on(case.submitted_at) if case.state in _BEFORE_NOTICE else None,
        statutory_due_on=case.statutory_due_on,
        promised_due_on=case.promised_due_on,
        extension=case.extension,
        hearing=Hearing(case.hearing),
        hearing_by=case.hearing_by,
        standing=Standing(case.standing),
        is_sent=_is_sent(stops),
        answer=bool(answer.details["is_granted"]) if answer else None,
        has_deferred=PledgeKind.DEFERRED in open_kinds,
        has_commitment=PledgeKind.COMMITMENT in open_kinds,
    )


def _is_sent(stops: Sequence[StopView]) -> bool:
    return any(stop.procedure is Procedure.REFERRAL for stop in stops)


def _first_contact(actor: Actor, case: Case) -> str:
    account = case.first_contact
    if actor.kind is not ActorKind.STAFF or account is None or account.staff is None:
        return ""
    return account.staff.name
