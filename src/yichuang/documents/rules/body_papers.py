"""What papers of supervision say. They go to a body, not to an applicant, and need not be about one case."""

from datetime import date

from pydantic import Field

from yichuang.documents.rules.papers import Filled, Long, PaperData, Part, Short, Told

INQUIRIES_BEFORE_DISCIPLINE = 3
"""Formal inquiries about one problem after which the discipline inspection is told: practice of centres, not law."""


class BodyPaperData(PaperData):
    """A paper from a supervising body to another one; the addressee is a body."""

    is_person: bool = False
    is_licence: bool = False
    case_no: Short = ""
    item_name: Short = ""
    answer_by: date


class SuperviseOrderData(BodyPaperData):
    """督办单: what was found in a case or at a body, and what must be done by when. Law: OBE 36."""

    matter: Told
    requirement: Told


class RecommendationData(BodyPaperData):
    """监察建议书: what was found and what is recommended."""

    findings: Told
    recommendations: tuple[Told, ...] = Field(min_length=1)


class FormInquiryData(BodyPaperData):
    """格式文书问责单: the problem, what the unit promised, who answers for it, and which time this is.

    What the unit has not said yet is left open for it to fill in by hand.
    """

    problem: Told
    promised_remedy: Long = ""
    responsible: Short = ""
    time: int = Field(default=1, ge=1, le=INQUIRIES_BEFORE_DISCIPLINE)


class InquiryLine(Part):
    """One inquiry that was not answered, or not put right: its number, its days, and what came of it."""

    number: Filled
    issued_on: date
    answer_by: date
    outcome: Told


class EvidenceLine(Part):
    """Something that proves it: what it is, and the digest by which it can be checked."""

    name: Filled
    digest: Short = ""


class DisciplineFileData(PaperData):
    """问题线索移送书: a problem that was not put right after the inquiries, with all of its evidence."""

    is_person: bool = False
    is_licence: bool = False
    case_no: Short = ""
    item_name: Short = ""
    unit: Filled
    problem: Told
    responsible: Short = ""
    grounds: Told
    inquiries: tuple[InquiryLine, ...] = Field(min_length=1)
    evidence: tuple[EvidenceLine, ...] = ()
