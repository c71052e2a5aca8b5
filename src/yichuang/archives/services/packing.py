"""Making a package."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction

from yichuang.archives.errors import CaseOpenError, LedgerBrokenError
from yichuang.archives.models import Package
from yichuang.archives.queries import PackageView, package_view
from yichuang.archives.rules import (
    MANIFEST,
    MANIFEST_SIGNATURE,
    document,
    first_broken,
    manifest_signature,
    retain_until,
    retention_for,
)
from yichuang.archives.services.assembling import assemble
from yichuang.archives.services.describing import Former, Kept
from yichuang.archives.services.writing import PackageWriter
from yichuang.cases.access import lock_case
from yichuang.cases.queries import CaseRecord, case_record
from yichuang.cases.rules import CLOSED_STATES, Act
from yichuang.catalogue.queries import get_version
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.rights import Right
from yichuang.documents.services.store import keep, receive, store_root
from yichuang.seals.services import sign_for_centre

_ZIP = "application/zip"


@transaction.atomic
def make_package(*, actor: Actor, case_no: str) -> PackageView:
    """The package of the closed case as it stands now exists; one that exists already is given back as it is.

    A case with acts after its package, such as the revocation of what it granted, gets a further one; the former stay.
    The case is held the while, a second or so: a closed case has nobody who waits. Papers that nobody has read yet are
    rendered and sealed for it.

    Law: OSR 12; ARC 37; ARI 19, 39.

    Raises:
        SignInRequiredError, CaseNoMistypedError, CaseNotFoundError: see `cases.access.get_case`.
        RightMissingError: the actor does not keep the archive of that body.
        CaseOpenError: the case is still open.
        LedgerBrokenError, FileChangedError, ContentMissingError: what would go into the package is not as it was.
        SealMissingError and its like: a paper waits for its seal, see `documents.services.paper_pdf`; so does the package.
        RetentionInvalidError: the setting `ARCHIVE_RETENTION` is wrong.
    """
    case, _issuer = lock_case(actor, case_no)
    actor.require(Right.ARCHIVE, case.organisation_id)
    record = case_record(case_no)
    if record.state not in CLOSED_STATES:
        raise CaseOpenError(case_no=case_no, state=record.state)
    former = tuple(Package.objects.filter(case_no=case_no).order_by("seq"))
    if former and former[-1].seq == record.seq:
        return package_view(former[-1], number=len(former))
    _check_ledger(record)
    with tempfile.NamedTemporaryFile(dir=store_root() / "incoming", suffix=".zip") as file:
        return package_view(_made(actor, case.pk, record, former, file), number=len(former) + 1)


def _check_ledger(record: CaseRecord) -> None:
    broken = first_broken(record.ledger)
    if broken is None and (not record.ledger or record.ledger[-1].digest != record.digest):
        broken = record.seq
    if broken is not None:
        raise LedgerBrokenError(case_no=record.case_no, seq=broken)


def _made(actor: Actor, case_id: int, record: CaseRecord, former: Sequence[Package], file: IO[bytes]) -> Package:
    kept = _kept(record, former)
    public_key = _write(record, kept, file)
    size = file.tell()
    with Path(file.name).open("rb") as stream, receive(stream, size) as incoming:
        content = keep(incoming, _ZIP)
    return Package.objects.create(
        case_id=case_id,
        case_no=record.case_no,
        seq=record.seq,
        organisation_id=record.organisation_id,
        content=content,
        digest=content.sm3,
        size=size,
        public_key=public_key,
        retention=kept.retention.value,
        retain_until=kept.retain_until,
        made_at=clock.now(),
        account_id=actor.account_id,
    )


def _kept(record: CaseRecord, former: Sequence[Package]) -> Kept:
    """The period begins with the last thing that was done, but for the archiving itself. Law: ARI 19."""
    approved: Mapping[str, str] = getattr(settings, "ARCHIVE_RETENTION", {})
    retention = retention_for(get_version(record.version_id).content.item_type, approved)
    last_at = max(row.entry.at for row in record.ledger if row.entry.act != Act.ARCHIVE)
    until = retain_until(clock.local(last_at).date(), retention)
    before = (Former(one.seq, record.ledger[one.seq - 1].digest, one.digest) for one in former)
    return Kept(retention, until, tuple(before))


def _write(record: CaseRecord, kept: Kept, file: IO[bytes]) -> str:
    """The whole package stands in the file, signed for the centre; the public key is given back."""
    with PackageWriter(file) as writer:
        told = assemble(writer, record, kept)
        made = sign_for_centre(told)
        signed = manifest_signature(
            signature=made.signature, public_key=made.public, signed_by=str(settings.CENTRE_NAME), is_test=made.is_test
        )
        writer.put(MANIFEST, told)
        writer.put(MANIFEST_SIGNATURE, document(signed))
    file.flush()
    return made.public
