"""What a file really is, found in its content. Nothing is unpacked and no picture is decoded at full size."""

import os
import warnings
import zipfile
from typing import IO

import filetype
from PIL import Image, UnidentifiedImageError

from yichuang.documents.errors import (
    ArchiveBombError,
    EncryptedFileError,
    ExecutableFileError,
    ExtensionError,
    FileContentError,
    FileDamagedError,
    FileTypeError,
    ImageTooLargeError,
    MacroFileError,
)
from yichuang.documents.rules.uploads import (
    ALLOWED_TEXT,
    EXTENSIONS,
    FileType,
    UploadLimits,
    extension_of,
    is_program,
)

_HEAD = 4096
_TAIL = 2048
_SMALL_MEMBER = 1024 * 1024
_MEGABYTE = 1024 * 1024
_MEMBER_TYPES = (
    ("word/document.xml", FileType.DOCX),
    ("xl/workbook.xml", FileType.XLSX),
    ("OFD.xml", FileType.OFD),
)


def inspect(file: IO[bytes], name: str, limits: UploadLimits) -> FileType:
    """The type of the content, agreeing with the extension of `name`; the file is left anywhere.

    Raises:
        ExecutableFileError, FileTypeError, FileContentError, ExtensionError: it is not what may be handed in.
        FileDamagedError, ArchiveBombError, ImageTooLargeError, MacroFileError, EncryptedFileError: it is unsound.
    """
    file.seek(0)
    head = file.read(_HEAD)
    if is_program(head):
        raise ExecutableFileError(name=name)
    found = _type_of(file, head, name, limits)
    extension = extension_of(name)
    if EXTENSIONS.get(extension) is not found:
        raise ExtensionError(name=name, extension=extension, found=found.value.upper())
    return found


def _type_of(file: IO[bytes], head: bytes, name: str, limits: UploadLimits) -> FileType:
    guess = filetype.guess(head)
    if head.startswith(b"%PDF-"):
        return _checked_pdf(file, name)
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return _checked_image(file, name, limits)
    if head.startswith(b"PK\x03\x04"):
        return _checked_package(file, name, limits)
    extension = extension_of(name)
    if guess is None and extension in EXTENSIONS:  # a text, or something cut, that was given such a name
        raise FileContentError(name=name, wanted=extension.upper(), allowed=ALLOWED_TEXT)
    raise FileTypeError(name=name, found=guess.mime if guess else f".{extension}", allowed=ALLOWED_TEXT)


def _checked_pdf(file: IO[bytes], name: str) -> FileType:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL))
    if b"%%EOF" not in file.read(_TAIL):
        raise FileDamagedError(name=name)
    return FileType.PDF


def _checked_image(file: IO[bytes], name: str, limits: UploadLimits) -> FileType:
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(file, formats=("JPEG", "PNG"))
        found = FileType.JPEG if image.format in {"JPEG", "MPO"} else FileType.PNG
        if image.width * image.height > limits.max_pixels:
            raise ImageTooLargeError(
                name=name, width=image.width, height=image.height, limit_megapixels=limits.max_pixels // 1_000_000
            )
        _read_through(image, found)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise FileDamagedError(name=name) from error
    return found


def _read_through(image: Image.Image, found: FileType) -> None:
    """Find a cut or broken picture: PNG by its check sums, JPEG by decoding an eighth of its size in grey.

    A progressive JPEG would be held in memory whole while decoding, so only its header is read.
    """
    if found is FileType.PNG:
        image.verify()
    elif not image.info.get("progressive"):
        image.draft("L", (64, 64))
        image.load()


def _checked_package(file: IO[bytes], name: str, limits: UploadLimits) -> FileType:
    size = file.seek(0, os.SEEK_END)
    try:
        with zipfile.ZipFile(file) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileDamagedError(name=name) from error
    _refuse_bomb(members, size, name, limits)
    names = {member.filename for member in members}
    found = next((kind for marker, kind in _MEMBER_TYPES if marker in names), None)
    if found is None:
        raise FileTypeError(name=name, found="application/zip", allowed=ALLOWED_TEXT)
    if any(member.endswith("vbaProject.bin") for member in names):
        raise MacroFileError(name=name)
    if any(member.flag_bits & 1 for member in members):
        raise EncryptedFileError(name=name)
    if any(_leaves_its_folder(member) for member in names) or not package_is_whole(members, size):
        raise FileDamagedError(name=name)
    return found


def _refuse_bomb(members: list[zipfile.ZipInfo], size: int, name: str, limits: UploadLimits) -> None:
    unpacked = sum(member.file_size for member in members)
    if (
        unpacked > limits.max_unpacked_bytes
        or len(members) > limits.max_members
        or any(member.file_size > max(_SMALL_MEMBER, limits.max_ratio * member.compress_size) for member in members)
        or unpacked > max(_SMALL_MEMBER, limits.max_ratio * size)
    ):
        raise ArchiveBombError(name=name, unpacked_mb=unpacked // _MEGABYTE)


def package_is_whole(members: list[zipfile.ZipInfo], size: int) -> bool:
    """Whether the packed members fit beside each other into the file: overlapping ones are a known trick."""
    return sum(member.compress_size for member in members) <= size


def _leaves_its_folder(member: str) -> bool:
    return member.startswith(("/", "\\")) or ".." in member.replace("\\", "/").split("/")
