"""What goes into a package, file by file, the manifest last."""

from collections.abc import Mapping, Sequence

from yichuang.archives.rules import (
    FORM,
    ITEM,
    JSON_TYPE,
    LEDGER,
    MATERIALS,
    METADATA,
    PAPER_SIGNATURES,
    PDF_TYPE,
    README,
    README_TEXT,
    Listed,
    Role,
    document,
    ledger_lines,
    manifest,
    material_path,
    paper_path,
)
from yichuang.archives.services.describing import Described, Kept, metadata
from yichuang.archives.services.signing import signed_papers
from yichuang.archives.services.writing import PackageWriter
from yichuang.cases.queries import CaseRecord
from yichuang.catalogue.queries import VersionView, get_version
from yichuang.documents.queries import UploadView, get_uploads, list_papers, open_upload
from yichuang.documents.services import paper_pdf
from yichuang.organisations.queries import get_organisation


def assemble(writer: PackageWriter, record: CaseRecord, kept: Kept) -> bytes:
    """Everything of the case stands in the package but manifest and signature; the manifest is given back.

    Raises:
        FileChangedError, ContentMissingError: a stored file is not what was handed in.
        SealMissingError and its like: a paper waits for its seal, see `documents.services.paper_pdf`.
    """
    version = get_version(record.version_id)
    uploads = get_uploads([one.upload_id for one in record.materials if one.upload_id])
    writer.add(README, Role.README, README_TEXT.encode(), "text/plain")
    writer.add(ITEM, Role.ITEM, document(_item(version)), JSON_TYPE)
    writer.add(FORM, Role.FORM, document(_form(record)), JSON_TYPE)
    writer.add(MATERIALS, Role.MATERIALS, document(_materials(record, uploads)), JSON_TYPE)
    _add_materials(writer, record, uploads)
    papers = _add_papers(writer, record)
    writer.add(LEDGER, Role.LEDGER, ledger_lines(record.ledger), "application/jsonl")
    if signatures := signed_papers(record.case_no, papers):
        writer.add(PAPER_SIGNATURES, Role.PAPER_SIGNATURES, document(signatures), JSON_TYPE)
    about = Described(
        record,
        version,
        get_organisation(record.organisation_id),
        tuple(writer.files),
        kept,
    )
    writer.add(METADATA, Role.METADATA, document(metadata(about)), JSON_TYPE)
    told = manifest(
        case_no=record.case_no,
        rows=record.seq,
        digest=record.digest,
        files=writer.files,
    )
    return document(told)


def _item(version: VersionView) -> Mapping[str, object]:
    return {
        "item_code": version.item_code,
        "number": version.number,
        "published_at": version.published_at,
        "content": version.content.model_dump(mode="json"),
    }


def _form(record: CaseRecord) -> Mapping[str, object]:
    """The questions with their answers as people read them, and the answers as stored, of which the ledger has a digest."""
    questions = [
        {"group": one.group, "field": one.field, "element": one.element, "question": one.label, "answer": one.text}
        for one in record.answers
    ]
    return {"questions": questions, "stored": record.form}


def _materials(record: CaseRecord, uploads: Mapping[int, UploadView]) -> list[Mapping[str, object]]:
    return [
        {
            "seq": one.seq,
            "code": one.code,
            "name": one.name,
            "copies": one.copies,
            **(_file(uploads[one.upload_id]) if one.upload_id else {"form": "paper"}),
        }
        for one in record.materials
    ]


def _file(upload: UploadView) -> Mapping[str, object]:
    return {
        "form": "electronic",
        "path": material_path(upload.digest, upload.media_type),
        "sha256": upload.digest,
        "original_name": upload.name,
        "handed_in_at": upload.created_at,
    }


def _add_materials(writer: PackageWriter, record: CaseRecord, uploads: Mapping[int, UploadView]) -> None:
    """Each content once, under all the names by which it was handed in."""
    handed_in: dict[str, list[tuple[str, UploadView]]] = {}
    for one in record.materials:
        if one.upload_id:
            upload = uploads[one.upload_id]
            handed_in.setdefault(upload.digest, []).append((one.name, upload))
    for sha256, found in handed_in.items():
        first = found[0][1]
        with open_upload(first.id).stream as stream:
            writer.copy(
                material_path(sha256, first.media_type),
                Role.MATERIAL,
                stream,
                first.media_type,
                title="、".join(dict.fromkeys(name for name, _upload in found)),
                sha256=sha256,
                original_names=tuple(dict.fromkeys(upload.name for _name, upload in found)),
            )


def _add_papers(writer: PackageWriter, record: CaseRecord) -> Sequence[Listed]:
    return [
        writer.add(paper_path(ordinal, paper.kind.value), Role.PAPER, paper_pdf(paper.id), PDF_TYPE, title=paper.number)
        for ordinal, paper in enumerate(list_papers(record.case_no), start=1)
    ]
