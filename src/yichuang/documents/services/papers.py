"""Issuing and rendering papers."""

import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from procrastinate.contrib.django import app

from yichuang.core import clock
from yichuang.core.prepared import run_prepared
from yichuang.core.sealed import seal
from yichuang.documents.errors import PaperNotFoundError
from yichuang.documents.models import Paper, PaperFile
from yichuang.documents.queries import PaperView, stored_pdf
from yichuang.documents.rules import (
    DATA_OF,
    TEMPLATE_VERSION,
    GuideData,
    PaperData,
    PaperKind,
    SheetData,
    Signatory,
    cited_letter,
    new_verify_code,
    number_around,
    title_of,
)
from yichuang.documents.services.store import keep, receive
from yichuang.documents.vendors import typesetting
from yichuang.seals.errors import SealMissingError
from yichuang.seals.queries import seal_for_paper
from yichuang.seals.rules import Place
from yichuang.seals.services import seal_pdf

SEAL_TASK = "yichuang.documents.jobs.seal_paper"
_PDF = "application/pdf"


def issue_paper(
    *,
    kind: PaperKind,
    subject: str,
    organisation_id: int,
    organisation_name: str,
    prefix: str,
    data: PaperData | Mapping[str, object],
    issued_at: datetime,
    signatory: Signatory,
) -> PaperView:
    """The paper exists with the next number of its organisation, local year and kind.

    It is rendered and sealed by a job soon after, or when it is asked for before that.

    A body without a prefix of its own is named in full in the number.

    Call it last in a transaction: the row of the counter stays locked until the commit, which is what keeps the numbers
    without gaps. Rights are checked by the caller, whose act the paper is.

    Law: ALL 32, 38; GB/T 9704 7.2.5.

    Raises:
        PaperDataError: the data is not that of such a paper.
    """
    content = _checked(kind, data).model_dump(mode="json")
    year = clock.local(issued_at).year
    before, after = number_around(prefix or organisation_name, kind, year)
    code = new_verify_code()
    values = {
        "kind": kind.value,
        "organisation_id": organisation_id,
        "organisation_name": organisation_name,
        "year": year,
        "before": before,
        "after": after,
        "subject": subject,
        "data": seal(json.dumps(content, ensure_ascii=False).encode()),
        "template_version": TEMPLATE_VERSION,
        "verify_code": code,
        "issued_at": issued_at,
        "account_id": signatory.account_id,
        "signer_name": signatory.name,
        "signer_title": signatory.title,
        "authority": signatory.authority,
    }
    ((paper_id, number),) = run_prepared(_ISSUE, values)
    return PaperView(paper_id, kind, number, code, subject, organisation_id, issued_at, title_of(kind, content))


def _checked(kind: PaperKind, data: PaperData | Mapping[str, object]) -> PaperData:
    wanted = DATA_OF[kind]
    if isinstance(data, wanted):
        return data
    return wanted.model_validate(data if isinstance(data, Mapping) else data.model_dump())


_ISSUE = """
    WITH counter AS (
        INSERT INTO documents_papercounter (organisation_id, year, kind, last)
        VALUES (%(organisation_id)s, %(year)s, %(kind)s, 1)
        ON CONFLICT (organisation_id, year, kind) DO UPDATE SET last = documents_papercounter.last + 1
        RETURNING last
    )
    INSERT INTO documents_paper (kind, organisation_id, organisation_name, year, serial, number, subject, data,
                                 template_version, verify_code, issued_at, account_id, signer_name, signer_title,
                                 authority)
    SELECT %(kind)s, %(organisation_id)s, %(organisation_name)s, %(year)s, last, %(before)s || last || %(after)s,
           %(subject)s, %(data)s, %(template_version)s, %(verify_code)s, %(issued_at)s, %(account_id)s,
           %(signer_name)s, %(signer_title)s, %(authority)s
    FROM counter
    RETURNING id, number
"""


def seal_soon(paper_ids: Iterable[int]) -> None:
    """A job for each paper renders and seals it, once the caller's transaction is committed."""
    for paper_id in paper_ids:
        app.configure_task(SEAL_TASK, queue="papers", lock=f"papers-{paper_id}").defer(paper_id=paper_id)


def paper_pdf(paper_id: int) -> bytes:
    """The PDF of the paper: rendered, sealed and stored on the first call, the same bytes for ever after.

    Raises:
        PaperNotFoundError: there is no such paper.
        SealMissingError, SealNotYetError, SealExpiredError, SignerMissingError: the body has no seal for it that may be
            used; the paper waits for one.
        ContentMissingError: it was rendered, but its file is not in the store.
    """
    return stored_pdf(paper_id) or _rendered_once(paper_id)


@transaction.atomic
def _rendered_once(paper_id: int) -> bytes:
    _lock(paper_id)
    stored = stored_pdf(paper_id)
    if stored is not None:
        return stored
    paper = Paper.objects.filter(pk=paper_id).first()
    if paper is None:
        raise PaperNotFoundError
    pdf = _sealed(paper)
    with receive(io.BytesIO(pdf), len(pdf)) as incoming:
        PaperFile.objects.create(paper=paper, content=keep(incoming, _PDF), rendered_at=clock.now())
    return pdf


def _sealed(paper: Paper) -> bytes:
    """The paper as its form shows it, with the seal of the body drawn and set upon it. Law: ALL 32, 39; OSR 9."""
    at = clock.now()
    seal = seal_for_paper(paper.organisation_id, paper.kind, clock.local(at).date())
    if seal is None:
        raise SealMissingError(organisation=paper.organisation_name)
    pdf, place = typesetting.paper(
        kind=PaperKind(paper.kind),
        number=paper.number,
        organisation_name=paper.organisation_name,
        verify_code=paper.verify_code,
        base_url=settings.PUBLIC_BASE_URL,
        issued_at=clock.local(paper.issued_at),
        data=paper.data,
        seal=asdict(seal.words),
        letter=cited_letter(PaperKind(paper.kind), paper.authority),
    )
    return seal_pdf(
        pdf=pdf,
        organisation_id=paper.organisation_id,
        subject=paper.subject,
        kind=seal.kind,
        paper_kind=paper.kind,
        paper_number=paper.number,
        account_id=paper.account_id,
        actor_name=paper.signer_name,
        title=paper.signer_title,
        authority=paper.authority,
        sealed_at=at,
        place=Place.square(place.page, place.left, place.top, place.size),
    ).pdf


def _lock(paper_id: int) -> None:
    """Papers are never updated, so their rows need no such right and cannot be locked; an advisory lock stands in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('documents.paper', %s))", [paper_id])


def render_guide(data: GuideData) -> bytes:
    """The guide of an item as PDF; the same data gives the same bytes."""
    return typesetting.guide(data.model_dump(mode="json"))


def render_sheet(data: SheetData) -> bytes:
    """The form of an item as PDF, blank or as a sample; the same data gives the same bytes."""
    return typesetting.sheet(data.model_dump(mode="json"))
