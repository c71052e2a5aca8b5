"""Files and papers for tests. People, bodies and numbers are invented."""

import io
import zipfile
from datetime import datetime

from PIL import Image

from tests.support.organisations import make_organisation
from tests.support.papers import BODY, ISSUED_AT, paper_data
from tests.support.seals import make_seal
from yichuang.documents import services
from yichuang.documents.queries import PaperView
from yichuang.documents.rules import PaperKind, Signatory

SIGNATORY = Signatory(None, "王示例", "审批科科长", "岗位职权：审批科科长")

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def pdf(mark: str = "") -> bytes:
    """A small whole PDF; another mark is another content."""
    return PDF.replace(b"trailer", f"% {mark}\ntrailer".encode())


def picture(form: str = "PNG", size: tuple[int, int] = (32, 24), **options: object) -> bytes:
    """A picture of that form (`PNG`, `JPEG`) and size in pixels."""
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, form, **options)
    return out.getvalue()


def package(*members: tuple[str, bytes]) -> bytes:
    """A zip file of the members, deflated."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def office(marker: str = "word/document.xml", *more: tuple[str, bytes]) -> bytes:
    """An office file known by its marker member, with more members beside it."""
    return package(("[Content_Types].xml", b"<Types/>"), (marker, b"<document/>"), *more)


def make_sealed_body() -> int:
    """An organisation with seals for every kind of paper."""
    body = make_organisation()
    make_seal(body)
    return body


def make_paper(
    organisation_id: int,
    kind: PaperKind = PaperKind.ACCEPTANCE,
    *,
    subject: str = "990101-2026-000001",
    issued_at: datetime = ISSUED_AT,
    prefix: str = "示市监",
    **changes: object,
) -> PaperView:
    """A paper issued by the service for the organisation."""
    return services.issue_paper(
        kind=kind,
        subject=subject,
        organisation_id=organisation_id,
        organisation_name=BODY,
        prefix=prefix,
        data=paper_data(kind, **changes),
        issued_at=issued_at,
        signatory=SIGNATORY,
    )
