"""How an act issues a paper: what every paper says of the case, whose act it is, and the paper itself."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from yichuang.cases.rules import Act, PartyKind
from yichuang.cases.services.step import Step
from yichuang.catalogue.rules import ItemContent, ItemType
from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.deadlines.rules import Term, Unit
from yichuang.documents.rules import (
    LINE_MAX,
    CommittedLines,
    PaperData,
    PaperKind,
    Signatory,
    authority_by_letter,
    cited,
)
from yichuang.documents.services import issue_paper

_UNITS: Mapping[Unit, str] = MappingProxyType(
    {Unit.WORKING_DAY: "个工作日", Unit.CALENDAR_DAY: "日", Unit.HOUR: "小时"}
)
_BY_RULE = "本地办理规则"
"""By what the system acts where the place rules what the law leaves open."""


def issue(step: Step, kind: PaperKind, data: PaperData) -> None:
    """The paper exists with its number and belongs to the step.

    Raises:
        TypeError: the step is not one on a case that exists.
    """
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
    """Whose act the paper is. What happens by law alone has no person and cites the law; a letter comes before the post."""
    if step.post is None:
        return Signatory(None, SYSTEM.name, "", cited(step.law) or _BY_RULE)
    title = step.post.recorded_title
    authority = authority_by_letter(step.authority.number) if step.authority else f"岗位职权：{title}"
    return Signatory(step.actor.account_id, step.actor.name, title, authority)


def common(step: Step) -> dict[str, object]:
    """What every paper says of the case."""
    case, content = step.case, step.content
    return {
        "addressee": case.party_name,
        "is_person": case.party_kind == PartyKind.PERSON.value,
        "case_no": case.case_no,
        "item_name": case.item_name,
        "is_licence": content.item_type is ItemType.LICENCE,
        "legal_bases": _citations(content),
        "enquiry_phone": content.enquiry_phone,
        "window": line(content.address),
        "is_bilingual": content.handling.is_bilingual,
        "item_name_en": content.name_en,
    }


def remedies(step: Step) -> dict[str, object]:
    """What can be done against a decision, with the bodies named, as the guide of the item tells it. Law: REC 20; LIT 46."""
    return {"remedies": step.content.remedies, "remedies_en": step.content.remedies_en}


def commitment_lines(step: Step) -> CommittedLines | None:
    """What the step decides on the applicant's word, and by when that is checked; None where it was examined. Law: AY 25-29."""
    told = step.content.handling.commitment
    if step.act is not Act.COMMIT or told is None:
        return None
    verify_by = step.details["verify_by"]
    return CommittedLines(
        terms=told.terms,
        terms_en=told.terms_en if told.has_english else (),
        verify_by=date.fromisoformat(str(verify_by)),
        consequence=told.consequence,
        consequence_en=told.consequence_en,
    )


def _citations(content: ItemContent) -> tuple[str, ...]:
    """The legal bases in their order, the articles of one law together."""
    articles: dict[str, list[str]] = {}
    for basis in content.legal_bases:
        law = basis.law if basis.law.startswith("《") else f"《{basis.law}》"
        articles.setdefault(law, []).extend([basis.article] if basis.article else [])
    return tuple(line(law + "、".join(dict.fromkeys(found))) for law, found in articles.items())


def line(text: str) -> str:
    """The text as far as a line of a paper takes it; the guide has the whole."""
    return text if len(text) <= LINE_MAX else text[: LINE_MAX - 1] + "…"


def day(instant: datetime | None) -> date:
    """The civil day of an instant that the table of transitions guarantees."""
    if instant is None:
        message = "the case has not come so far"
        raise TypeError(message)
    return clock.local(instant).date()


def term_text(term: Term) -> str:
    """The term as papers write it."""
    return "当场办结" if term.value == 0 else f"{term.value}{_UNITS[term.unit]}"


def limit_text(term: Term) -> str:
    """The term as it stands before “make the decision”."""
    return "当场" if term.value == 0 else f"{term_text(term)}内"
