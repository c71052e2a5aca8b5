"""Papers set by typst: one compiler per process, data as JSON, nothing fetched, the same data gives the same bytes."""

import io
import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import segno
import typst

from yichuang.documents.rules import PaperKind, grouped_code, title_of
from yichuang.documents.vendors.fonts import FONT_FOLDER, spelled_out

TEMPLATE_FOLDER = Path(__file__).resolve().parent.parent / "typst"
_GUIDE_DATE = datetime(2026, 1, 1, tzinfo=UTC)
_guard = threading.Lock()


class Spot(NamedTuple):
    """Where a seal lies: the page (0 is the first), the upper left corner and the size in points."""

    page: int
    left: float
    top: float
    size: float


def paper(  # noqa: PLR0913 - all that a paper shows besides its data
    *,
    kind: PaperKind,
    number: str,
    organisation_name: str,
    verify_code: str,
    base_url: str,
    issued_at: datetime,
    data: Mapping[str, Any],
    seal: Mapping[str, str],
    letter: str = "",
    with_system: bool = True,
) -> tuple[bytes, Spot]:
    """The PDF of an issued paper and where its seal lies. `issued_at` in the centre's time zone: its date stands on it.

    `seal`: what the seal says, as `seals.rules.SealWords`. `letter`: the number of the letter of authority that it cites.
    """
    url = verify_address(base_url, verify_code)
    title = title_of(kind, data)
    content = {
        "kind": kind.value,
        "title": title.zh,
        "title_en": title.en,
        "number": number,
        "organisation": organisation_name,
        "issued_on": issued_at.date().isoformat(),
        "code": grouped_code(verify_code),
        "url": url,
        "seal": seal,
        "letter": letter,
        "data": data,
    }
    pdf, (spot,) = _compiled(content, qr_svg(url), issued_at, with_system=with_system)
    return pdf, spot


def guide(data: Mapping[str, Any], *, with_system: bool = True) -> bytes:
    """The PDF of a guide. Its creation date is fixed, since a guide is made whenever somebody asks for it."""
    return _unnumbered("guide", data, with_system=with_system)


def sheet(data: Mapping[str, Any], *, with_system: bool = True) -> bytes:
    """The PDF of a form to fill in by hand, or of a sample of it; made like a guide."""
    return _unnumbered("sheet", data, with_system=with_system)


def _unnumbered(kind: str, data: Mapping[str, Any], *, with_system: bool) -> bytes:
    content = {"kind": kind, "organisation": data["organisation_name"], "data": data}
    pdf, _no_seals = _compiled(
        content, qr_svg(data["url"]) if data["url"] else "", _GUIDE_DATE, with_system=with_system
    )
    return pdf


def verify_address(base_url: str, verify_code: str) -> str:
    """Where anybody can check the paper."""
    return f"{base_url.rstrip('/')}/verify/{verify_code}"


def qr_svg(text: str) -> str:
    """The QR code of the text as SVG, without a border (the form leaves the quiet zone)."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", border=0, xmldecl=False, svgclass=None, lineclass=None
    )
    return out.getvalue().decode()


def _compiled(
    content: Mapping[str, Any], qr: str, created: datetime, *, with_system: bool
) -> tuple[bytes, tuple[Spot, ...]]:
    """The PDF, and where seals lie in it."""
    text = json.dumps(_drawable(content, with_system=with_system), ensure_ascii=False, sort_keys=True)
    compiler = _compiler(with_system=with_system)
    with _guard:
        pdf = compiler.compile(
            sys_inputs={"data": text, "qr": qr},
            format="pdf",
            pdf_standards="a-2b",
            timestamp=created.astimezone(UTC).replace(microsecond=0),
        )
        found = json.loads(compiler.query("<seal>", field="value")) if "seal" in content else []
    assert isinstance(pdf, bytes)  # noqa: S101 - the stub allows a list of pages, which only pictures give
    return pdf, tuple(Spot(one["page"] - 1, one["left"], one["top"], one["size"]) for one in found)


@cache
def _compiler(*, with_system: bool) -> typst.Compiler:
    return typst.Compiler(
        input=str(TEMPLATE_FOLDER / "main.typ"),
        root=str(TEMPLATE_FOLDER),
        font_paths=[str(FONT_FOLDER)],
        ignore_system_fonts=not with_system,
        package_path=str(TEMPLATE_FOLDER),
        package_cache_path=str(TEMPLATE_FOLDER),
    )


def _drawable(value: Any, *, with_system: bool) -> Any:
    if isinstance(value, str):
        return spelled_out(value, with_system=with_system)
    if isinstance(value, Mapping):
        return {key: _drawable(part, with_system=with_system) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_drawable(part, with_system=with_system) for part in value]
    return value
