"""The API for programs: who is let in, what each refusal is, and that each act answers with its ledger row."""

import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.support import cases, identity
from tests.support import organisations as bodies
from tests.support.acts import last_row, traces
from tests.support.staffdesk import BACKEND
from tools import openapi
from yichuang.cases.models import Case, LedgerRow
from yichuang.cases.rules import State
from yichuang.core.actor import Actor
from yichuang.core.rights import Role
from yichuang.identity.models import Account

pytestmark = pytest.mark.django_db
BASE = "/api/v1/cases"


class Program:
    """A program that works for somebody: JSON in and out, with the CSRF token of its session."""

    def __init__(self, actor: Actor | None, language: str = "en") -> None:
        self.client = Client(enforce_csrf_checks=True, headers={"accept-language": language})
        if actor and actor.account_id:
            self.client.force_login(Account.objects.get(pk=actor.account_id), backend=BACKEND)
        self.token = "t" * 32
        self.client.cookies["csrftoken"] = self.token

    def post(self, path: str, body: Any, *, with_token: bool = True) -> tuple[int, Any]:
        headers = {"X-CSRFToken": self.token} if with_token else {}
        data = body if isinstance(body, str) else json.dumps(body)
        response = self.client.post(BASE + path, data, content_type="application/json", headers=headers)
        if response.status_code >= 400:
            assert response["Content-Type"] == "application/problem+json"
        return response.status_code, json.loads(response.content)


def application(desk: cases.Desk, **changes: Any) -> dict[str, Any]:
    """A complete application at the window as a program sends it."""
    person = cases.party_of(desk.applicant)
    return {
        "key": str(uuid.uuid4()),
        "version_id": desk.version.id,
        "channel": "window",
        "party": {
            "kind": "person",
            "name": person.name,
            "identity_type": "resident_card",
            "identity_no": person.identity_no,
            "phone": person.phone,
        },
        "form": {"name": "张示例", "identity_no": identity.identity_no(7)},
        "materials": {"M1": [], "M2": []},
        **changes,
    }


def test_a_whole_life_act_by_act() -> None:
    desk = cases.make_desk()
    clerk, reviewer, official = Program(desk.clerk), Program(desk.reviewer), Program(desk.official)

    status, filed = clerk.post("", application(desk))
    case_no = filed["case_no"]
    answers = [
        clerk.post(f"/{case_no}/receive", {}),
        clerk.post(f"/{case_no}/request-correction", {"missing": [{"item": "平面图", "problem": "未标明面积"}]}),
        clerk.post(f"/{case_no}/correct", {"form": {"name": "张改正"}}),
        clerk.post(f"/{case_no}/accept", {"key": "a"}),
        reviewer.post(f"/{case_no}/review", {"opinion": "grant", "text": "符合条件"}),
        official.post(f"/{case_no}/decide", {"decision": "grant", "conditions": ["每年报告"]}),
        clerk.post(f"/{case_no}/issue", {}),
        clerk.post(f"/{case_no}/deliver", {"method": "window"}),
        Program(desk.records).post(f"/{case_no}/archive", {}),
    ]

    assert status == 201
    assert [code for code, _answer in answers] == [200] * 9
    rows = LedgerRow.objects.filter(case_no=case_no).order_by("seq")
    assert [(row.seq, row.act, row.digest) for row in rows] == [
        (one["seq"], one["act"], one["digest"]) for one in (filed, *(answer for _code, answer in answers))
    ]
    listed = json.loads(clerk.client.get(f"{BASE}/{case_no}/ledger").content)
    assert [row["digest"] for row in listed] == [row.digest for row in rows]
    assert listed[0]["before"] is None


def test_denial_and_refusal_by_program() -> None:
    desk = cases.make_desk()
    denied, refused = cases.make_case(desk, State.IN_REVIEW), cases.make_case(desk)

    answers = [
        Program(desk.official).post(f"/{denied}/decide", {"decision": "deny", "reasons": ["场所不符"]}),
        Program(desk.clerk).post(f"/{refused}/refuse", {"reason": "不属于职权", "proper_body": "示例区水利局"}),
    ]

    assert [(code, one["state"]) for code, one in answers] == [(200, "denied"), (200, "refused")]


def test_the_answer_of_an_act_is_its_ledger_row() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)

    _status, answer = Program(desk.clerk).post(f"/{case_no}/receive", {"key": "k"})

    row = last_row(case_no)
    assert answer == {
        "case_no": case_no,
        "seq": 2,
        "act": "receive",
        "state": "received",
        "at": answer["at"],
        "digest": row.digest,
        "papers": [row.details["papers"][0]["id"]],
        "is_repeat": False,
    }


def test_a_repeated_request_is_answered_200_with_the_first_answer() -> None:
    desk = cases.make_desk()
    body, clerk = application(desk), Program(desk.clerk)

    first, second = clerk.post("", body), clerk.post("", body)

    assert (first[0], second[0]) == (201, 200)
    assert second[1] == {**first[1], "is_repeat": True}
    assert Case.objects.count() == 1


def refusal(actor: Actor | None, path: str, body: Any, *, with_token: bool = True) -> tuple[int, str]:
    """Status and code of a refusal that left nothing behind."""
    before = traces()
    status, answer = Program(actor).post(path, body, with_token=with_token)
    assert traces() == before
    assert answer["status"] == status
    return status, answer["code"]


def test_nobody_signed_in_gets_401() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)

    assert refusal(None, f"/{case_no}/receive", {}) == (401, "core.sign_in_required")
    assert Client().get(f"{BASE}/{case_no}/ledger").status_code == 401


def test_a_request_without_the_token_gets_403() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)

    assert refusal(desk.clerk, f"/{case_no}/receive", {}, with_token=False) == (403, "core.form_token")


def test_a_stranger_gets_404() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)
    stranger = identity.staff_actor(Role.WINDOW_CLERK, organisation_id=bodies.make_organisation())

    assert refusal(stranger, f"/{case_no}/receive", {}) == (404, "cases.not_found")
    assert refusal(identity.applicant_actor("李示例"), f"/{case_no}/receive", {}) == (404, "cases.not_found")


def test_a_colleague_without_the_right_gets_403() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)

    assert refusal(desk.reviewer, f"/{case_no}/receive", {}) == (403, "core.right_missing")


def test_an_act_out_of_order_gets_409() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)

    assert refusal(desk.clerk, f"/{case_no}/accept", {}) == (409, "cases.act_not_allowed")


@pytest.mark.parametrize(
    ("body", "code", "fields"),
    [
        ({"form": {"identity_no": "1"}}, "cases.form_invalid", ["name", "identity_no"]),
        ({"channel": "telegram"}, "core.invalid", ["given.channel"]),
        ({"key": "no uuid"}, "core.invalid", ["given.key"]),
        ({"materials": {"M9": []}}, "cases.material_unknown", []),
    ],
)
def test_an_invalid_application_gets_422_with_each_field(body: dict[str, Any], code: str, fields: list[str]) -> None:
    desk = cases.make_desk()
    before = traces()

    status, answer = Program(desk.clerk).post("", application(desk, **body))

    assert (status, answer["code"]) == (422, code)
    assert [one["field"] for one in answer.get("problems", [])] == fields
    assert traces() == before


def test_a_file_that_does_not_exist_gets_404() -> None:
    desk = cases.make_desk()

    assert refusal(desk.clerk, "", application(desk, materials={"M1": [999_999], "M2": []})) == (
        404,
        "documents.upload_not_found",
    )


def test_an_unknown_version_gets_404() -> None:
    desk = cases.make_desk()

    assert refusal(desk.clerk, "", application(desk, version_id=999_999)) == (404, "catalogue.version_not_found")


def test_what_is_not_json_gets_400() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)

    assert refusal(desk.clerk, f"/{case_no}/receive", "{not json") == (400, "api.unreadable")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("refuse", {"reason": "不属于\x00职权"}),
        ("refuse", {"reason": "长" * 5001}),
        ("refuse", {"reason": "不属于职权", "proper_body": "局" * 301}),
        ("refuse", {"reason": "不属于职权", "key": "k\x00"}),
        ("request-correction", {"missing": [{"item": "图\x00", "problem": "缺"}]}),
        ("request-correction", {"missing": [{"item": "图" * 301, "problem": "缺"}]}),
        ("request-correction", {"missing": [{"item": "图", "problem": "缺" * 5001}]}),
    ],
)
def test_text_that_no_paper_can_hold_gets_422(path: str, body: dict[str, Any]) -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.RECEIVED)

    assert refusal(desk.clerk, f"/{case_no}/{path}", body) == (422, "core.invalid")


@pytest.mark.parametrize(
    ("state", "path", "body"),
    [
        (State.ACCEPTED, "review", {"opinion": "grant", "text": "符\x00合"}),
        (State.IN_REVIEW, "decide", {"decision": "deny", "reasons": ["\x00"]}),
        (State.IN_REVIEW, "decide", {"decision": "grant", "conditions": ["长" * 5001]}),
        (State.ISSUED, "deliver", {"method": "window", "receiver": "人\x00"}),
    ],
)
def test_later_acts_take_no_unprintable_text_either(state: State, path: str, body: dict[str, Any]) -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, state)
    actors = {"review": desk.reviewer, "decide": desk.official, "deliver": desk.clerk}

    assert refusal(actors[path], f"/{case_no}/{path}", body) == (422, "core.invalid")


@pytest.mark.parametrize(("language", "title"), [("en", "There is no case"), ("zh-hans", "没有编号为")])
def test_a_refusal_is_in_the_readers_language(language: str, title: str) -> None:
    desk = cases.make_desk()

    _status, answer = Program(desk.clerk, language).post("/202601010000018/receive", {})

    assert answer["title"].startswith(title)


def test_the_committed_description_is_the_api() -> None:
    committed = Path(openapi.TARGET).read_text(encoding="utf-8")

    assert committed == openapi.described(), "run: python tools/openapi.py write"
    assert set(json.loads(committed)["paths"]["/api/v1/cases/{case_no}/accept"]) == {"post"}
