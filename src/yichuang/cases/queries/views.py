"""One case as its readers see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from yichuang.cases import access
from yichuang.cases.errors import CaseNotFoundError
from yichuang.cases.models import Case, CaseMaterial
from yichuang.cases.queries.answers import Answer, answers_of
from yichuang.cases.queries.handling import HandlingView, handling_of
from yichuang.cases.queries.ledger import LedgerView, ledger_of
from yichuang.cases.queries.progress import duty_of
from yichuang.cases.rules import (
    Act,
    Channel,
    Duty,
    FormValue,
    PartyKind,
    State,
    asked_materials,
    is_required,
    possible_acts,
)
from yichuang.cases.rules.states import APPLICANT_ACTS, right_for
from yichuang.catalogue.queries import VersionView, get_version
from yichuang.catalogue.rules import CaseType, SourceChannel
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.masking import mask_identity_no, mask_name, mask_phone
from yichuang.core.rights import Right
from yichuang.deadlines.queries import calendar_for
from yichuang.deadlines.rules import Due, due_date
from yichuang.documents.queries import PaperView, UploadView, get_uploads, list_papers
from yichuang.identity.rules import IdentityType
from yichuang.organisations.queries import region_chain


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
    """Everything about a case that the reader may see. `possible` are the acts that the reader may do now."""

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
    possible: tuple[Act, ...]
    duty: Duty
    corrections: int
    handling: HandlingView
    is_own: bool


@dataclass(frozen=True, slots=True)
class DueExplanation:
    """Why the promised and the statutory due dates are what they are; None where the item sets none."""

    promised: Due | None
    statutory: Due | None


def get_case_view(actor: Actor, case_no: str) -> CaseView:
    """The case with form, materials, papers and ledger. Personal data is masked for everybody but the applicant.

    Raises:
        CaseNotFoundError, CaseNoMistypedError, SignInRequiredError: see `access.get_case`.
    """
    case = access.get_case(actor, case_no)
    is_own = access.is_applicant(actor, case)
    version = get_version(case.version_id)
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
        ledger=ledger_of(case),
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
        possible=_possible(actor, case, is_own=is_own),
        duty=duty_of(case, version.content),
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


def explain_due(actor: Actor, case_no: str) -> DueExplanation:
    """The due dates of an accepted case, day by day.

    Raises:
        CaseNotFoundError, CaseNoMistypedError, SignInRequiredError: see `access.get_case`.
    """
    case = access.get_case(actor, case_no)
    content = get_version(case.version_id).content
    if case.accepted_at is None:
        return DueExplanation(None, None)
    calendar = calendar_for(region_chain(settings.REGION_CODE))
    promised, statutory = content.promised_limit, content.statutory_limit
    return DueExplanation(
        promised=due_date(case.accepted_at, promised, calendar) if promised else None,
        statutory=due_date(case.accepted_at, statutory, calendar) if statutory else None,
    )


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


def _possible(actor: Actor, case: Case, *, is_own: bool) -> tuple[Act, ...]:
    case_type = CaseType(case.case_type)
    acts = []
    for act in possible_acts(State(case.state), case_type):
        if act is Act.REQUEST_CORRECTION and not _may_still_ask(case):
            continue
        own_act = (is_own or access.is_filing_client(actor, case)) and act in APPLICANT_ACTS
        if own_act or actor.may(right_for(act, case_type), case.organisation_id):
            acts.append(act)
    return tuple(acts)


def _may_still_ask(case: Case) -> bool:
    """Whether the one notice of what is missing may still be given: a received case is due when its time is over."""
    return not case.corrections and (case.next_due_on is None or clock.today() <= case.next_due_on)
