"""Where everything stands in a package, and the manifest that names it. docs/developers/package.md describes it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from yichuang.core.digests import canonical_json
from yichuang.documents.rules import MEDIA_TYPES

FORMAT = "yichuang-package"
VERSION = 1
MANIFEST = "manifest.json"
README = "README.txt"
METADATA = "metadata.json"
ITEM = "content/item.json"
FORM = "content/form.json"
MATERIALS = "content/materials.json"
LEDGER = "ledger/ledger.jsonl"
PAPER_SIGNATURES = "signatures/papers.json"
MANIFEST_SIGNATURE = "signatures/manifest.json"
ALGORITHM = "SM2-SM3"
JSON_TYPE = "application/json"
PDF_TYPE = "application/pdf"


class Role(StrEnum):
    """What a file in a package is."""

    README = "readme"
    METADATA = "metadata"
    ITEM = "item"
    FORM = "form"
    MATERIALS = "materials"
    MATERIAL = "material"
    PAPER = "paper"
    LEDGER = "ledger"
    PAPER_SIGNATURES = "paper_signatures"


TITLES: Mapping[Role, str] = MappingProxyType(
    {
        Role.README: "归档信息包说明",
        Role.METADATA: "元数据",
        Role.ITEM: "申请时适用的事项（办事指南）",
        Role.FORM: "申请表",
        Role.MATERIALS: "材料清单",
        Role.LEDGER: "办理过程记录",
        Role.PAPER_SIGNATURES: "文书的电子签名",
    }
)
"""Titles of the files of which there is one; materials and papers have their own."""

_EXTENSIONS = {media_type: one.value for one, media_type in MEDIA_TYPES.items()}


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as the manifest names it: `size` in bytes, digests in hexadecimal, the names under which it was handed in."""

    path: str
    role: Role
    title: str
    media_type: str
    size: int
    sm3: str
    sha256: str
    original_names: tuple[str, ...] = ()


def material_path(sha256: str, media_type: str) -> str:
    """Where a file that was handed in stands: named by its content, once however often it was handed in."""
    return f"materials/{sha256}.{_EXTENSIONS.get(media_type, 'bin')}"


def paper_path(ordinal: int, kind: str) -> str:
    """Where an issued paper stands, in the order of issue."""
    return f"papers/{ordinal:02d}-{kind}.pdf"


def package_name(case_no: str, seq: int) -> str:
    """The name under which a package is handed out."""
    return f"{case_no}-{seq}.zip"


def document(value: object) -> bytes:
    """A JSON document of a package: UTF-8, indented for people, the elements in the order given, instants in UTC."""
    return (json.dumps(_in_order(value), ensure_ascii=False, indent=2) + "\n").encode()


def _in_order(value: object) -> object:
    """The value as plain JSON without losing the order of its elements."""
    if isinstance(value, Mapping):
        return {str(name): _in_order(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_in_order(part) for part in value]
    return json.loads(canonical_json(value))


def manifest(*, case_no: str, rows: int, digest: str, files: Sequence[Listed]) -> dict[str, object]:
    """The manifest; it stands in a package beside its signature, and neither lists itself."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "case_no": case_no,
        "ledger": {"rows": rows, "digest": digest},
        "files": [_listed(one) for one in files],
        "signature": {"path": MANIFEST_SIGNATURE, "algorithm": ALGORITHM},
    }


def _listed(one: Listed) -> dict[str, object]:
    entry: dict[str, object] = {
        "path": one.path,
        "role": one.role.value,
        "title": one.title,
        "media_type": one.media_type,
        "size": one.size,
        "sm3": one.sm3,
        "sha256": one.sha256,
    }
    return {**entry, "original_names": list(one.original_names)} if one.original_names else entry


def manifest_signature(*, signature: str, public_key: str, signed_by: str, is_test: bool) -> dict[str, object]:
    """The document with the detached signature over the bytes of the manifest."""
    return {
        "over": MANIFEST,
        "algorithm": ALGORITHM,
        "public_key": public_key,
        "signature": signature,
        "signed_by": signed_by,
        "is_test": is_test,
    }
