"""Checking a file: what its signatures say, and what the register says of them."""

from dataclasses import dataclass
from datetime import datetime

from yichuang.core import clock
from yichuang.core.digests import sm3_hex
from yichuang.seals.queries import (
    SealView,
    UseView,
    find_seal_by_fingerprint,
    use_by_digest,
    use_by_unsealed,
)
from yichuang.seals.rules import Facts, Finding, finding
from yichuang.seals.vendors import SignatureRead, detached_holds, read_signatures


@dataclass(frozen=True, slots=True)
class SignatureCheck:
    """One seal on a file. Names and time are what the signature claims; `seal` and `use` what the register knows of it.

    `finding` is the gravest thing to tell. `is_intact`: what was sealed is unchanged; `is_whole`: nothing but further
    seals was added behind it.
    """

    signer_name: str
    organisation_name: str
    signed_at: datetime | None
    is_intact: bool
    is_whole: bool
    is_test: bool
    seal: SealView | None
    use: UseView | None
    finding: Finding


@dataclass(frozen=True, slots=True)
class SealCheck:
    """The seals on a file in the order of sealing. `lost` is the sealing of a file that has lost its seal."""

    signatures: tuple[SignatureCheck, ...]
    lost: UseView | None = None

    @property
    def is_good(self) -> bool:
        """Whether the file carries a seal and nothing is wrong with any; a test seal is not wrong, but says it is one."""
        return bool(self.signatures) and all(one.finding in {Finding.GOOD, Finding.TEST} for one in self.signatures)


def check_pdf(pdf: bytes) -> SealCheck:
    """What there is to tell of the seals on a file of anybody's. Any byte changed since the sealing is told.

    Bytes that no signature covers (those of the signature itself) are covered by the digest in the register and by the
    SM2 signature beside it. Law: ESL 13(3)-(4); OSR 8.
    """
    signatures = tuple(_check(pdf, one) for one in read_signatures(pdf))
    return SealCheck(signatures, None if signatures else use_by_unsealed(sm3_hex(pdf)))


def _check(pdf: bytes, read: SignatureRead) -> SignatureCheck:
    seal = find_seal_by_fingerprint(read.fingerprint)
    covered = pdf[: read.covered]
    use = use_by_digest(seal.id, sm3_hex(covered)) if seal else None
    if seal and use and use.signature and not detached_holds(use.signature, covered, seal.sm2_public):
        use = None
    signed_on = clock.local(read.signed_at).date() if read.signed_at else None
    facts = Facts(
        is_intact=read.is_intact,
        is_whole=read.is_whole,
        is_known=seal is not None,
        is_recorded=use is not None,
        was_in_use=seal is not None and signed_on is not None and seal.was_in_use(signed_on),
        is_test=seal is not None and seal.is_test,
    )
    return SignatureCheck(
        signer_name=read.signer_name,
        organisation_name=read.organisation_name,
        signed_at=read.signed_at,
        is_intact=facts.is_intact and (facts.is_recorded or not facts.is_known),
        is_whole=facts.is_whole,
        is_test=facts.is_test,
        seal=seal,
        use=use,
        finding=finding(facts),
    )
