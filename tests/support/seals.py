"""Seals for tests: a body with a seal, small PDF files to seal. All by the built-in test authority."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import typst

from tests.support.organisations import make_organisation, make_post
from yichuang.core.actor import SYSTEM
from yichuang.core.rights import Role
from yichuang.organisations import queries as organisations
from yichuang.seals import services
from yichuang.seals.rules import Place, SealKind
from yichuang.seals.services import SealedPdf

IN_USE_FROM = date(2026, 1, 1)
SEALED_AT = datetime(2026, 5, 6, 2, 30, tzinfo=UTC)
PLACE = Place(page=-1, left=380, bottom=120, right=500, top=240)


@dataclass(frozen=True)
class SealedBody:
    """Ids of a body, of the post that keeps its seal, and of the seal."""

    organisation_id: int
    name: str
    keeper_id: int
    seal_id: int


def make_seal(
    organisation_id: int | None = None, kind: SealKind = SealKind.APPROVAL, in_use_from: date = IN_USE_FROM
) -> SealedBody:
    """A body with a seal in use, kept by an approving official's post."""
    body = organisation_id or make_organisation()
    keeper = make_post(body, Role.APPROVING_OFFICIAL, title="审批科科长")
    seal = services.register_seal(
        actor=SYSTEM, organisation_id=body, kind=kind, purpose="审批文书", keeper_id=keeper, in_use_from=in_use_from
    )
    return SealedBody(body, organisations.get_organisation(body).name, keeper, seal)


@cache
def small_pdf(text: str = "受理通知书", pages: int = 1) -> bytes:
    """A PDF/A of that many pages, made as papers are; the same text gives the same bytes."""
    source = "#pagebreak()\n".join(f"{text} {number}\n" for number in range(pages))
    compiler = typst.Compiler(input=source.encode(), root=str(Path(__file__).parent))
    pdf = compiler.compile(format="pdf", pdf_standards="a-2b", timestamp=SEALED_AT)
    assert isinstance(pdf, bytes)
    return pdf


def seal(
    body: SealedBody,
    pdf: bytes | None = None,
    *,
    number: str = "示市监受〔2026〕12号",
    paper_kind: str = "acceptance",
    kind: SealKind | None = None,
    sealed_at: datetime = SEALED_AT,
    place: Place | None = None,
) -> SealedPdf:
    """The PDF sealed by that body."""
    return services.seal_pdf(
        pdf=pdf or small_pdf(),
        organisation_id=body.organisation_id,
        subject="990101202600001",
        paper_kind=paper_kind,
        paper_number=number,
        actor_name="审批丙",
        title="审批科科长",
        authority="示市监授〔2026〕1号",
        sealed_at=sealed_at,
        kind=kind,
        place=place,
    )
