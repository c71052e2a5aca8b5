"""The progress of a case for anybody who knows its number and the applicant's name."""

from dataclasses import dataclass
from datetime import date, datetime

from yichuang.cases.models import Case, CaseStop
from yichuang.cases.queries.ledger import ledger_of
from yichuang.cases.rules import Act, Duty, Hearing, Standing, State, hearing_duty, is_case_no, next_duty, one_line
from yichuang.catalogue.queries import get_version
from yichuang.catalogue.rules import CaseType, ItemContent
from yichuang.core import clock
from yichuang.core.identifiers import normalised
from yichuang.core.masking import mask_name
from yichuang.core.sealed import blind_index
from yichuang.deadlines.rules import Procedure


@dataclass(frozen=True, slots=True)
class Progress:
    """What anybody who knows number and name may see. `standing`: what holds of that which was granted."""

    case_no: str
    item_name: str
    organisation_name: str
    party_name: str
    state: State
    standing: Standing
    submitted_at: datetime
    next_due_on: date | None
    promised_due_on: date | None
    steps: tuple[tuple[Act, datetime], ...]
    duty: Duty


def find_progress(case_no: str, name: str) -> Progress | None:
    """The progress of a case for anybody who knows its number and the applicant's whole name; None otherwise."""
    number, name = normalised(case_no).replace("-", ""), one_line(name)
    if not is_case_no(number) or not name:
        return None
    rows = Case.objects.select_related("organisation", "about").filter(case_no=number)
    case = rows.filter(party_name_index=blind_index(name)).first()
    if case is None:
        return None
    return Progress(
        case_no=case.case_no,
        item_name=case.item_name,
        organisation_name=case.organisation.name,
        party_name=mask_name(case.party_name),
        state=State(case.state),
        standing=Standing(grant_of(case).standing),
        submitted_at=case.submitted_at,
        next_due_on=case.next_due_on,
        promised_due_on=case.promised_due_on,
        steps=tuple((row.act, row.at) for row in ledger_of(case)),
        duty=duty_of(case, get_version(case.version_id).content),
    )


def standing_of(case_no: str, number: str) -> tuple[Standing, date | None]:
    """What holds today of that which was granted by the paper of that number, and until when; for anybody who has the paper.

    NONE where the paper granted nothing. Of what amended, renewed or cancelled a grant it is what holds of that grant.
    """
    case = Case.objects.select_related("about").filter(case_no=case_no, certificate_no=number).first()
    grant = grant_of(case) if case else None
    return (Standing(grant.standing), grant.valid_until) if grant else (Standing.NONE, None)


def grant_of(case: Case) -> Case:
    """The case whose standing counts: of one that amended, renewed or cancelled a grant, the one that granted it first."""
    return case.about if case.about and case.certificate_no else case


def duty_of(case: Case, content: ItemContent, *, is_sent: bool | None = None) -> Duty:
    """Who must do what next in the case. `is_sent`: whether it was with the higher body; None: that is looked up."""
    goes_up = bool(content.handling.upper_body) and case.state == State.IN_REVIEW.value
    if goes_up and is_sent is None:
        is_sent = CaseStop.objects.filter(case=case, procedure=Procedure.REFERRAL.value).exists()
    if case.state == State.IN_REVIEW.value and (
        duty := hearing_duty(Hearing(case.hearing), case.hearing_by, clock.today())
    ):
        return duty
    return next_duty(
        State(case.state),
        CaseType(case.case_type),
        case.next_due_on,
        is_corrected=bool(case.corrections),
        has_results=bool(content.results),
        has_opinion=bool(case.opinions),
        goes_up=goes_up and not is_sent,
    )
