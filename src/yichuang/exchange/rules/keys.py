"""Keys of clients: what they look like, and what is kept of them.

A key is `yck_<key id>_<secret>`. The id finds the row; of the secret, 256 random bits, only the SM3 digest is kept: what
is that random cannot be guessed from its digest, so the digest needs no salt and no slow function.
"""

import hmac
import re
import secrets
from dataclasses import dataclass

from yichuang.core.digests import sm3_hex

_KEY = re.compile(r"yck_([0-9a-f]{16})_([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class GivenKey:
    """A key as it came with a request, taken apart."""

    key_id: str
    secret: str


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A new key: `text` is given to the client once, `digest` is kept."""

    key_id: str
    digest: str
    text: str


def new_key() -> IssuedKey:
    """A key that nobody has."""
    key_id, secret = secrets.token_hex(8), secrets.token_hex(32)
    return IssuedKey(key_id=key_id, digest=_digest(key_id, secret), text=f"yck_{key_id}_{secret}")


def new_secret() -> str:
    """The secret by which a webhook's deliveries are signed."""
    return f"ycs_{secrets.token_hex(32)}"


def parse_key(header: str) -> GivenKey | None:
    """The key of a header `Bearer yck_…`; None when it has no such form."""
    scheme, _space, token = header.strip().partition(" ")
    found = _KEY.fullmatch(token.strip()) if scheme.lower() == "bearer" else None
    return GivenKey(found[1], found[2]) if found else None


def is_secret_of(given: GivenKey, digest: str) -> bool:
    """Whether the key is the one of that digest; takes equally long for any wrong one."""
    return hmac.compare_digest(_digest(given.key_id, given.secret), digest)


def _digest(key_id: str, secret: str) -> str:
    return sm3_hex(f"{key_id}.{secret}".encode())
