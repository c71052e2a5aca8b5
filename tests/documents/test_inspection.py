"""What a file really is: every kind taken, every refusal with its reason. No database."""

import io
import random
import zipfile
from dataclasses import replace

import pytest

from tests.support.documents import PDF, office, package, picture
from yichuang.core.errors import DomainError
from yichuang.documents.errors import (
    ArchiveBombError,
    EncryptedFileError,
    ExecutableFileError,
    ExtensionError,
    FileDamagedError,
    FileTypeError,
    ImageTooLargeError,
    MacroFileError,
)
from yichuang.documents.rules import FileType, UploadLimits, inspect

LIMITS = UploadLimits()


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.pdf", PDF, FileType.PDF),
        ("a.PDF", PDF, FileType.PDF),
        ("a.png", picture("PNG"), FileType.PNG),
        ("a.jpg", picture("JPEG"), FileType.JPEG),
        ("a.jpeg", picture("JPEG", progressive=True), FileType.JPEG),
        ("a.docx", office(), FileType.DOCX),
        ("a.xlsx", office("xl/workbook.xml"), FileType.XLSX),
        ("a.ofd", package(("OFD.xml", b"<OFD/>")), FileType.OFD),
    ],
)
def test_a_type_is_found_in_the_content(name: str, content: bytes, found: FileType) -> None:
    assert inspect(io.BytesIO(content), name, LIMITS) is found


_PNG = picture("PNG", (64, 64))
_JPEG = picture("JPEG", (640, 480), quality=95)


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("证明.pdf", b"MZ\x90\x00" + bytes(100), ExecutableFileError),
        ("证明.pdf", b"\x7fELF" + bytes(100), ExecutableFileError),
        ("证明.pdf", b"#!/bin/sh\nrm -rf /\n", ExecutableFileError),
        ("证明.png", PDF, ExtensionError),
        ("证明", PDF, ExtensionError),
        ("证明.pdf.exe", PDF, ExtensionError),
        ("证明.xlsx", office(), ExtensionError),
        ("证明.pdf", PDF[:-8], FileDamagedError),
        ("证明.png", _PNG[: len(_PNG) // 2], FileDamagedError),
        ("证明.jpg", _JPEG[: len(_JPEG) // 2], FileDamagedError),
        ("证明.docx", office()[:-30], FileDamagedError),
        ("证明.docx", office("word/document.xml", ("../../evil", b"x")), FileDamagedError),
        ("证明.html", b"<html><script>alert(1)</script></html>", FileTypeError),
        ("证明.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", FileTypeError),
        ("证明.gif", b"GIF89a" + bytes(50), FileTypeError),
        ("证明.zip", package(("a.txt", b"a")), FileTypeError),
        ("证明.docx", office("word/document.xml", ("word/vbaProject.bin", b"x")), MacroFileError),
    ],
)
def test_what_is_not_taken_is_refused_with_its_reason(name: str, content: bytes, error: type[DomainError]) -> None:
    with pytest.raises(error) as caught:
        inspect(io.BytesIO(content), name, LIMITS)

    assert caught.value.details["name"] == name


def test_a_200_mb_member_in_a_200_kb_package_is_refused_without_unpacking(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = office("word/document.xml", ("word/media/a.bin", bytes(200 * 1024 * 1024)))
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_args, **_kwargs: pytest.fail("it was unpacked"))

    with pytest.raises(ArchiveBombError) as caught:
        inspect(io.BytesIO(bomb), "a.docx", LIMITS)

    assert len(bomb) < 250_000
    assert caught.value.details["unpacked_mb"] == 200


def test_a_member_packed_beyond_the_ratio_is_refused_even_below_the_total() -> None:
    bomb = office("word/document.xml", ("word/a.bin", bytes(5 * 1024 * 1024)))

    with pytest.raises(ArchiveBombError):
        inspect(io.BytesIO(bomb), "a.docx", LIMITS)


def test_one_member_packed_beyond_the_ratio_is_refused_among_honest_ones() -> None:
    honest = ("word/media/photo.bin", random.Random(1).randbytes(100_000))
    bomb = office("word/document.xml", honest, ("word/a.bin", bytes(5 * 1024 * 1024)))

    with pytest.raises(ArchiveBombError):
        inspect(io.BytesIO(bomb), "a.docx", LIMITS)


def test_too_many_members_are_refused() -> None:
    many = office("word/document.xml", *((f"word/{number}", b"") for number in range(20)))

    with pytest.raises(ArchiveBombError):
        inspect(io.BytesIO(many), "a.docx", replace(LIMITS, max_members=21))

    assert inspect(io.BytesIO(many), "a.docx", replace(LIMITS, max_members=22)) is FileType.DOCX


def test_a_locked_office_file_is_refused() -> None:
    content = bytearray(office())
    for at in (content.find(b"PK\x01\x02"), content.rfind(b"PK\x01\x02")):
        content[at + 8] |= 1

    with pytest.raises(EncryptedFileError):
        inspect(io.BytesIO(bytes(content)), "a.docx", LIMITS)


def test_members_that_overlap_are_refused() -> None:
    content = bytearray(office("word/document.xml", ("word/media/a.bin", bytes(range(256)) * 40)))
    at = content.find(b"PK\x01\x02")
    content[at + 20 : at + 24] = (2_000_000).to_bytes(4, "little")

    with pytest.raises(FileDamagedError):
        inspect(io.BytesIO(bytes(content)), "a.docx", LIMITS)


def test_a_picture_with_too_many_pixels_is_refused_with_its_size() -> None:
    with pytest.raises(ImageTooLargeError) as caught:
        inspect(io.BytesIO(picture("PNG", (2000, 1001))), "a.png", replace(LIMITS, max_pixels=2_000_000))

    assert (caught.value.details["width"], caught.value.details["height"]) == (2000, 1001)
