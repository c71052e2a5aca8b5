"""Reading what was handed in. Who may read it is for the caller to know; see `access`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from yichuang.documents.errors import ContentMissingError, UploadNotFoundError
from yichuang.documents.models import StoredContent, Upload


@dataclass(frozen=True, slots=True)
class UploadView:
    """One handing-in. `digest` is SHA-256, `digest_sm3` SM3, both in hexadecimal; `size` in bytes."""

    id: int
    name: str
    digest: str
    digest_sm3: str
    media_type: str
    size: int
    owner_id: int | None
    subject: str
    material_code: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OpenedUpload:
    """A stream to be closed by the reader, to be served as an attachment and never sniffed."""

    stream: BinaryIO
    name: str
    media_type: str
    size: int


def upload_view(upload: Upload) -> UploadView:
    """The view of a row whose content is at hand."""
    content = upload.content
    return UploadView(
        id=upload.pk,
        name=upload.name,
        digest=content.sha256,
        digest_sm3=content.sm3,
        media_type=content.media_type,
        size=content.size,
        owner_id=upload.owner_id,
        subject=upload.subject,
        material_code=upload.material_code,
        created_at=upload.created_at,
    )


def get_upload(upload_id: int) -> UploadView:
    """The upload of that id.

    Raises:
        UploadNotFoundError: there is none.
    """
    upload = Upload.objects.select_related("content").filter(pk=upload_id).first()
    if upload is None:
        raise UploadNotFoundError
    return upload_view(upload)


def get_uploads(upload_ids: Iterable[int]) -> dict[int, UploadView]:
    """The uploads of those ids, in one query; ids that do not exist are left out."""
    rows = Upload.objects.select_related("content").filter(pk__in=set(upload_ids))
    return {row.pk: upload_view(row) for row in rows}


def open_upload(upload_id: int) -> OpenedUpload:
    """The content of the upload, opened for reading.

    Raises:
        UploadNotFoundError: there is none.
        ContentMissingError: its file is not in the store.
    """
    upload = Upload.objects.select_related("content").filter(pk=upload_id).first()
    if upload is None:
        raise UploadNotFoundError
    content = upload.content
    return OpenedUpload(open_content(content), upload.name, content.media_type, content.size)


def open_content(content: StoredContent) -> BinaryIO:
    """The stored file, opened for reading.

    Raises:
        ContentMissingError: it is not in the store.
    """
    try:
        return content.file_path.open("rb")
    except FileNotFoundError as error:
        raise ContentMissingError(digest=content.sha256) from error
