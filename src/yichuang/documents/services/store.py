"""The store of contents: files named by their digest, put in place whole or not at all."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from cryptography.hazmat.primitives import hashes
from django.conf import settings

from yichuang.core import clock
from yichuang.documents.errors import FileTooLargeError
from yichuang.documents.models import StoredContent

_CHUNK = 64 * 1024
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Incoming:
    """A content received into a temporary file of the store, with its digests."""

    file: IO[bytes]
    place: Path
    sha256: str
    sm3: str
    size: int


def store_root() -> Path:
    """The folder of the store; it exists afterwards."""
    root = Path(settings.MEDIA_ROOT)
    (root / "incoming").mkdir(parents=True, exist_ok=True)
    return root


@contextmanager
def receive(stream: BinaryIO, max_bytes: int) -> Iterator[Incoming]:
    """A content streamed to a temporary file while it is digested; the file is gone after the block unless it was kept.

    Raises:
        FileTooLargeError: more than `max_bytes` arrive; reading stops there.
    """
    descriptor, name = tempfile.mkstemp(dir=store_root() / "incoming")
    place = Path(name)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            sha256, sm3, size = _copy(stream, file, max_bytes)
            yield Incoming(file=file, place=place, sha256=sha256, sm3=sm3, size=size)
    finally:
        place.unlink(missing_ok=True)


def _copy(stream: BinaryIO, file: IO[bytes], max_bytes: int) -> tuple[str, str, int]:
    sha256, sm3, size = hashlib.sha256(), hashes.Hash(hashes.SM3()), 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > max_bytes:
            raise FileTooLargeError(limit_mb=max_bytes // _MEGABYTE)
        sha256.update(chunk)
        sm3.update(chunk)
        file.write(chunk)
    return sha256.hexdigest(), sm3.finalize().hex(), size


def keep(incoming: Incoming, media_type: str) -> StoredContent:
    """The one row of this content, whose file is in place and on disk before the row can commit.

    A file without a row (after a crash or a rollback) does no harm: the next equal content takes it over.
    """
    path = f"{incoming.sha256[:2]}/{incoming.sha256[2:4]}/{incoming.sha256}"
    _put(incoming, store_root() / path)
    StoredContent.objects.bulk_create(
        [
            StoredContent(
                sha256=incoming.sha256,
                sm3=incoming.sm3,
                size=incoming.size,
                media_type=media_type,
                path=path,
                created_at=clock.now(),
            )
        ],
        ignore_conflicts=True,
    )
    return StoredContent.objects.get(sha256=incoming.sha256)


def _put(incoming: Incoming, target: Path) -> None:
    if target.exists() and target.stat().st_size == incoming.size:
        return
    incoming.file.flush()
    os.fsync(incoming.file.fileno())
    for folder in (target.parent.parent, target.parent):
        if not folder.exists():
            folder.mkdir(parents=True, exist_ok=True)
            _sync_folder(folder.parent)
    incoming.place.replace(target)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
