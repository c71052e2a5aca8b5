"""Sealing: the visible seal's signature in the file, the detached one beside it, and the row of the use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yichuang.core import clock
from yichuang.core.digests import sm3_hex
from yichuang.organisations.queries import get_organisation
from yichuang.organisations.services.recording import refused_by
from yichuang.seals.errors import SealedAlreadyError, SealMissingError
from yichuang.seals.models import Seal, SealKey, SealUse
from yichuang.seals.rules import Place, SealKind, SealState, Standing, check_text, check_usable, fitness, kinds_for
from yichuang.seals.vendors import KeyMaterial, SignWish, signer


@dataclass(frozen=True, slots=True)
class SealedPdf:
    """A sealed file: its bytes, the row of the use, its SM3 digest, the SM2 signature over it."""

    pdf: bytes
    use_id: int
    digest: str
    signature: str


@transaction.atomic
def seal_pdf(  # noqa: PLR0913 - all that the record of a use must say
    *,
    pdf: bytes,
    organisation_id: int,
    subject: str,
    paper_kind: str,
    paper_number: str,
    actor_name: str,
    title: str,
    authority: str,
    sealed_at: datetime,
    kind: SealKind | None = None,
    account_id: int | None = None,
    place: Place | None = None,
) -> SealedPdf:
    """The PDF carries the seal of the body and the use is recorded; the caller stores the bytes in the same transaction.

    `kind` None: the fittest that the body has for such a paper on that day. `place` is where the form drew the seal; without it the
    signature is in the file but nowhere on a page. Rights are checked by the caller, whose act the paper is. The seal
    cannot end before the transaction does.

    Law: ALL 32(2), 39; OSR 8, 9; ESL 13, 14.

    Raises:
        SealMissingError: the body never had a seal for it.
        SealEndedError, SealNotYetError, SealExpiredError: it has one, which may not be used on that day.
        SealedAlreadyError: the paper carries that seal.
        SealTextError: number, person or authority are not said.
        PdfUnfitError: the content cannot be sealed.
        SignerMissingError: the signing service of the seal is not set up.
    """
    on = clock.local(sealed_at).date()
    seal = _held(organisation_id, (kind,) if kind else kinds_for(paper_kind), on)
    check_usable(_standing(seal), on)
    use = SealUse(
        seal=seal,
        subject=subject,
        paper_kind=paper_kind,
        paper_number=check_text("paper_number", paper_number, 80),
        unsealed_digest=sm3_hex(pdf),
        account_id=account_id,
        actor_name=check_text("actor_name", actor_name, 200),
        title=title,
        authority=check_text("authority", authority),
        sealed_at=sealed_at,
        at=clock.now(),
    )
    key = SealKey.objects.get(seal=seal)
    material = KeyMaterial(key.certificate, seal.valid_until, key.sm2_public, key.secret)
    service = signer(key.signer)
    sealed = service.sign_pdf(pdf, material, SignWish(seal.name, paper_number, sealed_at, place))
    use.digest = sm3_hex(sealed)
    use.signature = service.sign_detached(sealed, material)
    with refused_by({"seals_use_once": SealedAlreadyError(number=paper_number)}):
        use.save(force_insert=True)
    return SealedPdf(sealed, use.pk, use.digest, use.signature)


# Sealings share the row, so that many go on at once; the end of the seal waits for them, and they for it.
_SHARED = """
    SELECT * FROM seals_seal WHERE organisation_id = %(body)s AND kind = ANY(%(kinds)s)
    ORDER BY id DESC FOR SHARE
"""


def _held(organisation_id: int, kinds: Sequence[SealKind], on: date) -> Seal:
    """The seal that is taken that day, and cannot end meanwhile: of several that ended, the last."""
    names = [kind.value for kind in kinds]
    found = list(Seal.objects.raw(_SHARED, {"body": organisation_id, "kinds": names}))
    if not found:
        raise SealMissingError(organisation=get_organisation(organisation_id).name)
    return min(found, key=lambda one: fitness(SealKind(one.kind), _standing(one), kinds, on))


def _standing(seal: Seal) -> Standing:
    return Standing(seal.name, SealState(seal.state), seal.in_use_from, seal.valid_until, seal.ended_on)
