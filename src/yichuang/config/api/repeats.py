"""Requests of clients that create something can be repeated: the header Idempotency-Key makes them one."""

import hashlib
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from ninja import Status
from pydantic import BaseModel

from yichuang.core.digests import canonical_json, sm3_hex
from yichuang.exchange.services import answer_once
from yichuang.identity.access import actor_for_request

View = Callable[..., Any]


def once(view: View) -> View:
    """Of an operation with POST that a client asks for: the same key again gives the first answer."""

    @wraps(view)
    def run(request: HttpRequest, **values: Any) -> Any:
        actor = actor_for_request(request)
        if request.method != "POST" or actor.client is None:
            return view(request, **values)
        answer = answer_once(
            actor=actor,
            key=request.headers.get("Idempotency-Key", ""),
            request_digest=_digest(request, values),
            run=lambda: _plain_answer(view(request, **values)),
        )
        setattr(request, "is_repeat", answer.is_repeat)  # noqa: B010 - not a name of Django's
        return Status(answer.status, answer.body)

    return run


def _plain_answer(result: Any) -> tuple[int, Any]:
    """Status and JSON value of what an operation gave."""
    status, value = (result.status_code, result.value) if isinstance(result, Status) else (200, result)
    return status, value.model_dump(mode="json") if isinstance(value, BaseModel) else value


def _digest(request: HttpRequest, values: Mapping[str, Any]) -> str:
    plain = {name: _plain(value) for name, value in values.items()}
    return sm3_hex(canonical_json({"path": request.path, "values": plain}))


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, UploadedFile):
        return _file_digest(value)
    return str(value)


def _file_digest(file: "UploadedFile[bytes]") -> str:
    sha256 = hashlib.sha256(str(file.name).encode())
    for chunk in file.chunks():
        sha256.update(chunk)
    file.seek(0)
    return sha256.hexdigest()
