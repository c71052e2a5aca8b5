"""Checking a paper: anybody may, and nobody learns more than whether it is genuine."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from yichuang.core import clock
from yichuang.core.masking import mask_name
from yichuang.documents.models import Paper, PaperFile
from yichuang.documents.rules import PaperKind, Title, normal_code, title_of
from yichuang.seals.queries import get_seal, use_of_paper

_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Verification:
    """What the public may know of a genuine paper.

    `digest` is the SHA-256 of its PDF, empty before it is sealed; `valid_until` the last day on which what it grants
    holds, where it says one; `seal_name` the seal that it carries, empty before it is sealed; `subject` what it is about.
    """

    kind: PaperKind
    title: Title
    number: str
    organisation_name: str
    issued_on: date
    addressee: str
    item_name: str
    digest: str
    valid_until: date | None = None
    seal_name: str = ""
    is_test_seal: bool = False
    subject: str = ""


def verify(code: str) -> Verification | None:
    """The paper with that code as typed or scanned; None when there is none. Law: PIPL 51 (addressee masked)."""
    normal = normal_code(code)
    if normal is None:
        return None
    paper = Paper.objects.filter(verify_code=normal).first()
    if paper is None:
        return None
    digest = PaperFile.objects.filter(paper=paper).values_list("content__sha256", flat=True).first()
    return _verification(paper, digest or "")


def verify_file(stream: BinaryIO) -> Verification | None:
    """The paper whose PDF has exactly these bytes; None when it is none of ours or one byte differs."""
    sha256 = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        sha256.update(chunk)
    digest = sha256.hexdigest()
    row = PaperFile.objects.select_related("paper").filter(content__sha256=digest).first()
    return None if row is None else _verification(row.paper, digest)


def _verification(paper: Paper, digest: str) -> Verification:
    name = str(paper.data["addressee"])
    until = paper.data.get("valid_until")
    use = use_of_paper(paper.kind, paper.number)
    kind = PaperKind(paper.kind)
    return Verification(
        kind=kind,
        title=title_of(kind, paper.data),
        number=paper.number,
        organisation_name=paper.organisation_name,
        issued_on=clock.local(paper.issued_at).date(),
        addressee=mask_name(name) if paper.data["is_person"] else name,
        item_name=str(paper.data["item_name"]),
        digest=digest,
        valid_until=date.fromisoformat(until) if until else None,
        seal_name=use.seal_name if use else "",
        is_test_seal=use is not None and get_seal(use.seal_id).is_test,
        subject=paper.subject,
    )
