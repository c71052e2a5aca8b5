"""The description of the API (OpenAPI 3.1): what every operation shares is written here once."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import JSONRenderer
from typing_extensions import override

_PROBLEM = "application/problem+json"
_REFUSALS = {
    "400": ("Unreadable", "The request cannot be read, or did not arrive whole."),
    "401": ("NobodyKnown", "No key, or a key that is not valid. For signed-in persons: no session."),
    "403": ("RightMissing", "The right is missing. For signed-in persons also: the CSRF header is missing."),
    "404": ("NotFound", "It does not exist, or you may not know that it does."),
    "409": ("NotNow", "Not possible now, or an Idempotency-Key that was used for another request."),
    "413": ("TooLarge", "Larger than this installation takes; the title says how large it may be."),
    "415": ("Unsupported", "A file of a type that is not taken."),
    "422": ("Invalid", "Something is missing or wrong; `problems` names everything at once."),
    "429": ("OverLimit", "Over the limit of requests a minute; `Retry-After` says when to go on."),
}
_ALWAYS = ("401", "403", "404", "422")
_WITH_BODY = ("400", "409", "413")
_SCHEMAS: dict[str, Any] = {
    "FieldProblem": {
        "title": "FieldProblem",
        "description": "One value that is missing or wrong.",
        "type": "object",
        "required": ["field", "code", "message", "value"],
        "properties": {
            "field": {"type": "string", "description": "The name of the value."},
            "pointer": {
                "type": "string",
                "description": "Where it stands in the body sent: a JSON pointer (RFC 6901).",
            },
            "code": {"type": "string", "description": "Stable; programs go by this."},
            "message": {"type": "string", "description": "For people, in the language of Accept-Language."},
            "value": {"type": "string", "description": "The value as it was given."},
        },
    },
    "Problem": {
        "title": "Problem",
        "description": "Why the request was refused (RFC 9457).",
        "type": "object",
        "required": ["type", "title", "status", "code"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string", "description": "For people, in the language of Accept-Language."},
            "status": {"type": "integer"},
            "code": {"type": "string", "description": "Stable; programs go by this."},
            "problems": {"type": "array", "items": {"$ref": "#/components/schemas/FieldProblem"}},
        },
        "example": {
            "type": "urn:yichuang:problem:cases.form_invalid",
            "title": "Some answers are missing or not right. Nothing that you typed is lost.",
            "status": 422,
            "code": "cases.form_invalid",
            "problems": [
                {
                    "field": "party-phone",
                    "pointer": "/party/phone",
                    "code": "core.phone_shape",
                    "message": "This is not a telephone number.",
                    "value": "12",
                }
            ],
        },
    },
}
_HEADERS = {
    "RateLimit-Limit": "Requests allowed in a minute.",
    "RateLimit-Remaining": "Requests left in this minute.",
    "RateLimit-Reset": "Seconds until the next minute begins.",
    "Retry-After": "Seconds to wait.",
}
_COUNTED = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
_REPEAT_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"},
    "description": "Makes the request safe to repeat: the same key with the same request gives the first answer.",
    "example": "f3b1c1de-2026-0001",
}


class _Readable(JSONRenderer):
    """Chinese stays Chinese in answers: shorter, and people can read it."""

    json_dumps_params: Mapping[str, Any] = MappingProxyType({"ensure_ascii": False})


class DescribedApi(NinjaAPI):
    """An API whose description names refusals, limits and idempotency keys with each operation."""

    def __init__(self, **options: Any) -> None:
        """As the library's, with readable JSON."""
        super().__init__(renderer=_Readable(), **options)

    @override
    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    @override
    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        components = schema["components"]
        components["schemas"].update(_SCHEMAS)
        components["parameters"] = {"IdempotencyKey": _REPEAT_KEY}
        components["headers"] = {
            name: {"description": text, "schema": {"type": "integer"}} for name, text in _HEADERS.items()
        }
        components["responses"] = {name: _refusal(status, text) for status, (name, text) in _REFUSALS.items()}
        for operations in schema["paths"].values():
            for method, operation in operations.items():
                _complete(method, operation)
        return schema


def _complete(method: str, operation: dict[str, Any]) -> None:
    is_for_clients = any("ClientKey" in scheme for scheme in operation["security"])
    answers, refusals = operation["responses"], list(_ALWAYS)
    if is_for_clients:
        refusals.append("429")
        for answer in answers.values():
            answer["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in _COUNTED}
    if method == "post":
        refusals += _WITH_BODY
        if is_for_clients:
            operation.setdefault("parameters", []).append({"$ref": "#/components/parameters/IdempotencyKey"})
    if "multipart/form-data" in operation.get("requestBody", {}).get("content", {}):
        refusals.append("415")
    for status in sorted(refusals):
        answers[status] = {"$ref": f"#/components/responses/{_REFUSALS[status][0]}"}


def _refusal(status: str, text: str) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": text,
        "content": {_PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status == "429":
        answer["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in _HEADERS}
    return answer
