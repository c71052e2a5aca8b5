"""Which files are taken, how they are recognised by content, and how their names are made safe."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

MAX_NAME = 120


class FileType(StrEnum):
    """The types taken, by what the content is."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"
    DOCX = "docx"
    XLSX = "xlsx"
    OFD = "ofd"


MEDIA_TYPES = {
    FileType.PDF: "application/pdf",
    FileType.JPEG: "image/jpeg",
    FileType.PNG: "image/png",
    FileType.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileType.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileType.OFD: "application/ofd",
}

EXTENSIONS = {
    "pdf": FileType.PDF,
    "jpg": FileType.JPEG,
    "jpeg": FileType.JPEG,
    "png": FileType.PNG,
    "docx": FileType.DOCX,
    "xlsx": FileType.XLSX,
    "ofd": FileType.OFD,
}

ALLOWED_TEXT = ("PDF", "JPG", "PNG", "DOCX", "XLSX", "OFD")


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """What an installation takes. Bytes, pixels, members, and how much more a packed member may hold than it weighs."""

    max_bytes: int = 20 * 1024 * 1024
    max_pixels: int = 120_000_000
    max_unpacked_bytes: int = 150 * 1024 * 1024
    max_ratio: int = 200
    max_members: int = 5_000


_PROGRAM_HEADS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\x4c\x00\x00\x00\x01\x14\x02\x00",
    b"dex\n",
    b"\x00asm",
)


def is_program(head: bytes) -> bool:
    """Whether a file that begins so is a program, a script, a shortcut or byte code."""
    return head.startswith(_PROGRAM_HEADS)


def extension_of(name: str) -> str:
    """The part after the last dot, lower case, without the dot; empty when there is none."""
    _, dot, extension = name.rpartition(".")
    return extension.lower() if dot else ""


_FORBIDDEN = re.compile(r'[<>:"|?*]')


def clean_name(name: str) -> str:
    """The name without path, control, invisible and direction characters, at most `MAX_NAME` long, extension kept.

    Never empty: a name of which nothing is left becomes 未命名.
    """
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    kept = "".join(" " if char.isspace() else char for char in name if not _is_hidden(char) or char.isspace())
    stem, dot, extension = _FORBIDDEN.sub("_", kept).strip().rpartition(".")
    if not dot:
        stem, extension = extension, ""
    stem = " ".join(stem.split()).strip(" .")[: MAX_NAME - 1 - len(extension[:10])] or "未命名"
    extension = extension.strip()[:10]
    return f"{stem}.{extension}" if extension else stem


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
