"""Sealing files: what is recorded, who may not seal, and what ordinary programs say of the file."""

import io
import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader, PdfWriter
from pytest_django import Settings

from tests.support import identity, seals
from tests.support import organisations as bodies
from yichuang.core.actor import SYSTEM
from yichuang.core.digests import sm3_hex
from yichuang.core.errors import DomainError
from yichuang.core.rights import Role
from yichuang.seals import queries, services
from yichuang.seals.errors import (
    PdfUnfitError,
    SealedAlreadyError,
    SealEndedError,
    SealExpiredError,
    SealMissingError,
    SealNotYetError,
    SealTextError,
    SignerMissingError,
)
from yichuang.seals.models import SealUse
from yichuang.seals.rules import Finding, Place, SealKind
from yichuang.seals.vendors import KeyMaterial, KeyWish, SignWish, signer

pytestmark = pytest.mark.django_db


def _sealing(body: seals.SealedBody, **changes: object) -> dict[str, object]:
    given = {
        "pdf": seals.small_pdf(),
        "organisation_id": body.organisation_id,
        "subject": "990101202600001",
        "paper_kind": "acceptance",
        "paper_number": "示市监受〔2026〕1号",
        "actor_name": "审批丙",
        "title": "审批科科长",
        "authority": "示市监授〔2026〕1号",
        "sealed_at": seals.SEALED_AT,
    }
    return {**given, **changes}


def test_a_sealed_file_is_the_file_and_a_signature_behind_it() -> None:
    body, pdf = seals.make_seal(), seals.small_pdf()

    sealed = seals.seal(body, pdf)

    assert sealed.pdf.startswith(pdf)
    assert len(sealed.pdf) > len(pdf)
    assert sealed.digest == sm3_hex(sealed.pdf)


def test_each_use_is_recorded_with_what_for_and_by_whom() -> None:
    body, pdf = seals.make_seal(), seals.small_pdf()

    sealed = seals.seal(body, pdf)

    use = queries.use_of_paper("acceptance", "示市监受〔2026〕12号")
    assert use is not None
    assert (use.id, use.seal_id, use.seal_name) == (sealed.use_id, body.seal_id, f"{body.name}行政审批专用章")
    assert (use.subject, use.paper_kind, use.paper_number) == ("990101202600001", "acceptance", "示市监受〔2026〕12号")
    assert (use.actor_name, use.title, use.authority) == ("审批丙", "审批科科长", "示市监授〔2026〕1号")
    assert (use.unsealed_digest, use.digest) == (sm3_hex(pdf), sm3_hex(sealed.pdf))
    assert (use.sealed_at, use.signature) == (seals.SEALED_AT, sealed.signature)
    assert queries.uses_for_subject("990101202600001") == (use,)
    assert queries.use_of_paper("refusal", "示市监受〔2026〕12号") is None


def test_the_account_of_who_acted_stands_beside_the_name() -> None:
    body = seals.make_seal()
    official = identity.staff_actor(Role.APPROVING_OFFICIAL, organisation_id=body.organisation_id)

    services.seal_pdf(**_sealing(body, account_id=official.account_id))  # type: ignore[arg-type]  # of mixed kinds

    assert [use.account_id for use in queries.uses_of(body.seal_id).rows] == [official.account_id]


def test_the_uses_of_a_seal_are_read_page_by_page_latest_first() -> None:
    body = seals.make_seal()
    made = [seals.seal(body, number=f"示市监受〔2026〕{number}号").use_id for number in (1, 2, 3)]

    first = queries.uses_of(body.seal_id, size=2)
    second = queries.uses_of(body.seal_id, size=2, cursor=first.next_cursor)

    assert [use.id for use in first.rows] == [made[2], made[1]]
    assert ([use.id for use in second.rows], second.next_cursor) == ([made[0]], None)


def test_a_paper_is_sealed_once_by_one_seal() -> None:
    body = seals.make_seal()
    seals.seal(body)

    with pytest.raises(SealedAlreadyError) as refused:
        seals.seal(body)

    assert refused.value.details == {"number": "示市监受〔2026〕12号"}
    assert SealUse.objects.count() == 1


def _widget(pdf: bytes, page: int) -> Any:
    annotations: Any = PdfReader(io.BytesIO(pdf)).pages[page]["/Annots"]
    return annotations[0].get_object()


def test_the_place_is_where_the_signature_can_be_clicked() -> None:
    body = seals.make_seal()

    sealed = seals.seal(body, seals.small_pdf(pages=2), place=Place(-1, 380, 120, 500, 240))

    pages = PdfReader(io.BytesIO(sealed.pdf)).pages
    assert [len(page.get("/Annots", [])) for page in pages] == [0, 1]
    widget = _widget(sealed.pdf, 1)
    assert [float(value) for value in widget["/Rect"]] == [380, 120, 500, 240]
    assert (widget["/TU"], widget["/F"]) == (f"{body.name}行政审批专用章", 132)


def test_without_a_place_the_signature_is_there_but_not_seen() -> None:
    sealed = seals.seal(seals.make_seal())

    assert [float(value) for value in _widget(sealed.pdf, 0)["/Rect"]] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("sealed_at", "refusal"),
    [
        (datetime(2025, 12, 31, 15, 59, tzinfo=UTC), SealNotYetError),
        (datetime(2040, 1, 1, tzinfo=UTC), SealExpiredError),
    ],
)
def test_a_seal_seals_only_in_its_days(sealed_at: datetime, refusal: type[DomainError]) -> None:
    body = seals.make_seal()

    with pytest.raises(refusal):
        seals.seal(body, sealed_at=sealed_at)
    seals.seal(body, sealed_at=datetime(2025, 12, 31, 16, 0, tzinfo=UTC))

    assert SealUse.objects.count() == 1


def test_the_seal_of_that_day_is_taken_before_a_fitter_one_of_a_later_day() -> None:
    body = seals.make_seal()
    official = seals.make_seal(body.organisation_id, SealKind.OFFICIAL, in_use_from=date(2026, 6, 1))

    early = seals.seal(body, number="1", paper_kind="decision_granted")
    late = seals.seal(body, number="2", paper_kind="decision_granted", sealed_at=datetime(2026, 6, 1, tzinfo=UTC))

    assert [use.id for use in queries.uses_of(body.seal_id).rows] == [early.use_id]
    assert [use.id for use in queries.uses_of(official.seal_id).rows] == [late.use_id]


@pytest.mark.parametrize("end", [services.break_seal, services.withdraw_seal])
def test_a_broken_or_withdrawn_seal_seals_nothing(end: object) -> None:
    body = seals.make_seal()
    assert callable(end)
    end(actor=SYSTEM, seal_id=body.seal_id, reason="停用")

    with pytest.raises(SealEndedError):
        seals.seal(body)

    assert SealUse.objects.count() == 0


def test_the_successor_of_a_withdrawn_seal_seals() -> None:
    old = seals.make_seal()
    services.withdraw_seal(actor=SYSTEM, seal_id=old.seal_id, reason="更换")
    new = seals.make_seal(old.organisation_id)

    sealed = seals.seal(new)

    assert queries.uses_of(new.seal_id).rows[0].id == sealed.use_id
    assert queries.uses_of(old.seal_id).rows == ()


def test_the_kind_follows_from_the_paper_unless_it_is_said() -> None:
    body = seals.make_seal()
    official = seals.make_seal(body.organisation_id, SealKind.OFFICIAL)

    seals.seal(body, number="1号")
    seals.seal(body, number="2号", paper_kind="decision_granted")
    seals.seal(body, number="3号", kind=SealKind.OFFICIAL)

    assert [use.paper_number for use in queries.uses_of(official.seal_id).rows] == ["3号", "2号"]
    assert [use.paper_number for use in queries.uses_of(body.seal_id).rows] == ["1号"]


def test_a_body_without_seal_is_named() -> None:
    body = bodies.make_organisation("示例区无印局")

    with pytest.raises(SealMissingError) as refused:
        services.seal_pdf(**_sealing(seals.SealedBody(body, "", 0, 0)))  # type: ignore[arg-type]  # of mixed kinds

    assert refused.value.details == {"organisation": "示例区无印局"}


@pytest.mark.parametrize("missing", ["paper_number", "actor_name", "authority"])
def test_number_person_and_authority_are_always_said(missing: str) -> None:
    body = seals.make_seal()

    with pytest.raises(SealTextError) as refused:
        services.seal_pdf(**_sealing(body, **{missing: " "}))  # type: ignore[arg-type]  # of mixed kinds

    assert [problem.field for problem in refused.value.problems] == [missing]


def _locked_pdf() -> bytes:
    writer, out = PdfWriter(clone_from=io.BytesIO(seals.small_pdf())), io.BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7\n", b"hello", "damaged", "locked"],
    ids=["empty", "head only", "text", "damaged", "locked"],
)
def test_what_is_no_fit_pdf_is_refused_and_not_recorded(content: bytes | str) -> None:
    body = seals.make_seal()
    given = (
        content
        if isinstance(content, bytes)
        else {"damaged": seals.small_pdf()[:-200], "locked": _locked_pdf()}[content]
    )

    with pytest.raises(PdfUnfitError):
        services.seal_pdf(**_sealing(body, pdf=given))  # type: ignore[arg-type]  # of mixed kinds

    assert SealUse.objects.count() == 0


def test_a_place_on_a_page_that_is_not_there_is_refused() -> None:
    with pytest.raises(PdfUnfitError):
        seals.seal(seals.make_seal(), place=Place(7, 0, 0, 100, 100))


def test_a_rolled_back_sealing_left_no_use() -> None:
    body = seals.make_seal()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        seals.seal(body)
        raise ZeroDivisionError

    assert SealUse.objects.count() == 0
    assert seals.seal(body).use_id


def test_the_database_wants_the_authority() -> None:
    sealed = seals.seal(seals.make_seal())
    row = SealUse.objects.get(pk=sealed.use_id)

    row.pk, row.digest, row.paper_number, row.authority = None, "x", "9号", ""
    with transaction.atomic(), pytest.raises(IntegrityError, match="seals_use_said"):
        row.save()


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig is not installed (apt-get install poppler-utils)")
def test_an_ordinary_reader_finds_the_signature_valid_and_any_change(tmp_path: Path) -> None:
    body = seals.make_seal()
    sealed = seals.seal(body, place=seals.PLACE).pdf
    changed = bytearray(sealed)
    changed[40] ^= 1

    told = [_pdfsig(tmp_path / f"{place}.pdf", bytes(pdf)) for place, pdf in enumerate((sealed, changed))]

    assert told[0]["Signature Type"] == "ETSI.CAdES.detached"
    assert told[0]["Signer Certificate Common Name"].endswith("（测试）")
    assert told[0]["Signature Validation"] == "Signature is Valid."
    assert told[0]["Total document signed"] == ""
    assert told[1].get("Signature Validation") != "Signature is Valid."


def _pdfsig(place: Path, pdf: bytes) -> dict[str, str]:
    place.write_bytes(pdf)
    told = subprocess.run(["pdfsig", "-nocert", str(place)], capture_output=True, text=True, check=False).stdout  # noqa: S603, S607 - a fixed program
    lines = [line.strip(" -").partition(":") for line in told.splitlines()]
    return {name.strip(): value.strip() for name, _, value in lines}


class ProvincialSigner:
    """A service outside: it keeps the key itself and is told by `secret` which; it gives no SM2 signature."""

    is_test = False

    def new_key(self, wish: KeyWish) -> KeyMaterial:
        made = signer("built_in").new_key(wish)
        self.kept = made.secret
        return KeyMaterial(made.certificate, date(2027, 1, 1), "", {"seal": "NO-1"})

    def sign_pdf(self, pdf: bytes, key: KeyMaterial, wish: SignWish) -> bytes:
        assert key.secret == {"seal": "NO-1"}
        return signer("built_in").sign_pdf(pdf, KeyMaterial(key.certificate, key.valid_until, "", self.kept), wish)

    def sign_detached(self, data: bytes, key: KeyMaterial) -> str:
        return ""


def test_a_licensed_service_signs_by_its_adapter(settings: Settings) -> None:
    settings.SEAL_SIGNERS = {"province": "tests.seals.test_sealing.ProvincialSigner"}
    body = bodies.make_organisation()
    seal_id = services.register_seal(
        actor=SYSTEM,
        organisation_id=body,
        kind=SealKind.OFFICIAL,
        purpose="行政许可决定",
        keeper_id=bodies.make_post(body, Role.APPROVING_OFFICIAL),
        in_use_from=seals.IN_USE_FROM,
        signed_by="province",
    )
    keeper = seals.SealedBody(body, "", 0, seal_id)

    sealed = seals.seal(keeper)

    (found,) = services.check_pdf(sealed.pdf).signatures
    assert (sealed.signature, found.finding, found.is_test) == ("", Finding.GOOD, False)
    assert queries.get_seal(seal_id).valid_until == date(2027, 1, 1)
    settings.SEAL_SIGNERS = {}
    with pytest.raises(SignerMissingError):
        seals.seal(keeper, number="2号")
    assert isinstance(settings.SEAL_SIGNERS, Mapping)
