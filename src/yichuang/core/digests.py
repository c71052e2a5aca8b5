"""Digests of rows and papers: SM3 over one canonical form.

Law: CRY 41 (commercial cryptography), GB/T 32905 (SM3).
"""

import json
from datetime import UTC, date, datetime

from cryptography.hazmat.primitives import hashes

SM3 = "sm3"


def sm3_hex(data: bytes) -> str:
    """The SM3 digest as 64 hexadecimal characters."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize().hex()


def canonical_json(value: object) -> bytes:
    """One byte form of a JSON value: sorted keys, no spaces, UTF-8, instants in UTC to the microsecond."""
    return _ENCODER.encode(value).encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    message = f"{type(value).__name__} has no canonical form"
    raise TypeError(message)


# Made once: `json.dumps` would make one for every row.
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)
