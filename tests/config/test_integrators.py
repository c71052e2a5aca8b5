"""The API for other systems: who is let in to each operation, and what each refusal is."""

import hashlib
import json
import time
from typing import Any

import pytest
from django.test import Client

from tests.support import cases, exchange, identity
from tests.support.acts import at, traces
from tests.support.cases import Desk
from tests.support.documents import pdf
from tests.support.exchange import System, repeat_key
from tools import openapi
from yichuang.cases.models import Case, LedgerRow
from yichuang.cases.rules import Act, State
from yichuang.cases.services import accept_case
from yichuang.catalogue import services as catalogue
from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.core.rights import Right
from yichuang.documents.models import Upload
from yichuang.exchange import services
from yichuang.exchange.models import ClientHistory, Delivery, KeptAnswer, Webhook
from yichuang.identity.models import Account

pytestmark = pytest.mark.django_db
NO_RIGHT, FILER, VIEWER = (), (Right.FILE_FOR_OTHERS,), (Right.VIEW_CASES,)
OPERATIONS: list[tuple[str, str, tuple[Right, ...]]] = [
    ("get", "/items", NO_RIGHT),
    ("get", "/items/changes?since=2026-01-01T00:00:00Z", NO_RIGHT),
    ("get", "/items/{item_code}", NO_RIGHT),
    ("get", "/items/{item_code}/guide.pdf", NO_RIGHT),
    ("post", "/uploads", FILER),
    ("post", "/applications", FILER),
    ("get", "/applications", FILER),
    ("get", "/applications/changes", FILER),
    ("get", "/applications/{case_no}", FILER),
    ("post", "/applications/{case_no}/corrections", FILER),
    ("post", "/applications/{case_no}/supplies", FILER),
    ("post", "/applications/{case_no}/hearing-requests", FILER),
    ("post", "/applications/{case_no}/withdrawals", FILER),
    ("get", "/applications/{case_no}/papers", FILER),
    ("get", "/applications/{case_no}/papers/{paper_id}", FILER),
    ("get", "/webhooks", NO_RIGHT),
    ("post", "/webhooks", NO_RIGHT),
    ("post", "/webhooks/{webhook_id}/test", NO_RIGHT),
    ("post", "/webhooks/{webhook_id}/resume", NO_RIGHT),
    ("get", "/webhooks/deliveries", NO_RIGHT),
    ("get", "/webhooks/deliveries/{delivery_id}", NO_RIGHT),
    ("post", "/webhooks/deliveries/{delivery_id}/resend", NO_RIGHT),
    ("delete", "/webhooks/{webhook_id}", NO_RIGHT),
]

OFF_THE_ROAD = ("/supplies", "/hearing-requests", "/withdrawals")


def application(desk: Desk, system: System, **changes: Any) -> dict[str, Any]:
    """A complete application as another system sends it; its files are handed in first."""
    person = cases.party_of(desk.applicant)
    if "materials" not in changes:
        changes["materials"] = {code: [system.upload().json()["id"]] for code in ("M1", "M2")}
    return {
        "version_id": desk.version.id,
        "party": {
            "kind": "person",
            "name": person.name,
            "identity_type": "resident_card",
            "identity_no": person.identity_no,
            "phone": person.phone,
        },
        "form": {"name": "张示例", "identity_no": identity.identity_no(7)},
        **changes,
    }


class World:
    """A client with those rights, with a case to correct, papers, a webhook and a delivery."""

    def __init__(self, *rights: Right, has_open: bool = False) -> None:
        self.desk = cases.make_desk(has_seal=True)
        self.client = exchange.new_client(*FILER)
        self.system = System(self.client.key)
        filed = self.system.post("/applications", application(self.desk, self.system))
        self.case_no: str = filed.json()["case_no"]
        cases.do(self.desk, Act.RECEIVE, self.case_no)
        cases.do(self.desk, Act.REQUEST_CORRECTION, self.case_no)
        self.open_no = self.case_to_follow() if has_open else self.case_no
        self.upload_id: int = self.system.upload(pdf("新")).json()["id"]
        self.webhook_id: int = self.system.post(
            "/webhooks", {"url": "https://partner.example/", "kinds": ["case.grant"]}
        ).json()["id"]
        self.delivery_id: int = self.system.post(f"/webhooks/{self.webhook_id}/test").json()["id"]
        self.paper_id: int = self.system.get(f"/applications/{self.case_no}/papers").json()[0]["id"]
        self.give(rights)

    def case_to_follow(self) -> str:
        """A case under review in which a material is to follow and a hearing may be asked for."""
        given = {"M1": [self.system.upload().json()["id"]]}
        filed = self.system.post("/applications", application(self.desk, self.system, materials=given, later=["M2"]))
        case_no: str = filed.json()["case_no"]
        cases.do(self.desk, Act.RECEIVE, case_no)
        accept_case(actor=self.desk.clerk, case_no=case_no, deferred=["M2"])
        cases.do(self.desk, Act.REVIEW, case_no)
        cases.do(self.desk, Act.TELL_HEARING, case_no)
        return case_no

    def give(self, rights: tuple[Right, ...]) -> None:
        services.change_client(
            actor=SYSTEM,
            client_id=self.client.client_id,
            name="外部系统",
            rights=rights,
            limit_per_minute=120,
            expires_on=None,
        )

    def ask(self, method: str, path: str, system: System) -> Any:
        values = {
            "item_code": self.desk.version.item_code,
            "case_no": self.open_no if path.endswith(OFF_THE_ROAD) else self.case_no,
            "paper_id": self.paper_id,
            "webhook_id": self.webhook_id,
            "delivery_id": self.delivery_id,
        }
        filled = path.format(**values)
        if filled == "/uploads":
            return system.upload()
        if method == "post":
            return system.post(filled, self.body(path))
        return system.delete(filled) if method == "delete" else system.get(filled)

    def body(self, path: str) -> dict[str, Any]:
        if path == "/applications":
            return application(self.desk, self.system, materials={"M1": [self.upload_id], "M2": [self.upload_id]})
        if path.endswith("/corrections"):
            return {"materials": {"M2": [self.upload_id]}}
        if path.endswith("/supplies"):
            return {"materials": {"M2": [self.upload_id]}}
        return {"url": "https://partner.example/2", "kinds": ["case.deny"]} if path == "/webhooks" else {}


def left_behind() -> tuple[object, ...]:
    """All that a refused request could have changed."""
    tables = (Upload, Webhook, Delivery, KeptAnswer, ClientHistory)
    return (traces(), *(table.objects.count() for table in tables))


def problem(response: Any) -> tuple[int, str]:
    """Status and code of a refusal, which is problem+json."""
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == response.status_code
    return response.status_code, body["code"]


def test_the_list_of_operations_is_that_of_the_description() -> None:
    described = json.loads(openapi.described())["paths"]
    for_clients = {
        (method, path.removeprefix("/api/v1"))
        for path, operations in described.items()
        for method, operation in operations.items()
        if operation["security"] == [{"ClientKey": []}]
    }

    assert for_clients == {(method, path.partition("?")[0]) for method, path, _rights in OPERATIONS}


def test_every_operation_declares_its_authentication() -> None:
    described = json.loads(openapi.described())["paths"]

    declared = [operation["security"] for operations in described.values() for operation in operations.values()]

    assert all(one in ([{"ClientKey": []}], [{"SignedIn": []}]) for one in declared)
    assert len(declared) == len(OPERATIONS) + 15


def test_without_a_key_and_with_a_wrong_one_no_operation_does_anything() -> None:
    world = World(*FILER, has_open=True)
    nobody, liar = System(None), System(world.client.key[:-4] + "0000")
    before = left_behind()

    answers = [(world.ask(method, path, nobody), world.ask(method, path, liar)) for method, path, _rights in OPERATIONS]

    assert {problem(missing) for missing, _wrong in answers} == {(401, "exchange.key_missing")}
    assert {problem(wrong) for _missing, wrong in answers} == {(401, "exchange.key_refused")}
    assert {missing["WWW-Authenticate"] for missing, _wrong in answers} == {'Bearer realm="yichuang"'}
    assert {wrong["WWW-Authenticate"] for _missing, wrong in answers} == {
        'Bearer realm="yichuang", error="invalid_token"'
    }
    assert left_behind() == before


def test_a_key_without_the_right_is_told_so_by_every_operation_that_needs_one() -> None:
    world = World(has_open=True)
    before = left_behind()

    answers = {
        (method, path): problem(world.ask(method, path, world.system)) for method, path, rights in OPERATIONS if rights
    }

    assert {place: answer for place, answer in answers.items() if answer != (403, "exchange.right_missing")} == {}
    assert len(answers) == 11
    assert left_behind() == before


def test_the_holder_of_the_right_is_served_by_every_operation() -> None:
    world = World(*FILER, has_open=True)

    answers = {(method, path): world.ask(method, path, world.system) for method, path, _rights in OPERATIONS}

    refused = {place: answer.content for place, answer in answers.items() if answer.status_code >= 400}
    assert refused == {}
    assert {answer["RateLimit-Limit"] for answer in answers.values()} == {"120"}


def test_a_session_opens_no_operation_of_other_systems() -> None:
    desk = cases.make_desk()
    person = Client()
    person.force_login(identity_account(desk), backend="django.contrib.auth.backends.ModelBackend")

    assert problem(person.get("/api/v1/items")) == (401, "exchange.key_missing")


def identity_account(desk: Desk) -> Any:
    return Account.objects.get(pk=desk.clerk.account_id or 0)


def test_a_key_opens_no_operation_of_persons() -> None:
    world = World(*FILER, *VIEWER)

    response = world.system.post(f"/cases/{world.case_no}/accept")

    assert response.status_code == 403
    assert world.system.get(f"/cases/{world.case_no}/ledger").status_code == 401


def test_a_key_request_leaves_no_session() -> None:
    world = World(*FILER)

    response = world.system.get("/items")

    assert response.cookies.get("sessionid") is None


def test_over_the_limit_is_429_until_the_next_minute() -> None:
    client = exchange.new_client(limit_per_minute=2)
    system = System(client.key)

    with at("2026-03-05T08:00"):
        codes = [system.get("/items").status_code for _ in range(3)]
        refused = system.get("/webhooks")
    with at("2026-03-05T08:01"):
        anew = system.get("/items")

    assert codes == [200, 200, 429]
    assert problem(refused) == (429, "exchange.limit")
    assert {
        name: refused[name] for name in ("Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
    } == {
        "Retry-After": "60",
        "RateLimit-Limit": "2",
        "RateLimit-Remaining": "0",
        "RateLimit-Reset": "60",
    }
    assert (anew.status_code, anew["RateLimit-Remaining"]) == (200, "1")


def test_an_expired_and_a_revoked_key_are_401() -> None:
    with at("2026-03-05T08:00"):
        expired = exchange.new_client(expires_on=clock.today())
    revoked = exchange.new_client()
    services.revoke_client(actor=SYSTEM, client_id=revoked.client_id)

    with at("2026-03-06T08:00"):
        answers = [problem(System(client.key).get("/items")) for client in (expired, revoked)]

    assert answers == [(401, "exchange.key_refused")] * 2


@pytest.mark.parametrize("body", ["{not json", "", "[1]", '"text"', "null", '{"version_id": "x"}'])
def test_malformed_bodies_are_problems(body: str) -> None:
    world = World(*FILER)
    before = left_behind()

    response = world.system.post("/applications", body)

    assert problem(response)[0] in {400, 422}
    assert left_behind() == before


def test_a_body_that_is_too_large_is_413(settings: Any) -> None:
    world = World(*FILER)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024

    response = world.system.post("/applications", {"form": {"name": "长" * 2000}})

    assert problem(response) == (413, "api.too_large")


def test_everything_wrong_with_an_application_is_named_at_once_with_its_place() -> None:
    world = World(*FILER)
    stranger = System(exchange.new_client(*FILER).key)
    foreign = stranger.upload().json()["id"]
    body = application(
        world.desk,
        world.system,
        form={"identity_no": "1"},
        materials={"M1": [world.upload_id, foreign], "M9": [world.upload_id], "a/b": []},
    )
    body["party"] |= {"name": "", "phone": "12"}
    before = left_behind()

    response = world.system.post("/applications", body)

    assert problem(response) == (422, "cases.form_invalid")
    assert {one["pointer"] for one in response.json()["problems"]} == {
        "/party/name",
        "/party/phone",
        "/form/name",
        "/form/identity_no",
        "/materials/M1/1",
        "/materials/M2",
        "/materials/M9",
        "/materials/a~1b",
    }
    assert left_behind() == before


def test_wrong_shapes_are_named_with_their_place() -> None:
    world = World(*FILER)

    response = world.system.post(
        "/applications", application(world.desk, world.system, party={"kind": "cat"}, version_id=0)
    )

    assert problem(response) == (422, "core.invalid")
    pointers = {one["pointer"] for one in response.json()["problems"]}
    assert {"/version_id", "/party/kind", "/party/name", "/party/phone"} <= pointers


def test_the_files_of_another_system_cannot_be_handed_in() -> None:
    world = World(*FILER)
    stranger = System(exchange.new_client(*FILER).key)
    foreign = stranger.upload().json()["id"]

    filing = world.system.post(
        "/applications", application(world.desk, world.system, materials={"M1": [foreign], "M2": [world.upload_id]})
    )
    correcting = world.system.post(f"/applications/{world.case_no}/corrections", {"materials": {"M2": [foreign]}})

    assert [one["pointer"] for one in filing.json()["problems"]] == ["/materials/M1/0"]
    assert problem(correcting) == (404, "documents.upload_not_found")


def test_an_application_is_filed_once_a_key() -> None:
    world = World(*FILER)
    body, key = application(world.desk, world.system), repeat_key()

    first, second = world.system.post("/applications", body, key=key), world.system.post("/applications", body, key=key)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert (first.get("Idempotency-Replayed"), second["Idempotency-Replayed"]) == (None, "true")
    assert Case.objects.count() == 2


def test_a_key_for_another_request_is_refused() -> None:
    world = World(*FILER)
    body, key = application(world.desk, world.system), repeat_key()
    world.system.post("/applications", body, key=key)
    body["form"]["name"] = "李示例"

    response = world.system.post("/applications", body, key=key)

    assert problem(response) == (409, "exchange.repeat_key_reused")


def test_when_the_answer_was_forgotten_there_is_still_one_case() -> None:
    world = World(*FILER)
    body, key = application(world.desk, world.system), repeat_key()
    first = world.system.post("/applications", body, key=key).json()
    KeptAnswer.objects.all().delete()

    again = world.system.post("/applications", body, key=key).json()

    assert again == first


@pytest.mark.parametrize("path", ["/applications", "/webhooks"])
def test_what_creates_wants_an_idempotency_key(path: str) -> None:
    world = World(*FILER)
    before = left_behind()

    response = world.system.post(path, world.body(path), key="")

    assert problem(response) == (422, "exchange.repeat_key_missing")
    assert left_behind()[0] == before[0]


def test_a_file_is_stored_once_a_key_and_its_digest_told() -> None:
    system = System(exchange.new_client(*FILER).key)
    content, key = pdf("原件"), repeat_key()

    first, second = system.upload(content, "身份证.pdf", key=key), system.upload(content, "身份证.pdf", key=key)
    other = system.upload(pdf("别的"), "身份证.pdf", key=key)

    assert (
        first.json()
        == second.json()
        == {
            "id": first.json()["id"],
            "name": "身份证.pdf",
            "media_type": "application/pdf",
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
    )
    assert Upload.objects.count() == 1
    assert problem(other) == (409, "exchange.repeat_key_reused")


def test_a_file_that_is_too_large_is_refused_with_the_limit(settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    system = System(exchange.new_client(*FILER).key)

    little_more, much_more = (system.upload(b"%PDF-1.4\n" + b"0" * size) for size in (1024 * 1024, 2 * 1024 * 1024))

    assert [problem(one) for one in (little_more, much_more)] == [(413, "documents.file_too_large")] * 2
    assert "1 MB" in much_more.json()["title"]
    assert Upload.objects.count() == 0


def test_a_program_is_no_document() -> None:
    system = System(exchange.new_client(*FILER).key)

    assert problem(system.upload(b"MZ" + b"0" * 100, "a.pdf")) == (415, "documents.executable")


def test_an_upload_needs_its_file() -> None:
    system = System(exchange.new_client(*FILER).key)

    response = system.client.post("/api/v1/uploads", {"text": "x"}, headers={"Idempotency-Key": repeat_key()})

    assert problem(response) == (422, "core.invalid")


def test_progress_tells_what_is_next_and_nothing_of_the_applicant() -> None:
    world = World(*FILER)

    told = world.system.get(f"/applications/{world.case_no}").json()

    assert (told["state"], told["duty"]["who"], told["duty"]["code"]) == (
        "correction_requested",
        "applicant",
        "correct",
    )
    assert told["duty"]["due_on"] is not None
    assert told["missing"] == [{"item": "经营场所平面图", "problem": "未标明面积", "remedy": "补充标注"}]
    assert [(step["seq"], step["act"]) for step in told["timeline"]] == [
        (1, "submit"),
        (2, "receive"),
        (3, "request_correction"),
    ]
    assert "张示例" not in json.dumps(told, ensure_ascii=False)


def test_a_correction_is_handed_in_once_a_key() -> None:
    world = World(*FILER)
    body, key, path = (
        {"materials": {"M2": [world.upload_id]}},
        repeat_key(),
        f"/applications/{world.case_no}/corrections",
    )

    first, second = world.system.post(path, body, key=key), world.system.post(path, body, key=key)

    assert (first.status_code, first.json()["state"]) == (201, "received")
    assert second.json() == first.json()


def test_a_correction_that_leaves_lines_open_names_them() -> None:
    world = World(*FILER)

    response = world.system.post(f"/applications/{world.case_no}/corrections", {"form": {"name": "李改正"}})

    assert problem(response) == (422, "cases.correction_open")
    assert [one["pointer"] for one in response.json()["problems"]] == ["/materials/M2"]


def test_the_cases_of_another_system_are_not_there() -> None:
    world = World(*FILER)
    stranger = System(exchange.new_client(*FILER).key)

    answers = [
        problem(stranger.get(f"/applications/{world.case_no}")),
        problem(stranger.get(f"/applications/{world.case_no}/papers/{world.paper_id}")),
        problem(stranger.post(f"/applications/{world.case_no}/corrections", {"form": {}})),
    ]

    assert answers == [(404, "cases.not_found")] * 3
    assert stranger.get("/applications").json()["rows"] == []


def test_who_sees_the_organisation_follows_its_cases_but_files_nothing() -> None:
    world = World(*FILER)
    seer = System(exchange.new_client(*VIEWER, organisation_id=world.desk.organisation_id).key)
    elsewhere = System(
        exchange.new_client(*VIEWER, organisation_id=cases.make_desk(task_code="B1").organisation_id).key
    )

    assert seer.get(f"/applications/{world.case_no}").json()["case_no"] == world.case_no
    assert problem(elsewhere.get(f"/applications/{world.case_no}")) == (404, "cases.not_found")
    assert problem(seer.get("/applications")) == (403, "exchange.right_missing")


def test_a_client_of_one_body_files_nothing_with_another() -> None:
    world = World(*FILER)
    bound = System(exchange.new_client(*FILER, organisation_id=cases.make_desk(task_code="B1").organisation_id).key)

    response = bound.post("/applications", application(world.desk, bound))

    assert problem(response) == (403, "exchange.right_missing")


def test_a_paper_of_another_case_is_not_there() -> None:
    world = World(*FILER)
    other = cases.make_case(world.desk, State.RECEIVED)
    paper = world.system.get(f"/applications/{world.case_no}/papers/{world.paper_id}")

    foreign = LedgerRow.objects.get(case_no=other, seq=2).details["papers"][0]["id"]

    assert paper.content.startswith(b"%PDF")
    assert problem(world.system.get(f"/applications/{world.case_no}/papers/{foreign}")) == (
        404,
        "documents.paper_not_found",
    )


def _changes(world: World, least: int = 1, **query: object) -> dict[str, Any]:
    """The next changes, as soon as there are any: rows wait while an older transaction runs, also one of another test."""
    found: dict[str, Any] = {"rows": []}
    for _ in range(100):
        found = world.system.get("/applications/changes", **query).json()
        if len(found["rows"]) >= least:
            break
        time.sleep(0.1)
    return found


@pytest.mark.django_db(transaction=True)
def test_changes_are_told_once_and_in_order() -> None:
    world = World(*FILER)

    first = _changes(world, least=2, size=2)
    second = _changes(world, cursor=first["cursor"])
    cases.do(world.desk, Act.RECEIVE, cases.make_case(world.desk))
    world.system.post(f"/applications/{world.case_no}/corrections", {"materials": {"M2": [world.upload_id]}})
    third = _changes(world, cursor=second["cursor"])

    assert [[row["act"] for row in page["rows"]] for page in (first, second, third)] == [
        ["submit", "receive"],
        ["request_correction"],
        ["correct"],
    ]
    assert [page["has_more"] for page in (first, second, third)] == [True, False, False]
    assert world.system.get("/applications/changes", cursor=third["cursor"]).json()["cursor"] == third["cursor"]
    assert world.system.get("/applications/changes", since="2100-01-01T00:00:00Z").json()["rows"] == []


def test_lists_go_on_from_their_cursor_and_refuse_a_wrong_one() -> None:
    world = World(*FILER)
    for _ in range(2):
        world.system.post("/applications", application(world.desk, world.system))

    first = world.system.get("/applications", size=2).json()
    second = world.system.get("/applications", size=2, cursor=first["next_cursor"]).json()

    assert [len(page["rows"]) for page in (first, second)] == [2, 1]
    assert second["next_cursor"] is None
    for path in ("/applications", "/applications/changes", "/items", "/webhooks/deliveries"):
        assert problem(world.system.get(path, cursor="AAAA")) == (422, "core.cursor")
        assert problem(world.system.get(path, size=101))[0] == 422


def test_items_are_found_by_text_department_and_whom_they_serve() -> None:
    desk, other = cases.make_desk(), cases.make_desk(task_code="B1")
    system = System(exchange.new_client().key)

    def codes(**query: Any) -> list[str]:
        return [row["code"] for row in system.get("/items", **query).json()["rows"]]

    assert sorted(codes()) == ["A1", "B1"]
    assert sorted(codes(text="食品经营")) == ["A1", "B1"]
    assert codes(department=other.organisation_id) == ["B1"]
    assert codes(text="食品经营", department=desk.organisation_id) == ["A1"]
    assert codes(service_object="5") == []
    assert problem(system.get("/items", service_object="9"))[0] == 422


def test_a_guide_has_questions_materials_steps_and_windows() -> None:
    desk = cases.make_desk()
    system = System(exchange.new_client().key)

    guide = system.get("/items/A1").json()

    assert (guide["version_id"], guide["is_open"], guide["state"]) == (desk.version.id, True, "published")
    content = guide["content"]
    assert [field["id"] for field in content["form"][0]["fields"]] == ["name", "identity_no"]
    assert [material["code"] for material in content["materials"]] == ["M1", "M2"]
    assert content["promised_limit"] == {"value": 10, "unit": "wd"}
    assert [step["kind"] for step in content["steps"]] == ["accept", "review", "decide"]
    assert problem(system.get("/items/NONE")) == (404, "catalogue.item_not_found")


def test_a_printed_guide_is_the_public_one() -> None:
    cases.make_desk()
    system = System(exchange.new_client().key)

    response = system.get("/items/A1/guide.pdf")

    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response).startswith(b"%PDF") if response.streaming else response.content.startswith(b"%PDF")


def test_items_that_changed_are_told_also_when_they_were_suspended() -> None:
    with at("2026-03-05T08:00"):
        desk = cases.make_desk()
    with at("2026-03-06T08:00"):
        cases.make_desk(task_code="B1")
    with at("2026-03-07T08:00"):
        catalogue.suspend(actor=SYSTEM, version_id=desk.version.id, reason="系统升级")
    system = System(exchange.new_client().key)

    def changed(since: str, **query: Any) -> list[tuple[str, str]]:
        rows = system.get("/items/changes", since=since, **query).json()["rows"]
        return [(row["code"], row["state"]) for row in rows]

    assert changed("2026-03-01T00:00:00+08:00") == [("B1", "published"), ("A1", "suspended")]
    assert changed("2026-03-07T00:00:00+08:00") == [("A1", "suspended")]
    assert problem(system.get("/items/changes", since="2026-03-07"))[0] == 422


@pytest.mark.parametrize(("language", "word"), [("en", "This key"), ("zh-hans", "密钥")])
def test_refusals_are_in_the_readers_language(language: str, word: str) -> None:
    assert word in System("yck_x", language).get("/items").json()["title"]


def test_what_was_promised_is_told_until_it_is_brought_and_a_withdrawal_once() -> None:
    world = World(*FILER, has_open=True)
    path = f"/applications/{world.open_no}"

    before = world.system.get(path).json()
    strange = problem(world.system.post(f"{path}/supplies", {"materials": {"M1": [world.upload_id]}}))
    brought = world.system.post(f"{path}/supplies", {"materials": {"M2": [world.upload_id]}}).json()
    withdrawn = [world.system.post(f"{path}/withdrawals", {"text": "不再经营"}, key="w1").json() for _ in range(2)]
    after = world.system.get(path).json()

    assert before["possible"] == ["supply", "ask_hearing", "withdraw"]
    assert [(one["code"], one["is_kept"]) for one in before["pledges"]] == [("M2", None)]
    assert strange == (409, "cases.nothing_awaited")
    assert (brought["act"], withdrawn[0]) == ("supply", withdrawn[1])
    assert (after["state"], after["possible"], after["pledges"][0]["is_kept"]) == ("withdrawn", [], True)
    acts = [step["act"] for step in after["timeline"]]
    assert acts == ["submit", "receive", "accept", "review", "tell_hearing", "supply", "withdraw"]
