"""Packages for tests: of a desk's closed case, opened, damaged, and written again as a forger would."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.support import cases
from tests.support.cases import Desk
from tests.support.documents import pdf
from tools.check_package import Report, check
from yichuang.archives import services
from yichuang.archives.queries import PackageView
from yichuang.archives.rules import (
    MANIFEST,
    MANIFEST_SIGNATURE,
    Listed,
    Role,
    document,
    manifest,
    manifest_signature,
)
from yichuang.archives.services.writing import PackageWriter
from yichuang.cases.rules import FIRST_DIGEST, Act, Channel, State
from yichuang.cases.services import submit_application
from yichuang.core.actor import SYSTEM
from yichuang.core.digests import canonical_json, sm3_hex
from yichuang.documents.services import store_upload
from yichuang.seals.vendors import sm2


@dataclass(frozen=True)
class Packed:
    """A package and its bytes."""

    view: PackageView
    content: bytes

    @property
    def files(self) -> dict[str, bytes]:
        """The files by their paths, in order."""
        return unzipped(self.content)


def online_case(desk: Desk, *acts: Act) -> str:
    """A case with two files, handed in online; then these acts, or all to the archive."""
    plan = store_upload(actor=desk.applicant, name="平面图 一.pdf", stream=io.BytesIO(pdf("plan")))
    paper = store_upload(actor=desk.applicant, name="申请书.pdf", stream=io.BytesIO(pdf("paper")))
    given = cases.submission(desk, channel=Channel.ONLINE, materials={"M1": [paper.id], "M2": [plan.id]})
    case_no = submit_application(actor=desk.applicant, submission=given).case_no
    for act in acts or cases.ROAD[State.ARCHIVED]:
        cases.do(desk, act, case_no)
    return case_no


def packed(case_no: str) -> Packed:
    """The package of that case, made if need be."""
    view = services.make_package(actor=SYSTEM, case_no=case_no)
    with services.read_package(actor=SYSTEM, package_id=view.id, reason="检查").stream as stream:
        return Packed(view, stream.read())


def unzipped(content: bytes) -> dict[str, bytes]:
    """The files of a package by their paths, in order."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP file of these."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


def forged(files: Mapping[str, bytes], *, keep_signature: bool = False) -> bytes:
    """A package of these with a manifest that fits them, signed with a key of the forger's own unless told otherwise."""
    told = json.loads(files[MANIFEST])
    known = {one["path"]: one for one in told["files"]}
    target = io.BytesIO()
    with PackageWriter(target) as writer:
        for path, content in files.items():
            if path not in {MANIFEST, MANIFEST_SIGNATURE}:
                one = known.get(path, {"role": "paper_signatures", "title": "-", "media_type": "application/json"})
                writer.add(path, Role(one["role"]), content, one["media_type"], title=one["title"])
        rows = files["ledger/ledger.jsonl"].splitlines()
        made = manifest(
            case_no=told["case_no"], rows=len(rows), digest=json.loads(rows[-1])["digest"], files=_named(writer, known)
        )
        writer.put(MANIFEST, document(made))
        writer.put(MANIFEST_SIGNATURE, files[MANIFEST_SIGNATURE] if keep_signature else _signed(document(made)))
    return target.getvalue()


def _named(writer: PackageWriter, known: Mapping[str, Any]) -> list[Listed]:
    return [
        replace(one, original_names=tuple(known.get(one.path, {}).get("original_names", ()))) for one in writer.files
    ]


def _signed(content: bytes) -> bytes:
    private, public = sm2.new_pair()
    signature = sm2.sign(content, private, public)
    told = manifest_signature(signature=signature, public_key=public, signed_by="示例区政务服务中心", is_test=False)
    return document(told)


def rechained(lines: list[dict[str, Any]]) -> bytes:
    """The rows of a ledger with digests made anew, so that they prove each other whatever they say."""
    previous, out = FIRST_DIGEST, b""
    for line in lines:
        digest = sm3_hex(previous.encode() + canonical_json(line["entry"]))
        out += canonical_json({**line, "previous": previous, "digest": digest}) + b"\n"
        previous = digest
    return out


def report_on(content: bytes, key: str = "") -> Report:
    """The whole report of the stand-alone checker."""
    return check(io.BytesIO(content), key)


def found(content: bytes, key: str = "") -> set[tuple[str, str]]:
    """What the stand-alone checker finds wrong: code and place."""
    return {(line.code, line.where) for line in report_on(content, key).failed}


def edited(content: bytes, change: Callable[[Any], object]) -> bytes:
    """The JSON document with that change."""
    value = json.loads(content)
    change(value)
    return document(value)
