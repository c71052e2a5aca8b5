"""A file that somebody hands in: whether it is ours byte for byte, and in plain words what is wrong with it."""

import io
import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader, PdfWriter

from tests.support import cases, seals
from tests.support.documents import pdf, picture
from yichuang.cases.queries import get_case_view
from yichuang.cases.rules import Act, State
from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.core.digests import sm3_hex
from yichuang.documents.models import Paper
from yichuang.documents.queries import PaperView
from yichuang.documents.services import paper_pdf
from yichuang.seals.models import BuiltInAuthority, SealKey, SealUse
from yichuang.seals.queries import list_seals
from yichuang.seals.rules import BUILT_IN
from yichuang.seals.services import withdraw_seal
from yichuang.seals.vendors import KeyMaterial, KeyWish, SignWish, signer

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper() -> PaperView:
    """A decision that was granted, with its seal."""
    desk = cases.make_desk(has_seal=True)
    found = get_case_view(desk.applicant, cases.make_case(desk, State.GRANTED)).papers[-1]
    paper_pdf(found.id)
    return found


def ask(content: bytes, language: str = "en") -> tuple[int, str, str]:
    """Status, heading and the whole text of the answer."""
    client = Client(headers={"accept-language": language})
    page = client.post("/verify/", {"paper": SimpleUploadedFile("决定书.pdf", content)})
    text = unescape(page.content.decode())
    heading = re.search(r"<h1>(.*?)</h1>", text)
    assert heading
    return page.status_code, heading[1], text


def test_the_original_is_ours_and_its_seal_says_whose_it_is(paper: PaperView) -> None:
    status, heading, text = ask(paper_pdf(paper.id))

    (seal,) = list_seals()
    assert (status, heading) == (200, "This paper was issued by this centre")
    shown = (
        paper.number, seal.name, seal.organisation_name, "The file is, byte for byte, the one that was issued",
        "without legal effect", "What the seal says", "Whole and unchanged, but sealed with a test seal",
    )  # fmt: skip
    assert [one for one in shown if one not in text] == []


def test_a_changed_byte_is_told_wherever_it_is(paper: PaperView) -> None:
    content = paper_pdf(paper.id)
    contents = content.index(b"/Contents <", content.index(b"/ByteRange") - 40000) + 40
    places = [10, 900, len(content) // 2, contents, len(content) - 3]

    for place in places:
        changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        assert ask(changed)[:2] == (404, "This file was changed after it was sealed"), place


def test_what_was_added_behind_the_seal_is_told(paper: PaperView) -> None:
    status, heading, text = ask(paper_pdf(paper.id) + b" ")

    assert (status, heading) == (404, "This file was changed after it was sealed")
    assert "Something was added to the file after this seal was set" in text


def test_a_file_whose_seal_was_cut_off_is_named_as_the_paper_that_it_was(paper: PaperView) -> None:
    content = paper_pdf(paper.id)
    bare = content[: _end_of_first(content)]

    status, heading, text = ask(bare)

    assert (status, heading) == (404, "The seal of this file was taken off")
    assert f"It is paper {paper.number} of this centre without its seal" in text


def _end_of_first(content: bytes) -> int:
    """Where the file ended before the seal was added behind it."""
    end = content.index(b"%%EOF") + len(b"%%EOF")
    ends = [end, end + 1, end + 2]
    digests = set(SealUse.objects.values_list("unsealed_digest", flat=True))
    return next(one for one in ends if sm3_hex(content[:one]) in digests)


def test_a_file_that_was_saved_anew_without_its_seal_says_that_it_has_none(paper: PaperView) -> None:
    writer, target = PdfWriter(), io.BytesIO()
    for page in PdfReader(io.BytesIO(paper_pdf(paper.id))).pages:
        page.pop("/Annots", None)
        writer.add_page(page)
    writer.write(target)

    status, heading, text = ask(target.getvalue())

    assert (status, heading) == (404, "This file carries no electronic seal")
    assert "What the seal says" not in text


@pytest.mark.parametrize(
    ("content", "heading", "told"),
    [
        (seals.small_pdf("别的文件"), "This file carries no electronic seal", "verify it by its code"),
        (pdf("x") + b"/ByteRange", "This file was changed after it was sealed", "A seal that cannot be read"),
        (picture(), "This file is no paper of this centre", "Papers are issued as PDF files"),
        (b"", "This file is no paper of this centre", "Papers are issued as PDF files"),
        (b"%PDF-1.7" + bytes(4 * 1024 * 1024), "This file is no paper of this centre", "It is larger than any paper"),
    ],
)
def test_another_file_is_told_to_be_another(content: bytes, heading: str, told: str) -> None:
    status, said, text = ask(content)

    assert (status, said, told in text) == (404, heading, True)


def test_a_seal_of_somebody_else_is_told_to_be_none_of_ours() -> None:
    service = signer(BUILT_IN)
    today = clock.today()
    key = service.new_key(KeyWish("别处某局", "别处某局公章", today, today + timedelta(days=9)))
    sealed = service.sign_pdf(seals.small_pdf(), key, SignWish("别处某局公章", "别示〔2026〕1号", clock.now(), None))

    status, heading, text = ask(sealed)

    assert (status, heading) == (404, "The seal on this file is none of this centre")
    assert [one in text for one in ("别处某局公章", "not in the register of this centre")] == [True, True]


def test_a_file_made_with_the_stolen_key_of_a_seal_is_told_to_be_unrecorded() -> None:
    made = seals.make_seal()
    row = SealKey.objects.select_related("seal").get(seal_id=made.seal_id)
    key = KeyMaterial(row.certificate, row.seal.valid_until, row.sm2_public, row.secret)
    sealed = signer(BUILT_IN).sign_pdf(
        seals.small_pdf(), key, SignWish(row.seal.name, "假〔2026〕1号", clock.now(), None)
    )

    status, heading, text = ask(sealed)

    assert (status, heading) == (404, "This file was changed after it was sealed")
    assert "The register has no such use of this seal" in text
    assert BuiltInAuthority.objects.count() == 1


def test_what_was_sealed_stays_good_when_the_seal_is_withdrawn(paper: PaperView) -> None:
    (seal,) = list_seals()
    with time_machine.travel(clock.now() + timedelta(days=3)):
        withdraw_seal(actor=SYSTEM, seal_id=seal.id, reason="机构改革")

        status, _heading, text = ask(paper_pdf(paper.id))

    assert (status, "Whole and unchanged" in text) == (200, True)


def test_all_is_said_in_chinese_too(paper: PaperView) -> None:
    assert ask(paper_pdf(paper.id) + b" ", "zh-hans")[1] == "这个文件盖章后被改动过"
    assert ask(seals.small_pdf("别的文件"), "zh-hans")[1] == "这个文件没有电子印章"


def test_a_paper_whose_grant_was_revoked_is_genuine_and_says_so(client: Client) -> None:
    desk = cases.make_desk(has_seal=True)
    case_no = cases.make_case(desk, State.DELIVERED)
    code = Paper.objects.get(subject=case_no, kind="decision_granted").verify_code
    before = client.get(f"/verify/{code}/").content.decode()
    cases.do(desk, Act.REVOKE, case_no)

    after = client.get(f"/verify/{code}/").content.decode()

    told = "文书是真的，但所准予的内容已不再有效。"
    assert (told in before, told in after, "已撤销" in after) == (False, True, True)
