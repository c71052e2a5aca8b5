"""Values that are encrypted at rest, and a keyed digest by which a sealed value can still be found exactly.

A sealed value is bytes: format version, algorithm, key number, nonce, ciphertext with tag. The algorithm stands beside each
value, so keys and algorithms can change while old values stay readable.

Law: PIPL 51; CRY 41; GB/T 32907 (SM4).
"""

import hashlib
import hmac
import json
import os
from functools import cache
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.db import models
from typing_extensions import override

if TYPE_CHECKING:
    _TextField = models.Field[str, str]
    _AnyField = models.Field[Any, Any]
else:  # Django's fields are generic for the type checker only
    _TextField = _AnyField = models.Field

_SM4_GCM = 1
_HEADER = bytes((1, _SM4_GCM))
_NONCE = 12
_TAG = 16


class SealBrokenError(Exception):
    """A sealed value was altered, or its key is not among the keys of this installation."""


@cache
def _key(number: int, purpose: bytes) -> bytes:
    keys: dict[int, bytes] = settings.FIELD_KEYS
    if number not in keys:
        message = f"key {number} is not configured"
        raise SealBrokenError(message)
    return hmac.digest(keys[number], b"yichuang/" + purpose, hashlib.sha256)


def seal(plain: bytes) -> bytes:
    """The value encrypted under the current key; equal values give different bytes."""
    number: int = settings.FIELD_KEY_NUMBER
    nonce = os.urandom(_NONCE)
    encryptor = Cipher(algorithms.SM4(_key(number, b"sm4")[:16]), modes.GCM(nonce)).encryptor()
    header = _HEADER + bytes((number,))
    encryptor.authenticate_additional_data(header)
    return header + nonce + encryptor.update(plain) + encryptor.finalize() + encryptor.tag


def unseal(sealed: bytes) -> bytes:
    """The value as it was sealed.

    Raises:
        SealBrokenError: it was altered, or its key is missing.
    """
    header, nonce = sealed[:3], sealed[3 : 3 + _NONCE]
    body, tag = sealed[3 + _NONCE : -_TAG], sealed[-_TAG:]
    if header[:2] != _HEADER:
        message = "unknown form of sealed value"
        raise SealBrokenError(message)
    decryptor = Cipher(algorithms.SM4(_key(header[2], b"sm4")[:16]), modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(header)
    try:
        return decryptor.update(body) + decryptor.finalize()
    except InvalidTag as error:
        message = "the value does not fit its tag"
        raise SealBrokenError(message) from error


def blind_index(value: str) -> str:
    """A keyed digest of the value (32 characters) for exact search; empty stays empty.

    The key of number 1 is used for ever, so that what was indexed stays findable when the sealing key changes.
    """
    if not value:
        return ""
    return hmac.digest(_key(1, b"index"), value.encode(), hashlib.sha256)[:16].hex()


class SealedTextField(_TextField):
    """Text that the database holds encrypted. It cannot be filtered or sorted; see `blind_index`."""

    @override
    def get_internal_type(self) -> str:
        return "BinaryField"

    @override
    def get_prep_value(self, value: str | None) -> bytes | None:
        return None if value is None else seal(value.encode())

    def from_db_value(self, value: bytes | memoryview | None, _expression: object, _connection: object) -> str | None:
        """The text that was sealed."""
        return None if value is None else unseal(bytes(value)).decode()


class SealedJSONField(_AnyField):
    """A JSON value that the database holds encrypted."""

    @override
    def get_internal_type(self) -> str:
        return "BinaryField"

    @override
    def get_prep_value(self, value: object) -> bytes | None:
        return None if value is None else seal(json.dumps(value, ensure_ascii=False).encode())

    def from_db_value(self, value: bytes | memoryview | None, _expression: object, _connection: object) -> object:
        """The value that was sealed."""
        return None if value is None else json.loads(unseal(bytes(value)))
