"""Signatures of the centre itself, for what no body seals: the daily proofs of the ledger."""

from dataclasses import dataclass

from yichuang.seals.vendors import detached_holds


@dataclass(frozen=True, slots=True)
class CentreSignature:
    """An SM2 signature with SM3 (r and s, 128 hexadecimal digits) and the key by which it is checked (128 too)."""

    signature: str
    public: str
    is_test: bool


def sign_for_centre(data: bytes) -> CentreSignature:
    """The centre's signature of exactly these bytes, by the built-in test authority, whose key is made with its root.

    Law: ESL 13
    """
    from yichuang.seals.vendors import authority, sm2  # noqa: PLC0415 - loads gmssl

    root = authority.root()
    return CentreSignature(sm2.sign(data, root.secret["sm2"], root.sm2_public), root.sm2_public, is_test=True)


def signature_holds(signature: str, data: bytes, public: str) -> bool:
    """Whether the SM2 signature is of exactly these bytes by that key."""
    return detached_holds(signature, data, public)
