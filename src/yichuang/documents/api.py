"""Files of other systems: taken in whole or not at all."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import File, Router, Schema, Status, UploadedFile

from yichuang.core.rights import Right
from yichuang.documents.errors import FileIncompleteError, FileTooLargeError
from yichuang.documents.services import store_upload
from yichuang.documents.services.uploads import upload_limits
from yichuang.identity.access import actor_for_request

router = Router(tags=["uploads"])
_MEGABYTE = 1024 * 1024
# What a request may have besides the file: the boundaries and headers of its parts.
_AROUND = 64 * 1024


class UploadOut(Schema):
    """A file as it was stored. An application names its `id`."""

    id: int
    name: str
    media_type: str
    size: int
    sha256: str


def _whole_or_not_at_all(run: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A request that says itself that it is too large is refused before it is read, and one that broke off is told so."""

    @wraps(run)
    def checked(request: HttpRequest, *args: object, **values: object) -> HttpResponseBase:
        limit = upload_limits().max_bytes
        if int(request.META.get("CONTENT_LENGTH") or 0) > limit + _AROUND:
            raise FileTooLargeError(limit_mb=limit // _MEGABYTE)
        response = run(request, *args, **values)
        if response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
            _require_whole(request, "file")  # what broke off looks like a request without its file
        return response

    return checked


router.add_decorator(_whole_or_not_at_all, mode="view")


@router.post("", response={201: UploadOut})
def upload(request: HttpRequest, file: Annotated[UploadedFile, File()]) -> Status[UploadOut]:
    """Hand in a file: PDF, JPG, PNG, DOCX, XLSX or OFD, of at most 20 MB unless the installation says otherwise.

    Compare `sha256` with your own.
    """
    actor = actor_for_request(request)
    actor.require(Right.FILE_FOR_OTHERS)
    _require_whole(request, file.name or "")
    content: Any = file.file
    view = store_upload(actor=actor, name=file.name or "", stream=content, declared_size=file.size)
    kept = UploadOut(id=view.id, name=view.name, media_type=view.media_type, size=view.size, sha256=view.digest)
    return Status(201, kept)


def _require_whole(request: HttpRequest, name: str) -> None:
    """Nothing, when as many bytes came as the request announced: a connection that breaks ends the body silently.

    Raises:
        FileIncompleteError: fewer came.
    """
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    read = getattr(getattr(request, "_stream", None), "_pos", announced)
    if read < announced:
        raise FileIncompleteError(name=name, declared=announced, received=read)
