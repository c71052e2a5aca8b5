"""Checking files of anybody's: a changed byte is told wherever it is."""

import io
import random

import pytest
import time_machine
from django.db import connection
from pypdf import PdfReader, PdfWriter

from tests.support import seals
from yichuang.core.actor import SYSTEM
from yichuang.seals import queries, services
from yichuang.seals.models import BuiltInAuthority, Seal, SealKey, SealUse
from yichuang.seals.rules import BUILT_IN, Finding, SealKind, SealState
from yichuang.seals.services import SealCheck
from yichuang.seals.vendors import KeyMaterial, SignWish, reading, signer

pytestmark = pytest.mark.django_db


def _findings(check: SealCheck) -> list[Finding]:
    return [one.finding for one in check.signatures]


def test_a_sealed_file_is_whole_and_says_who_sealed_it_and_that_it_is_a_test() -> None:
    body = seals.make_seal()
    sealed = seals.seal(body, place=seals.PLACE)

    check = services.check_pdf(sealed.pdf)

    (one,) = check.signatures
    assert check.is_good
    assert (one.signer_name, one.organisation_name) == (f"{body.name}行政审批专用章（测试）", f"{body.name}（测试）")
    assert (one.signed_at, one.is_intact, one.is_whole, one.is_test) == (seals.SEALED_AT, True, True, True)
    assert (one.seal, one.use) == (
        queries.get_seal(body.seal_id),
        queries.use_of_paper("acceptance", "示市监受〔2026〕12号"),
    )
    assert one.finding is Finding.TEST


def test_a_changed_byte_is_told_wherever_it_is() -> None:
    pdf = seals.small_pdf()
    sealed = seals.seal(seals.make_seal(), pdf, place=seals.PLACE).pdf
    chance = random.Random(4)
    contents = sealed.index(b"/Contents <", len(pdf))
    named = [0, 7, len(pdf) - 2, len(pdf), contents + 11, contents + 2000, contents + 8000, len(sealed) - 1]

    for place in [*named, *(chance.randrange(len(sealed)) for _ in range(40))]:
        changed = bytearray(sealed)
        changed[place] ^= 1 << chance.randrange(8)
        check = services.check_pdf(bytes(changed))
        assert not check.is_good, place


def test_the_letter_case_of_the_signature_itself_is_told_by_the_register() -> None:
    sealed = seals.seal(seals.make_seal()).pdf
    start = sealed.index(b"/Contents <") + 11
    place = next(at for at in range(start, start + 100) if sealed[at : at + 1] in b"abcdefABCDEF")

    check = services.check_pdf(sealed[:place] + sealed[place : place + 1].swapcase() + sealed[place + 1 :])

    assert _findings(check) == [Finding.UNRECORDED]
    assert [one.is_intact for one in check.signatures] == [False]


@pytest.mark.parametrize("tail", [b"\n", b"hidden"])
def test_what_is_added_behind_the_seal_is_told(tail: bytes) -> None:
    sealed = seals.seal(seals.make_seal()).pdf

    check = services.check_pdf(sealed + tail)

    assert _findings(check) == [Finding.ADDED_TO]
    assert [(one.is_intact, one.is_whole) for one in check.signatures] == [(True, False)]


def test_a_sealed_file_that_can_no_longer_be_read_counts_as_changed() -> None:
    sealed = seals.seal(seals.make_seal()).pdf

    assert _findings(services.check_pdf(sealed + b"%%EOF\n")) == [Finding.CHANGED]
    assert _findings(services.check_pdf(sealed[:-12])) == [Finding.CHANGED]


def test_a_page_replaced_in_a_later_revision_is_told() -> None:
    sealed = seals.seal(seals.make_seal()).pdf
    writer, out = PdfWriter(io.BytesIO(sealed), incremental=True), io.BytesIO()
    writer.pages[0].rotate(90)
    writer.write(out)

    check = services.check_pdf(out.getvalue())

    assert out.getvalue().startswith(sealed)
    assert _findings(check) == [Finding.ADDED_TO]


def test_a_file_that_has_lost_its_seal_is_recognised() -> None:
    pdf = seals.small_pdf()
    sealed = seals.seal(seals.make_seal(), pdf)

    check = services.check_pdf(pdf)

    assert (check.signatures, check.is_good) == ((), False)
    assert check.lost is not None
    assert check.lost.id == sealed.use_id


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7\n%%EOF\n", b"%PDF-" + bytes(range(256)) * 40])
def test_what_is_no_pdf_has_no_seal(content: bytes) -> None:
    check = services.check_pdf(content)

    assert (check.signatures, check.lost, check.is_good) == ((), None, False)


def test_a_file_sealed_by_two_bodies_is_whole_for_both() -> None:
    first, second = seals.make_seal(), seals.make_seal()
    once = seals.seal(first, place=seals.PLACE).pdf

    twice = seals.seal(second, once).pdf

    check = services.check_pdf(twice)
    assert _findings(check) == [Finding.TEST, Finding.TEST]
    assert [one.seal and one.seal.id for one in check.signatures] == [first.seal_id, second.seal_id]
    changed = twice[:50] + bytes([twice[50] ^ 1]) + twice[51:]
    assert _findings(services.check_pdf(changed)) == [Finding.CHANGED, Finding.CHANGED]
    between = bytearray(twice)
    between[len(once) + 40] ^= 1
    assert not services.check_pdf(bytes(between)).is_good


def test_a_file_of_more_seals_than_any_paper_has_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = seals.seal(seals.make_seal(), seals.seal(seals.make_seal()).pdf).pdf
    monkeypatch.setattr(reading, "_MOST", 1)

    assert _findings(services.check_pdf(twice)) == [Finding.CHANGED]


def test_a_signature_by_a_key_that_is_not_ours_is_unknown() -> None:
    body = seals.make_seal()
    key = SealKey.objects.get(seal_id=body.seal_id)
    material = KeyMaterial(key.certificate, seals.IN_USE_FROM, key.sm2_public, key.secret)
    foreign = signer(BUILT_IN).sign_pdf(seals.small_pdf(), material, SignWish("章", "1号", seals.SEALED_AT))
    assert _findings(services.check_pdf(foreign)) == [Finding.UNRECORDED]

    SealKey.objects.filter(pk=key.pk).update(fingerprint="0" * 64)

    (one,) = services.check_pdf(foreign).signatures
    assert (one.finding, one.is_intact, one.is_test) == (Finding.UNKNOWN, True, False)


def test_a_use_of_which_the_register_was_altered_is_not_taken() -> None:
    sealed = seals.seal(seals.make_seal())
    row = SealUse.objects.get(pk=sealed.use_id)
    SealUse.objects.filter(pk=row.pk).update(signature=row.signature[:-1] + ("0" if row.signature[-1] != "0" else "1"))

    assert _findings(services.check_pdf(sealed.pdf)) == [Finding.UNRECORDED]


def test_what_was_sealed_before_the_seal_ended_stays_good() -> None:
    body = seals.make_seal()
    sealed = seals.seal(body)
    with time_machine.travel("2026-12-01T10:00:00+08:00", tick=False):
        services.break_seal(actor=SYSTEM, seal_id=body.seal_id, reason="印章遗失")

    (one,) = services.check_pdf(sealed.pdf).signatures

    assert one.finding is Finding.TEST
    assert one.seal is not None
    assert one.seal.state is SealState.BROKEN


def test_a_sealing_after_the_end_is_told() -> None:
    body = seals.make_seal()
    sealed = seals.seal(body)
    Seal.objects.filter(pk=body.seal_id).update(
        state=SealState.WITHDRAWN.value, ended_on="2026-05-05", ended_reason="停用"
    )

    assert _findings(services.check_pdf(sealed.pdf)) == [Finding.NOT_IN_USE]


def test_checking_asks_the_database_only_for_what_may_be_shown() -> None:
    sealed = seals.seal(seals.make_seal())

    with connection.execute_wrapper(lambda execute, sql, *rest: execute(_without_secrets(sql), *rest)):
        assert services.check_pdf(sealed.pdf).is_good


def _without_secrets(sql: str) -> str:
    assert "secret" not in sql
    assert BuiltInAuthority._meta.db_table not in sql
    return sql


def test_the_reason_in_the_file_is_the_number_of_the_paper() -> None:
    body = seals.make_seal(kind=SealKind.OFFICIAL)

    sealed = seals.seal(body, number="示市监准〔2026〕3号")

    field = PdfReader(io.BytesIO(sealed.pdf)).get_fields() or {}
    assert [str(one["/V"]["/Reason"]) for one in field.values()] == ["示市监准〔2026〕3号"]
