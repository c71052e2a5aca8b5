"""Taking in files."""

from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from yichuang.core import clock
from yichuang.core.actor import Actor, ActorKind, SignInRequiredError
from yichuang.documents.errors import FileEmptyError, FileIncompleteError, FileTooLargeError
from yichuang.documents.models import Upload
from yichuang.documents.queries import UploadView, upload_view
from yichuang.documents.rules import MEDIA_TYPES, UploadLimits, clean_name, inspect
from yichuang.documents.services.store import Incoming, keep, receive

_MEGABYTE = 1024 * 1024


def store_upload(
    *,
    actor: Actor,
    name: str,
    stream: BinaryIO,
    declared_size: int | None = None,
    subject: str = "",
    material_code: str = "",
) -> UploadView:
    """The file is stored (once per content) and recorded as handed in by the actor under its cleaned name.

    It belongs to whom the actor acts for. What another system hands in belongs to no account and has that system as its
    subject. `declared_size` in bytes, as announced by the sender. The bytes are on disk before the row commits.

    Raises:
        SignInRequiredError: nobody is signed in.
        FileTooLargeError, FileEmptyError, FileIncompleteError: its size is not right.
        FileTypeError, ExecutableFileError, ExtensionError, MacroFileError, EncryptedFileError: its type is not taken.
        FileDamagedError, ArchiveBombError, ImageTooLargeError: it is unsound.
    """
    if actor.kind is ActorKind.ANONYMOUS:
        raise SignInRequiredError
    name, limits = clean_name(name), upload_limits()
    if declared_size is not None and declared_size > limits.max_bytes:
        raise FileTooLargeError(limit_mb=limits.max_bytes // _MEGABYTE)
    with receive(stream, limits.max_bytes) as incoming:
        _check_size(incoming, name, declared_size)
        media_type = MEDIA_TYPES[inspect(incoming.file, name, limits)]
        with transaction.atomic():
            upload = Upload.objects.create(
                content=keep(incoming, media_type),
                name=name,
                owner_id=actor.owner_id,
                subject=client_subject(actor.client.client_id) if actor.client else subject,
                material_code=material_code,
                created_at=clock.now(),
            )
    return upload_view(upload)


def client_subject(client_id: int) -> str:
    """The subject of what another system handed in."""
    return f"client:{client_id}"


def upload_limits() -> UploadLimits:
    """The limits of this installation."""
    usual = UploadLimits()
    return UploadLimits(
        max_bytes=getattr(settings, "UPLOAD_MAX_BYTES", usual.max_bytes),
        max_pixels=getattr(settings, "UPLOAD_MAX_PIXELS", usual.max_pixels),
    )


def _check_size(incoming: Incoming, name: str, declared_size: int | None) -> None:
    if incoming.size == 0:
        raise FileEmptyError(name=name)
    if declared_size is not None and declared_size != incoming.size:
        raise FileIncompleteError(name=name, declared=declared_size, received=incoming.size)
