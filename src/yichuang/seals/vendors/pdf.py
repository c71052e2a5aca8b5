"""PAdES signatures into PDF files, by pyHanko. This module takes a second to load: import it late."""

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor

from asn1crypto import keys  # type: ignore[import-untyped]  # asn1crypto has no types
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.stamp.static import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from yichuang.core import clock
from yichuang.seals.errors import PdfUnfitError
from yichuang.seals.vendors.protocol import SignWish

# Hexadecimal digits kept free for a signature of P-256 with two certificates (about 1.7 kB): none is made on trial.
_RESERVED = 2 * 4096


def sign(pdf: bytes, certificates: tuple[str, ...], key: str, wish: SignWish) -> bytes:
    """The PDF with one more signature behind its bytes, by the first certificate (PEM), whose key this is.

    The visible seal is drawn by the paper's form; the signature's field lies over it and draws nothing, so that a click
    on the seal opens the signature and every reader shows the seal.

    Raises:
        PdfUnfitError: it is no PDF, is damaged or encrypted, or has no such page.
    """
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        if writer.prev.encrypted:
            raise PdfUnfitError  # noqa: TRY301 - one refusal for all that is unfit
        number = 1 + len(writer.prev.embedded_signatures)
        signer = _pdf_signer(_signer(certificates, key), f"seal-{number}", wish)
        session = signer.init_signing_session(writer)
    except Exception as error:  # whatever a damaged file makes the reader raise
        raise PdfUnfitError from error
    session.system_time = clock.local(wish.signed_at).replace(microsecond=0)
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=_RESERVED)
    prepared, target = document.digest_tbs_document(output=io.BytesIO())
    # pyHanko signs in an event loop; one in a thread of its own does not disturb a loop of the caller's thread.
    with ThreadPoolExecutor(max_workers=1) as pool:
        signing = document.perform_signature(
            document_digest=prepared.document_digest,
            pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=session.system_time),
        )
        pool.submit(asyncio.run, signing).result()
    target.seek(0)
    return bytes(target.read())


def _signer(certificates: tuple[str, ...], key: str) -> SimpleSigner:
    chain = [
        asn1.Certificate.load(x509.load_pem_x509_certificate(pem.encode()).public_bytes(serialization.Encoding.DER))
        for pem in certificates
    ]
    private = serialization.load_pem_private_key(key.encode(), password=None).private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # left without types
    store.register_multiple(chain[1:])
    return SimpleSigner(
        signing_cert=chain[0], signing_key=keys.PrivateKeyInfo.load(private), cert_registry=store, embed_roots=True
    )


def _pdf_signer(signer: SimpleSigner, field: str, wish: SignWish) -> PdfSigner:
    place = wish.place
    return PdfSigner(
        PdfSignatureMetadata(
            field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=wish.reason
        ),
        signer,
        stamp_style=StaticStampStyle(border_width=0),
        new_field_spec=SigFieldSpec(
            field,
            on_page=place.page if place else -1,
            box=(place.left, place.bottom, place.right, place.top) if place else None,
            readable_field_name=wish.seal_name,
        ),
    )
