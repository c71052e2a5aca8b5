"""Addresses, masks and waits."""

from datetime import timedelta

import pytest

from yichuang.outbox import rules
from yichuang.outbox.errors import AddressError
from yichuang.outbox.rules import MessageKind


@pytest.mark.parametrize(
    ("kind", "address", "bare"),
    [
        (MessageKind.SMS, "138 0000-1234", "13800001234"),
        (MessageKind.SMS, "+447700900123", "+447700900123"),
        (MessageKind.EMAIL, " li.shili@example.gov.cn ", "li.shili@example.gov.cn"),
    ],
)
def test_an_address_is_taken_as_its_gateway_wants_it(kind: MessageKind, address: str, bare: str) -> None:
    assert rules.check_address(kind, address) == bare


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        (MessageKind.SMS, ""),
        (MessageKind.SMS, "1234"),
        (MessageKind.SMS, "13800001234;rm"),
        (MessageKind.SMS, "li@example.cn"),
        (MessageKind.EMAIL, "li"),
        (MessageKind.EMAIL, "li@example.cn\nBcc: x@example.cn"),
        (MessageKind.EMAIL, "li@example.cn, wang@example.cn"),
    ],
)
def test_what_no_gateway_takes_is_refused(kind: MessageKind, address: str) -> None:
    with pytest.raises(AddressError):
        rules.check_address(kind, address)


def test_addresses_are_masked() -> None:
    assert rules.masked(MessageKind.SMS, "13800001234") == "138****1234"
    assert rules.masked(MessageKind.EMAIL, "li.shili@example.cn") == "l***@example.cn"


def test_waits_grow_and_end() -> None:
    waits = [rules.wait_after(attempts) for attempts in range(1, 7)]

    assert waits[:2] == [timedelta(minutes=1), timedelta(minutes=5)]
    assert waits[4:] == [timedelta(hours=4), None]
