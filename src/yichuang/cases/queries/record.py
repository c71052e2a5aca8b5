"""One case as a whole, as its archive package keeps it: unmasked, with every column of every row of its ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from yichuang.cases.errors import CaseNotFoundError
from yichuang.cases.models import Case, CaseMaterial, LedgerRow
from yichuang.cases.queries.answers import answer_text
from yichuang.cases.rules import Channel, Entry, FormValue, PartyKind, Standing, State
from yichuang.cases.rules.ledger import COLUMNS
from yichuang.catalogue.queries import get_version
from yichuang.catalogue.rules import CaseType
from yichuang.identity.rules import IdentityType


@dataclass(frozen=True, slots=True)
class LedgerRecord:
    """A row of the ledger: what its digest covers, the digest of the row before, and its own."""

    entry: Entry
    previous: str
    digest: str
    algorithm: str


@dataclass(frozen=True, slots=True)
class MaterialRecord:
    """A material handed in by the act `seq`; `upload_id` None: on paper at the window."""

    seq: int
    code: str
    name: str
    copies: int
    upload_id: int | None


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """A question of the form as it was asked, with its answer as it was stored and as people read it."""

    group: str
    field: str
    element: str
    label: str
    value: FormValue
    text: str


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """Everything that is kept of a case, but for the files themselves."""

    case_no: str
    version_id: int
    item_code: str
    item_name: str
    case_type: CaseType
    organisation_id: int
    channel: Channel
    state: State
    party_kind: PartyKind
    party_name: str
    identity_type: IdentityType
    identity_no: str
    phone: str
    form: Mapping[str, FormValue]
    answers: tuple[AnswerRecord, ...]
    submitted_at: datetime
    received_at: datetime | None
    accepted_at: datetime | None
    decided_at: datetime | None
    closed_at: datetime | None
    promised_due_on: date | None
    statutory_due_on: date | None
    certificate_no: str
    standing: Standing
    valid_until: date | None
    seq: int
    digest: str
    materials: tuple[MaterialRecord, ...]
    ledger: tuple[LedgerRecord, ...]


def case_record(case_no: str) -> CaseRecord:
    """The whole case; who may read it is for the caller to know.

    Call it with the case locked (`access.lock_case`), so that no act comes between its parts.

    Raises:
        CaseNotFoundError: there is none.
    """
    case = Case.objects.filter(case_no=case_no).first()
    if case is None:
        raise CaseNotFoundError(case_no=case_no)
    return CaseRecord(
        case_no=case.case_no,
        version_id=case.version_id,
        item_code=case.item_code,
        item_name=case.item_name,
        case_type=CaseType(case.case_type),
        organisation_id=case.organisation_id,
        channel=Channel(case.channel),
        state=State(case.state),
        party_kind=PartyKind(case.party_kind),
        party_name=case.party_name,
        identity_type=IdentityType(case.identity_type),
        identity_no=case.identity_no,
        phone=case.phone,
        form=case.form,
        answers=_answers(case),
        submitted_at=case.submitted_at,
        received_at=case.received_at,
        accepted_at=case.accepted_at,
        decided_at=case.decided_at,
        closed_at=case.closed_at,
        promised_due_on=case.promised_due_on,
        statutory_due_on=case.statutory_due_on,
        certificate_no=case.certificate_no,
        standing=Standing(case.standing),
        valid_until=case.valid_until,
        seq=case.seq,
        digest=case.digest,
        materials=_materials(case),
        ledger=_ledger(case),
    )


def archived_after(case_no: str, *, size: int) -> tuple[tuple[str, int], ...]:
    """Archived cases behind that number (empty: from the first), in order, at most `size`: number and last ledger row."""
    rows = Case.objects.filter(state=State.ARCHIVED.value, case_no__gt=case_no)
    return tuple(rows.order_by("case_no").values_list("case_no", "seq")[:size])


def _answers(case: Case) -> tuple[AnswerRecord, ...]:
    return tuple(
        AnswerRecord(
            group=group.title,
            field=field.id,
            element=field.element,
            label=field.label,
            value=case.form[field.id],
            text=answer_text(field, case.form[field.id], is_masked=False),
        )
        for group in get_version(case.version_id).content.form
        for field in group.fields
        if field.id in case.form
    )


def _materials(case: Case) -> tuple[MaterialRecord, ...]:
    rows = CaseMaterial.objects.filter(case=case).order_by("pk")
    return tuple(MaterialRecord(row.seq, row.code, row.name, row.copies, row.upload_id) for row in rows)


def _ledger(case: Case) -> tuple[LedgerRecord, ...]:
    rows = LedgerRow.objects.filter(case=case).order_by("seq").values(*COLUMNS, "previous", "digest", "algorithm")
    return tuple(
        LedgerRecord(Entry(**{name: row[name] for name in COLUMNS}), row["previous"], row["digest"], row["algorithm"])
        for row in rows
    )
