"""Letters of authority of the demonstration centre, each with a scan that says what it says."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

import typst

from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.core.rights import Right
from yichuang.documents.services import store_upload
from yichuang.documents.vendors.fonts import FONT_FOLDER
from yichuang.organisations import services as bodies
from yichuang.organisations.queries import get_staff
from yichuang.organisations.rules import LetterTerms, SignedCopy

_SCAN = """
#set text(font: ("Yichuang Song", "Noto Serif CJK SC"), size: 14pt)
#set page(margin: 3cm)
#align(center, text(size: 22pt)[授权书])
#align(center)[{number}]
#v(1cm)
兹授权{name}同志为{body}驻政务服务中心首席代表，在授权事项和授权权限内以本机关名义行使职权，有效期自{first}至{last}。
#v(2cm)
#align(right)[{issued_by}]
#v(1cm)
#align(center, text(size: 11pt)[示例文书，仅供演示])
"""


def make_letter(given: Mapping[str, Any], body: str, post_id: int, staff_id: int, opened_on: date) -> None:
    """The letter is registered with its scan; it holds today and, as far as a letter may, in the past that is made up."""
    first = max(opened_on, date(clock.today().year - 1, 1, 1))
    terms = LetterTerms(
        number=given["number"],
        rights=tuple(Right(one) for one in given["rights"]),
        item_codes=tuple(given["items"]),
        most_cents=None,
        valid_from=first,
        valid_to=date(first.year + 2, 12, 31),
        issued_by=given["issued_by"],
    )
    scan = store_upload(
        actor=SYSTEM,
        name=f"授权书{terms.number}.pdf",
        stream=BytesIO(_scan(terms, body, staff_id)),
        subject=f"letter:{post_id}",
    )
    copy = SignedCopy(scan.id, scan.digest_sm3, scan.name)
    bodies.grant_letter(actor=SYSTEM, post_id=post_id, staff_id=staff_id, terms=terms, copy=copy)


def _scan(terms: LetterTerms, body: str, staff_id: int) -> bytes:
    text = _SCAN.format(
        number=terms.number,
        name=get_staff(staff_id).name,
        body=body,
        first=terms.valid_from.isoformat(),
        last=terms.valid_to.isoformat(),
        issued_by=terms.issued_by,
    )
    pdf = typst.Compiler(font_paths=[str(FONT_FOLDER)]).compile(text.encode(), format="pdf")
    assert isinstance(pdf, bytes)  # noqa: S101 - as for every PDF
    return pdf
