"""Signatures of the centre: one key, kept; any other byte or key does not fit."""

import pytest

from yichuang.seals.models import BuiltInAuthority
from yichuang.seals.services import sign_for_centre, signature_holds

pytestmark = pytest.mark.django_db
TEXT = "2026年11月22日的账本".encode()


def test_the_centre_signs_with_one_key_that_it_keeps() -> None:
    first, second = sign_for_centre(TEXT), sign_for_centre(TEXT)

    assert first.public == second.public == BuiltInAuthority.objects.get().sm2_public
    assert first.is_test
    assert signature_holds(first.signature, TEXT, first.public)
    assert signature_holds(second.signature, TEXT, first.public)


def test_other_bytes_and_other_signatures_do_not_fit() -> None:
    made = sign_for_centre(TEXT)
    other = sign_for_centre(TEXT + b"\n")

    assert not signature_holds(made.signature, TEXT + b"\n", made.public)
    assert not signature_holds(other.signature, TEXT, made.public)
    assert not signature_holds(made.signature, TEXT, made.public[::-1])
