"""Reading the signatures of PDF files, by pyHanko. This module takes a second to load: import it late.

The files come from anybody, so whatever they make the parser raise means that there is nothing to be read.
Certificates are not chased: whether one is ours is known from the register alone.
"""

import io

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from yichuang.core.digests import sm3_hex
from yichuang.seals.vendors.protocol import SignatureRead

_RANGE = 4
# The work grows with the square of the number of signatures; no paper has nearly as many.
_MOST = 20
_UNREADABLE = SignatureRead("", "", "", None, 0, is_intact=False, is_whole=False)


def read_signatures(pdf: bytes) -> tuple[SignatureRead, ...]:
    """The signatures in the order in which they were set; those that cannot be read count as changed.

    A file that has the mark of a signature but cannot be read counts as one such.
    """
    try:
        found = list(PdfFileReader(io.BytesIO(pdf)).embedded_signatures)
        if len(found) > _MOST:
            return (_UNREADABLE,)
        ends_whole = bool(found) and _covered(found[-1]) == len(pdf)
    except Exception:  # noqa: BLE001 - any file of anybody's
        return (_UNREADABLE,) if b"/ByteRange" in pdf else ()
    return tuple(_read(one, ends_whole=ends_whole) for one in found)


def _read(one: EmbeddedPdfSignature, *, ends_whole: bool) -> SignatureRead:
    try:
        certificate = one.signer_cert
        names = certificate.subject.native
        is_intact, is_added_to = _integrity(one)
        return SignatureRead(
            signer_name=str(names.get("common_name", "")),
            organisation_name=str(names.get("organization_name", "")),
            fingerprint=sm3_hex(certificate.dump()),
            signed_at=one.self_reported_timestamp,
            covered=_covered(one),
            is_intact=is_intact,
            is_whole=ends_whole and not is_added_to,
        )
    except Exception:  # noqa: BLE001 - any file of anybody's
        return _UNREADABLE


def _integrity(one: EmbeddedPdfSignature) -> tuple[bool, bool]:
    """Whether what was signed is unchanged, and whether anything but further seals was added later."""
    one.compute_integrity_info()  # type: ignore[no-untyped-call]  # pyHanko left it without types
    told = one.summarise_integrity_info()
    digest_fits, signature_fits = validate_sig_integrity(one.signer_info, one.signer_cert, "data", one.compute_digest())
    is_intact = digest_fits and signature_fits and told["coverage"] >= SignatureCoverageLevel.ENTIRE_REVISION
    level = getattr(told["diff_result"], "modification_level", ModificationLevel.OTHER)
    is_last = told["coverage"] == SignatureCoverageLevel.ENTIRE_FILE
    return is_intact, not is_last and level > ModificationLevel.FORM_FILLING


def _covered(one: EmbeddedPdfSignature) -> int:
    numbers = [int(number) for number in one.byte_range]
    return numbers[2] + numbers[3] if len(numbers) == _RANGE else 0
