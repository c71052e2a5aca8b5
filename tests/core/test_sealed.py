"""Sealed values."""

import pytest

from yichuang.core import sealed


def test_a_sealed_value_comes_back_and_differs_each_time() -> None:
    first, second = sealed.seal("示例".encode()), sealed.seal("示例".encode())

    assert first != second
    assert sealed.unseal(first).decode() == "示例"


@pytest.mark.parametrize("position", [2, 5, 20, -1])
def test_an_altered_sealed_value_is_refused(position: int) -> None:
    broken = bytearray(sealed.seal(b"a longer plain text"))
    broken[position] ^= 1

    with pytest.raises(sealed.SealBrokenError):
        sealed.unseal(bytes(broken))


def test_a_blind_index_is_equal_for_equal_values_and_empty_for_nothing() -> None:
    assert sealed.blind_index("990101") == sealed.blind_index("990101")
    assert sealed.blind_index("990101") != sealed.blind_index("990102")
    assert sealed.blind_index("") == ""
