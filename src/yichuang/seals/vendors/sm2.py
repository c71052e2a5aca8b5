"""SM2 signatures with SM3. Law: GB/T 32918 (SM2), GB/T 32905 (SM3).

The arithmetic is gmssl's, but not its random numbers (they can be foretold), its SM3 (pure Python, 4 s per MB) nor its
reading of public keys (it strips every leading 0 and 4). It is not in constant time: for the test authority only.
"""

import secrets

from gmssl.sm2 import CryptSM2, default_ecc_table  # type: ignore[import-untyped]  # gmssl has no types

from yichuang.core.digests import sm3_hex

_ID = b"1234567812345678"
_HALF = 64
_WHOLE = 128
_ORDER = int(default_ecc_table["n"], 16)
_BASE = default_ecc_table["g"]
_CURVE = bytes.fromhex(default_ecc_table["a"] + default_ecc_table["b"] + _BASE)


def _crypt(private: str, public: str) -> CryptSM2:
    crypt = CryptSM2(private_key=private, public_key="")
    crypt.public_key = public
    return crypt


def _random() -> str:
    """A number from 1 to n - 2, which is fit as a private key and as the number of one signature."""
    return f"{secrets.randbelow(_ORDER - 2) + 1:064x}"


def new_pair() -> tuple[str, str]:
    """A private key (64 hexadecimal digits) and its public key (128, the point without its prefix 04)."""
    private = _random()
    public = _crypt(private, "")._kg(int(private, 16), _BASE)  # noqa: SLF001 - gmssl offers nothing else
    return private, str(public)


def _digest(data: bytes, public: str) -> bytes:
    about = sm3_hex((len(_ID) * 8).to_bytes(2, "big") + _ID + _CURVE + bytes.fromhex(public))
    return bytes.fromhex(sm3_hex(bytes.fromhex(about) + data))


def sign(data: bytes, private: str, public: str) -> str:
    """The signature: r and s, 128 hexadecimal digits, under the usual identifier 1234567812345678."""
    crypt, digest = _crypt(private, public), _digest(data, public)
    while (signature := crypt.sign(digest, _random())) is None:
        pass
    return str(signature)


def verify(signature: str, data: bytes, public: str) -> bool:
    """Whether the signature is of exactly these data by that key."""
    if len(signature) != _WHOLE or len(public) != _WHOLE:
        return False
    try:
        r, s = int(signature[:_HALF], 16), int(signature[_HALF:], 16)
    except ValueError:
        return False
    if not (0 < r < _ORDER and 0 < s < _ORDER):
        return False
    return bool(_crypt("", public).verify(signature, _digest(data, public)))
