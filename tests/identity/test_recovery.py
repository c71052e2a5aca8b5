"""A new password for somebody who forgot theirs."""

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import check_password
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.support import identity as make
from tests.support import organisations as bodies
from yichuang.core.actor import SYSTEM
from yichuang.core.clock import today
from yichuang.identity import errors, queries, services
from yichuang.identity.models import Account, AccountEvent, RecoveryCode, Throttle
from yichuang.identity.rules import EventKind, Language, NoticeWay
from yichuang.identity.services import Correction
from yichuang.outbox.models import Message

pytestmark = pytest.mark.django_db
NEW = "another-horse-43"
IP = "192.0.2.1"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(datetime(2026, 9, 25, 1, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def _phone(account_id: int) -> str:
    return queries.get_person(account_id).phone


def _code() -> str:
    """The code in the newest message."""
    found = re.search(r"[0-9]{6}", Message.objects.latest("pk").text)
    assert found is not None
    return found[0]


def _wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def _is_password(account_id: int, password: str) -> bool:
    return check_password(password, Account.objects.get(pk=account_id).password)


def test_a_code_to_the_phone_sets_a_new_password_once_and_ends_the_sessions() -> None:
    account_id = make.make_applicant()
    phone, before = _phone(account_id), queries.get_session(account_id, on=today()).auth_hash

    services.start_recovery(login=f" {phone} ", ip=IP)
    code = _code()
    services.finish_recovery(login=phone, code=f"{code[:3]} {code[3:]}", password=NEW, ip=IP)

    message = Message.objects.get()
    assert (message.kind, message.address, message.subject) == ("sms", phone, f"account:{account_id}")
    assert message.not_after == datetime(2026, 9, 25, 1, 10, tzinfo=UTC)
    assert _is_password(account_id, NEW)
    assert queries.get_session(account_id, on=today()).auth_hash != before
    kinds = [row.kind for row in queries.list_events(account_id=account_id).rows]
    assert kinds[:2] == [EventKind.PASSWORD_RECOVERED, EventKind.CODE_SENT]
    with pytest.raises(errors.RecoveryCodeError):
        services.finish_recovery(login=phone, code=code, password="a-third-horse-44", ip=IP)
    assert _is_password(account_id, NEW)


def test_only_a_digest_of_the_code_is_kept() -> None:
    services.start_recovery(login=_phone(make.make_applicant()), ip=IP)

    stored = str([list(model.objects.values()) for model in (RecoveryCode, AccountEvent, Throttle)])

    assert _code() not in stored
    assert len(RecoveryCode.objects.get().digest) == 32


def test_a_login_without_account_is_answered_as_one_with() -> None:
    services.start_recovery(login="10099999999", ip=IP)

    with pytest.raises(errors.RecoveryCodeError) as unknown:
        services.finish_recovery(login="10099999999", code="000000", password=NEW, ip=IP)
    phone = _phone(make.make_applicant())
    services.start_recovery(login=phone, ip=IP)
    with pytest.raises(errors.RecoveryCodeError) as known:
        services.finish_recovery(login=phone, code=_wrong(_code()), password=NEW, ip=IP)

    assert unknown.value.details == known.value.details
    assert Message.objects.count() == 1


def test_a_code_is_valid_for_ten_minutes(clock: Any) -> None:
    account_id = make.make_applicant()
    services.start_recovery(login=_phone(account_id), ip=IP)
    clock.shift(timedelta(minutes=10))

    with pytest.raises(errors.RecoveryCodeError):
        services.finish_recovery(login=_phone(account_id), code=_code(), password=NEW, ip=IP)

    assert _is_password(account_id, make.PASSWORD)


def test_a_code_is_tried_five_times() -> None:
    account_id = make.make_applicant()
    phone = _phone(account_id)
    services.start_recovery(login=phone, ip=IP)
    code = _code()

    for tried in [*[_wrong(code)] * 5, code]:
        with pytest.raises(errors.RecoveryCodeError):
            services.finish_recovery(login=phone, code=tried, password=NEW, ip=IP)

    assert _is_password(account_id, make.PASSWORD)
    assert AccountEvent.objects.filter(kind=EventKind.CODE_FAILED.value).count() == 5


def test_a_newer_code_replaces_the_older() -> None:
    phone = _phone(make.make_applicant())
    services.start_recovery(login=phone, ip=IP)
    older = RecoveryCode.objects.get()
    services.start_recovery(login=phone, ip=IP)

    older.refresh_from_db()

    assert older.closed_at is not None
    assert RecoveryCode.objects.filter(closed_at__isnull=True).count() == 1
    services.finish_recovery(login=phone, code=_code(), password=NEW, ip=IP)


def test_a_weak_password_leaves_the_code_open() -> None:
    account_id = make.make_applicant()
    phone = _phone(account_id)
    services.start_recovery(login=phone, ip=IP)

    with pytest.raises(errors.PasswordError):
        services.finish_recovery(login=phone, code=_code(), password="short", ip=IP)
    services.finish_recovery(login=phone, code=_code(), password=NEW, ip=IP)

    assert _is_password(account_id, NEW)


def test_codes_for_a_login_are_limited_whether_it_exists_or_not(clock: Any) -> None:
    phone = _phone(make.make_applicant())

    for login in (phone, "10099999999"):
        for _ in range(5):
            services.start_recovery(login=login, ip=IP)
        with pytest.raises(errors.TooOftenError) as caught:
            services.start_recovery(login=login, ip="192.0.2.2")
        assert caught.value.details == {"time": "10:00", "seconds": 3600}
    clock.shift(timedelta(hours=1))
    services.start_recovery(login=phone, ip=IP)

    assert Message.objects.count() == 6


def test_codes_from_an_address_are_limited() -> None:
    for number in range(30):
        services.start_recovery(login=f"nobody{number}", ip=IP)

    with pytest.raises(errors.TooOftenError):
        services.start_recovery(login="somebody", ip=IP)
    services.start_recovery(login="somebody", ip="192.0.2.2")


def test_a_code_goes_where_the_owner_wants_in_their_language() -> None:
    account_id = make.make_applicant()
    actor = queries.actor_of(account_id, on=today())
    wanted = Correction(email="zhang@example.org", language=Language.ENGLISH, notice=NoticeWay.EMAIL)
    services.correct_own_data(actor=actor, correction=wanted, present=make.PASSWORD)

    services.start_recovery(login=_phone(account_id), ip=IP)

    message = Message.objects.get()
    assert (message.kind, message.address) == ("email", "zhang@example.org")
    assert "your code to set a new password is" in message.text


def test_no_code_goes_to_staff_or_to_an_account_switched_off() -> None:
    make.make_staff_account(bodies.make_staff(bodies.make_organisation()), login="clerk.one")
    off = make.make_applicant(login="zhang.shili")
    services.set_active(actor=SYSTEM, account_id=off, is_active=False)

    for login in ("clerk.one", "zhang.shili"):
        services.start_recovery(login=login, ip=IP)

    assert Message.objects.count() == 0
    assert RecoveryCode.objects.count() == 0


def test_a_new_phone_makes_codes_sent_before_worthless() -> None:
    account_id = make.make_applicant(login="zhang.shili")
    services.start_recovery(login="zhang.shili", ip=IP)
    code = _code()

    actor = queries.actor_of(account_id, on=today())
    services.correct_own_data(actor=actor, correction=Correction(phone=make.phone(900)), present=make.PASSWORD)

    with pytest.raises(errors.RecoveryCodeError):
        services.finish_recovery(login="zhang.shili", code=code, password=NEW, ip=IP)


def test_somebody_locked_out_sets_a_new_password_through_the_pages(client: Client) -> None:
    account_id = make.make_applicant()
    phone = _phone(account_id)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    sign_in = reverse("identity:sign_in")
    locked = [client.post(sign_in, {"login": phone, "password": "wrong-horse-42"}) for _ in range(5)][-1]
    assert (locked.status_code, reverse("identity:recover") in locked.content.decode()) == (429, True)

    sent = client.post(reverse("identity:recover"), {"login": phone})
    assert "a code is on its way" in sent.content.decode()
    wrong = client.post(reverse("identity:recover_code"), _given(phone, _wrong(_code())))
    assert (wrong.status_code, "ask for a new code" in wrong.content.decode()) == (422, True)
    done = client.post(reverse("identity:recover_code"), _given(phone, _code()))

    assert done["Location"] == sign_in
    assert client.post(sign_in, {"login": phone, "password": NEW}).status_code == 302
    assert client.session["_auth_user_id"] == str(account_id)


def _given(phone: str, code: str) -> dict[str, str]:
    return {"login": phone, "code": code, "password": NEW, "password_again": NEW}


def test_the_page_answers_alike_for_known_and_unknown_logins_and_keeps_no_login(client: Client) -> None:
    phone = _phone(make.make_applicant())

    pages = [client.post(reverse("identity:recover"), {"login": login}) for login in (phone, "10099999999")]

    known, unknown = (re.sub(r'value="[^"]*"|Token": "[^"]*"', "", page.content.decode()) for page in pages)
    assert known == unknown
    assert dict(client.session) == {}


def test_too_many_codes_are_answered_with_429_and_when_to_try_again(client: Client) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    for _ in range(5):
        client.post(reverse("identity:recover"), {"login": "10099999999"})
    page = client.post(reverse("identity:recover"), {"login": "10099999999"})

    assert (page.status_code, page["Retry-After"]) == (429, "3600")
    assert "try again after 10:00" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_a_code_at_once_one_is_refused() -> None:
    account_id = make.make_applicant()
    phone = _phone(account_id)
    services.start_recovery(login=phone, ip=IP)
    code, barrier, outcomes = _code(), threading.Barrier(2), list[str]()

    def use(password: str) -> None:
        barrier.wait(timeout=5)
        try:
            services.finish_recovery(login=phone, code=code, password=password, ip=IP)
            outcomes.append(password)
        except errors.RecoveryCodeError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=use, args=(password,)) for password in (NEW, "a-third-horse-44")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)

    (password,) = [one for one in outcomes if one != "refused"]
    assert len(outcomes) == 2
    assert _is_password(account_id, password)
