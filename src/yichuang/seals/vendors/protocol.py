"""What a signing service does for us. The built-in test authority is one; a licensed service is reached by an adapter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from yichuang.seals.rules import Place


@dataclass(frozen=True, slots=True)
class KeyWish:
    """For which seal a key is wanted, and from which to which day its certificate is to hold."""

    organisation_name: str
    seal_name: str
    valid_from: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class KeyMaterial:
    """What a seal signs with: certificate (PEM), last day, public SM2 key (128 hexadecimal digits or empty).

    `secret` is for the signer alone: keys, or the name of the seal at the service. It is stored encrypted.
    """

    certificate: str
    valid_until: date
    sm2_public: str
    secret: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignWish:
    """What a signature says besides its certificate, and where it stands (None: nowhere to be seen)."""

    seal_name: str
    reason: str
    signed_at: datetime
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class SignatureRead:
    """One signature of a file. `covered` bytes from the start are what it was set on, itself included.

    `is_intact`: those bytes are unchanged, as far as the signature tells. `is_whole`: nothing follows but other seals.
    """

    signer_name: str
    organisation_name: str
    fingerprint: str
    signed_at: datetime | None
    covered: int
    is_intact: bool
    is_whole: bool


class Signer(Protocol):
    """A signing service."""

    is_test: bool

    def new_key(self, wish: KeyWish) -> KeyMaterial:
        """A key and certificate for a seal exist at the service."""
        ...

    def sign_pdf(self, pdf: bytes, key: KeyMaterial, wish: SignWish) -> bytes:
        """The PDF with a PAdES signature added: the bytes given, and more behind them.

        Raises:
            PdfUnfitError: the content cannot be signed.
        """
        ...

    def sign_detached(self, data: bytes, key: KeyMaterial) -> str:
        """An SM2 signature with SM3 over the data: r and s, 128 hexadecimal digits; empty when the service gives none."""
        ...
