"""The papers that acts issue, built from the case and the version of its item that it was filed under."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from django.conf import settings

from yichuang.cases.rules import Channel, PartyKind
from yichuang.cases.services.step import Step
from yichuang.catalogue.rules import ItemContent, ItemType
from yichuang.core import clock
from yichuang.deadlines.rules import Term, Unit
from yichuang.documents.rules import (
    AcceptanceData,
    DenialData,
    GrantData,
    MaterialLine,
    NoticeData,
    PaperData,
    PaperKind,
    ProblemLine,
    ReceiptData,
    RefusalData,
    Signatory,
)
from yichuang.documents.services import issue_paper

_UNITS: Mapping[Unit, str] = MappingProxyType(
    {Unit.WORKING_DAY: "个工作日", Unit.CALENDAR_DAY: "日", Unit.HOUR: "小时"}
)
_CHANNELS: Mapping[Channel, str] = MappingProxyType(
    {Channel.ONLINE: "网上申请", Channel.WINDOW: "窗口申请", Channel.EXCHANGE: "其他系统转交"}
)
_LINE = 300


def term_text(term: Term) -> str:
    """The term as papers write it."""
    return "当场办结" if term.value == 0 else f"{term.value}{_UNITS[term.unit]}"


def _limit_text(term: Term) -> str:
    """The term as it stands before “make the decision”."""
    return "当场" if term.value == 0 else f"{term_text(term)}内"


def add_receipt(step: Step, materials: Sequence[MaterialLine], notice_due_on: date) -> None:
    """The step issues the receipt. Law: AY 36."""
    data = ReceiptData(
        **_common(step),
        received_at=clock.local(step.at),
        received_by=step.actor.name,
        channel=_CHANNELS[Channel(step.case.channel)],
        materials=tuple(materials),
        limit_text="收到材料之日起5个工作日内决定是否受理；逾期不告知补正的，自收到材料之日起即为受理",
        due_on=notice_due_on,
        is_provisional=step.case.is_due_provisional,
        follow_address=f"{settings.PUBLIC_BASE_URL}/progress",
        complaint_phone=step.content.complaint_phone,
    )
    _issue(step, PaperKind.RECEIPT, data)


def add_notice(step: Step, problems: Sequence[ProblemLine], correct_by: date) -> None:
    """The step issues the one-time notice. Law: ALL 32(4)."""
    data = NoticeData(
        **_common(step),
        received_on=_day(step.case.received_at),
        problems=tuple(problems),
        correct_by=correct_by,
        late_consequence="逾期未补正的，可以重新提出申请。",
    )
    _issue(step, PaperKind.ONE_TIME_NOTICE, data)


def add_acceptance(step: Step, limit: Term | None, *, is_deemed: bool) -> None:
    """The step issues the notice of acceptance. Law: ALL 32, last paragraph."""
    content = step.content
    data = AcceptanceData(
        **_common(step),
        received_on=_day(step.case.received_at),
        accepted_on=_day(step.case.accepted_at),
        is_deemed=is_deemed,
        limit_text=_limit_text(limit) if limit else "",
        due_on=step.case.promised_due_on or step.case.statutory_due_on,
        is_provisional=step.case.is_due_provisional,
        special_procedures=content.special_procedures,
        fees_text="不收费"
        if content.is_free
        else _line("；".join(f"{fee.name}：{fee.standard}" for fee in content.fees)),
    )
    _issue(step, PaperKind.ACCEPTANCE, data)


def add_refusal(step: Step, reason: str, proper_body: str) -> None:
    """The step issues the notice of refusal to accept. Law: ALL 32, last paragraph."""
    data = RefusalData(
        **_common(step),
        received_on=_day(step.case.received_at or step.case.submitted_at),
        reason=reason,
        proper_body=proper_body,
    )
    _issue(step, PaperKind.REFUSAL, data)


def add_grant(step: Step, valid_until: date | None, conditions: Sequence[str]) -> None:
    """The step issues the decision that grants. Law: ALL 38, 44."""
    results = step.content.results
    decided_on = _day(step.at)
    data = GrantData(
        **_common(step),
        accepted_on=_day(step.case.accepted_at),
        decided_on=decided_on,
        certificate_name=results[0].name if results else "",
        valid_from=decided_on if valid_until else None,
        valid_until=valid_until,
        conditions=tuple(conditions),
    )
    _issue(step, PaperKind.DECISION_GRANTED, data)


def add_denial(step: Step, reasons: Sequence[str]) -> None:
    """The step issues the decision that denies, with its reasons and the remedies. Law: ALL 38(2)."""
    data = DenialData(
        **_common(step), accepted_on=_day(step.case.accepted_at), decided_on=_day(step.at), reasons=tuple(reasons)
    )
    _issue(step, PaperKind.DECISION_DENIED, data)


def _issue(step: Step, kind: PaperKind, data: PaperData) -> None:
    if step.issuer is None:
        message = "papers are issued by acts on a case that exists"
        raise TypeError(message)
    paper = issue_paper(
        kind=kind,
        subject=step.case.case_no,
        organisation_id=step.issuer.organisation_id,
        organisation_name=step.issuer.name,
        prefix=step.issuer.prefix,
        data=data,
        issued_at=step.at,
        signatory=_signatory(step),
    )
    step.papers.append(paper)


def _signatory(step: Step) -> Signatory:
    """Whose act the paper is. What happens by law alone has no person and cites the law."""
    if step.post is None:
        return Signatory(step.actor.account_id, step.actor.name, "", "；".join(step.law) or step.act.value)
    title = step.post.recorded_title
    return Signatory(step.actor.account_id, step.actor.name, title, f"岗位职权：{title}")


def _common(step: Step) -> dict[str, object]:
    case, content = step.case, step.content
    return {
        "addressee": case.party_name,
        "is_person": case.party_kind == PartyKind.PERSON.value,
        "case_no": case.case_no,
        "item_name": case.item_name,
        "is_licence": content.item_type is ItemType.LICENCE,
        "legal_bases": _citations(content),
        "enquiry_phone": content.enquiry_phone,
        "window": _line(content.address),
    }


def _citations(content: ItemContent) -> tuple[str, ...]:
    """The legal bases in their order, the articles of one law together."""
    articles: dict[str, list[str]] = {}
    for basis in content.legal_bases:
        law = basis.law if basis.law.startswith("《") else f"《{basis.law}》"
        articles.setdefault(law, []).extend([basis.article] if basis.article else [])
    return tuple(_line(law + "、".join(dict.fromkeys(found))) for law, found in articles.items())


def _line(text: str) -> str:
    """The text as far as a line of a paper takes it; the guide has the whole."""
    return text if len(text) <= _LINE else text[: _LINE - 1] + "…"


def _day(instant: datetime | None) -> date:
    """The civil day of an instant that the table of transitions guarantees."""
    if instant is None:
        message = "the case has not come so far"
        raise TypeError(message)
    return clock.local(instant).date()


def material_lines(content: ItemContent, given: Mapping[str, int]) -> tuple[MaterialLine, ...]:
    """Lines of a receipt for the materials handed in: code and number of copies."""
    names = {material.code: material.name for material in content.materials}
    return tuple(MaterialLine(name=names[code], copies=copies) for code, copies in given.items() if code in names)
