"""SM2 with SM3: the published example, other programs, altered data."""

import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from yichuang.seals.vendors import sm2

# GB/T 32918.5-2017, annex A.2: key, message, random number and signature.
KEY = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"
PUBLIC = (
    "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
NUMBER = "59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21"
SIGNATURE = (
    "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
)
MESSAGE = b"message digest"


def test_the_published_example_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sm2, "_random", lambda: NUMBER)

    assert sm2.sign(MESSAGE, KEY, PUBLIC) == SIGNATURE


def test_the_published_example_holds_and_nothing_near_it() -> None:
    flipped = [SIGNATURE[:at] + ("1" if SIGNATURE[at] == "0" else "0") + SIGNATURE[at + 1 :] for at in (0, 63, 64, 127)]

    assert sm2.verify(SIGNATURE, MESSAGE, PUBLIC)
    assert not sm2.verify(SIGNATURE, MESSAGE + b".", PUBLIC)
    assert [sm2.verify(one, MESSAGE, PUBLIC) for one in flipped] == [False, False, False, False]


@pytest.mark.parametrize(
    "signature", ["", "0" * 128, "f" * 128, SIGNATURE[:-1], SIGNATURE + "0", "x" * 128, "0" * 64 + SIGNATURE[64:]]
)
def test_what_is_no_signature_does_not_hold(signature: str) -> None:
    assert not sm2.verify(signature, MESSAGE, PUBLIC)


@pytest.mark.parametrize("first", ["0", "4"])
def test_a_public_key_may_begin_with_any_digit(first: str) -> None:
    """Gmssl itself strips every leading 0 and 4 of a key."""
    private, public = next(pair for pair in iter(sm2.new_pair, None) if pair[1][0] == first)

    assert sm2.verify(sm2.sign(MESSAGE, private, public), MESSAGE, public)


def test_two_signatures_of_one_text_differ_and_both_hold() -> None:
    private, public = sm2.new_pair()

    first, second = sm2.sign(MESSAGE, private, public), sm2.sign(MESSAGE, private, public)

    assert first != second
    assert sm2.verify(first, MESSAGE, public)
    assert sm2.verify(second, MESSAGE, public)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_openssl_agrees(tmp_path: Path) -> None:
    private, public = sm2.new_pair()
    signature = sm2.sign(b"paper" * 1000, private, public)
    head = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004")
    (tmp_path / "key.der").write_bytes(head + bytes.fromhex(public))
    (tmp_path / "paper").write_bytes(b"paper" * 1000)
    r, s = int(signature[:64], 16), int(signature[64:], 16)
    (tmp_path / "signature").write_bytes(encode_dss_signature(r, s))
    options = "-verify -pubin -keyform DER -inkey key.der -rawin -digest sm3 -pkeyopt distid:1234567812345678"
    command = ["openssl", "pkeyutl", *options.split(), "-in", "paper", "-sigfile", "signature"]

    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 - a fixed program

    assert told.stdout == "Signature Verified Successfully\n"
