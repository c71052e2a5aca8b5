"""Signing services and the reading of signatures. Everything heavy is loaded when it is first used."""

from collections.abc import Mapping
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.utils.module_loading import import_string

from yichuang.core.digests import sm3_hex
from yichuang.seals.errors import SignerMissingError
from yichuang.seals.rules import BUILT_IN
from yichuang.seals.vendors.protocol import KeyMaterial, KeyWish, SignatureRead, Signer, SignWish

__all__ = [
    "KeyMaterial",
    "KeyWish",
    "SignWish",
    "SignatureRead",
    "Signer",
    "detached_holds",
    "fingerprint",
    "read_signatures",
    "signer",
    "signer_names",
]

_OURS = {BUILT_IN: "yichuang.seals.vendors.builtin.BuiltInSigner"}


def signer(name: str) -> Signer:
    """The signing service of that name: the built-in one, or one of `settings.SEAL_SIGNERS`.

    Raises:
        SignerMissingError: none has the name.
    """
    path = _paths().get(name)
    if path is None:
        raise SignerMissingError(signer=name)
    return _made(path)


def signer_names() -> tuple[str, ...]:
    """The names of the signing services that are set up here, the built-in one last."""
    return tuple(_paths())


def _paths() -> Mapping[str, str]:
    # Nobody puts another service in the place of the one whose seals say that they are tests.
    return {**getattr(settings, "SEAL_SIGNERS", {}), **_OURS}


@cache
def _made(path: str) -> Signer:
    made: Signer = import_string(path)()
    return made


def fingerprint(certificate: str) -> str:
    """The SM3 digest of the certificate (PEM), 64 hexadecimal digits, by which a signature finds its seal."""
    return sm3_hex(x509.load_pem_x509_certificate(certificate.encode()).public_bytes(serialization.Encoding.DER))


def read_signatures(pdf: bytes) -> tuple[SignatureRead, ...]:
    """The signatures in the file, in the order in which they were set; none when it is no PDF that can be read."""
    from yichuang.seals.vendors import reading  # noqa: PLC0415 - loads pyHanko, a second, which few processes need

    return reading.read_signatures(pdf)


def detached_holds(signature: str, data: bytes, public: str) -> bool:
    """Whether the SM2 signature is of exactly these data by that key."""
    from yichuang.seals.vendors import sm2  # noqa: PLC0415 - loads gmssl

    return sm2.verify(signature, data, public)
