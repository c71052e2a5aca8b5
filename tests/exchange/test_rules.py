"""Keys, limits, events, signatures and addresses: the rules alone."""

import hashlib
import hmac
import json
from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_address
from uuid import UUID

import pytest

from yichuang.cases.rules import Act
from yichuang.core.rights import Right
from yichuang.exchange.errors import (
    AddressRefusedError,
    ClientInvalidError,
    EventDataError,
    KindsInvalidError,
    RepeatKeyMissingError,
)
from yichuang.exchange.rules import (
    EventKind,
    body_of,
    check_client,
    check_data,
    check_kinds,
    check_repeat_key,
    check_url,
    find_kind,
    is_allowed,
    is_secret_of,
    networks_of,
    new_key,
    parse_key,
    retry_after,
    signature,
    standing_of,
)

EVENT = UUID("11111111-2222-4333-8444-555555555555")
LOCAL = networks_of(["127.0.0.0/8"])


def test_a_new_key_is_known_by_its_digest() -> None:
    key, other = new_key(), new_key()

    given = parse_key(f"Bearer {key.text}")

    assert given is not None
    assert given.key_id == key.key_id
    assert is_secret_of(given, key.digest)
    assert not is_secret_of(given, other.digest)


def test_the_digest_tells_nothing_of_the_secret() -> None:
    key = new_key()

    assert key.text.split("_")[2] not in key.digest
    assert len(key.text.split("_")[2]) == 64


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer yck_1_2",
        "Basic yck",
        "yck_" + "0" * 16 + "_" + "0" * 64,
        "Bearer yck_" + "g" * 16 + "_" + "0" * 64,
    ],
)
def test_what_is_no_key_is_not_parsed(header: str) -> None:
    assert parse_key(header) is None


def test_the_scheme_is_read_in_any_case() -> None:
    assert parse_key(f"bearer {new_key().text}") is not None


def test_the_last_request_of_the_limit_is_taken_and_the_next_is_not() -> None:
    now = datetime(2026, 3, 5, 8, 0, 18, tzinfo=UTC)

    last, next_one = standing_of(counted=3, limit=3, now=now), standing_of(counted=4, limit=3, now=now)

    assert (last.remaining, last.is_exceeded, last.reset_s) == (0, False, 42)
    assert (next_one.remaining, next_one.is_exceeded) == (0, True)


def test_everything_wrong_with_a_client_is_named() -> None:
    with pytest.raises(ClientInvalidError) as refused:
        check_client(
            name=" ", rights=[Right.DECIDE], limit_per_minute=0, expires_on=date(2026, 1, 1), today=date(2026, 1, 2)
        )

    assert [one.field for one in refused.value.problems] == ["name", "rights", "limit_per_minute", "expires_on"]


@pytest.mark.parametrize("key", ["", "a b", "x" * 65, "键", "a\n"])
def test_an_idempotency_key_has_a_form(key: str) -> None:
    with pytest.raises(RepeatKeyMissingError):
        check_repeat_key(key)


def test_attempts_end_within_a_day() -> None:
    pauses = list[timedelta]()
    while (pause := retry_after(len(pauses) + 1)) is not None:
        pauses.append(pause)

    assert len(pauses) == 7
    assert pauses == sorted(pauses)
    assert timedelta(hours=20) < sum(pauses, timedelta()) < timedelta(days=1)


def test_every_act_on_a_case_but_those_of_the_office_is_told() -> None:
    untold = {act for act in Act if find_kind(f"case.{act.value}") is None}

    assert untold == {Act.HAND_OVER, Act.RECUSE}


def test_a_webhook_asks_for_kinds_that_exist() -> None:
    assert check_kinds(["case.grant", "case.submit", "case.grant"]) == (EventKind.SUBMIT, EventKind.GRANT)
    for wrong in ([], ["case.eat"], ["ping"]):
        with pytest.raises(KindsInvalidError):
            check_kinds(wrong)


@pytest.mark.parametrize("data", [{"party_name": "张示例"}, {"item_name": {"name": "张示例"}}])
def test_an_event_tells_nothing_of_persons(data: dict[str, object]) -> None:
    with pytest.raises(EventDataError):
        check_data(data)


def test_the_signature_is_that_of_the_documentation() -> None:
    at = datetime(2026, 3, 5, tzinfo=UTC)
    body = body_of(event_id=EVENT, kind=EventKind.GRANT, at=at, subject="202601010000018", data={"seq": 3})

    signed = signature(secret="ycs_1", event_id=str(EVENT), timestamp="1772668800", body=body)

    expected = hmac.new(b"ycs_1", str(EVENT).encode() + b".1772668800." + body, hashlib.sha256).hexdigest()
    assert signed == expected
    assert json.loads(body) == {
        "id": str(EVENT),
        "kind": "case.grant",
        "at": "2026-03-05T00:00:00.000000+00:00",
        "subject": "202601010000018",
        "data": {"seq": 3},
    }


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",  # noqa: S104
        "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert not is_allowed(ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111"])
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_allowed(ip_address(address))


def test_an_installation_may_allow_a_network_of_its_own() -> None:
    assert is_allowed(ip_address("10.20.1.1"), networks_of(["10.20.0.0/16"]))
    assert not is_allowed(ip_address("10.21.1.1"), networks_of(["10.20.0.0/16"]))
    assert is_allowed(ip_address("::ffff:10.20.1.1"), networks_of(["10.20.0.0/16"]))


@pytest.mark.parametrize(
    "url",
    [
        "http://partner.example/", "ftp://partner.example/", "https://", "https:///path", "//partner.example/",
        "https://user:pass@partner.example/", "https://partner.example/#part", "https://127.0.0.1/", "https://[::1]/",
        "https://10.0.0.1/", "https://169.254.169.254/latest", "https://partner.example:99999/", "https://部门.example/",
        "https://partner.example/a b", "https://partner.example/\r\nX: y", "https://[::ffff:10.0.0.1]/", "http://127.0.0.1/",
        "https://partner.example/" + "a" * 500,
    ],
)  # fmt: skip
def test_addresses_of_webhooks_that_are_refused(url: str) -> None:
    with pytest.raises(AddressRefusedError):
        check_url(url)


def test_addresses_of_webhooks_that_are_taken() -> None:
    assert check_url("https://partner.example:8443/hook?token=1") == "https://partner.example:8443/hook?token=1"
    assert check_url("http://127.0.0.1:8080/", LOCAL) == "http://127.0.0.1:8080/"
    with pytest.raises(AddressRefusedError):
        check_url("http://localhost:8080/", LOCAL)
