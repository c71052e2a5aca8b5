"""The example client against a running server: from the search to the paper, and the news by webhook."""

import importlib.util
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.server import HTTPServer
from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.support import cases, exchange, identity
from tests.support.documents import pdf
from yichuang.cases.rules import Act
from yichuang.core.actor import SYSTEM
from yichuang.core.rights import Right
from yichuang.documents.models import StoredContent, Upload
from yichuang.exchange import services
from yichuang.exchange.models import Delivery
from yichuang.exchange.rules import DeliveryState

pytestmark = pytest.mark.django_db(transaction=True)
PLACE = Path(__file__).resolve().parents[2] / "examples" / "client" / "yichuang_client.py"


@dataclass(frozen=True)
class Own:
    """The example, its connection, and as which client it runs."""

    client_id: int
    module: Any
    centre: Any
    site: str


def example() -> Any:
    spec = importlib.util.spec_from_file_location("yichuang_client", PLACE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_example_is_short() -> None:
    assert len(PLACE.read_text(encoding="utf-8").splitlines()) < 200


@pytest.fixture
def own(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Own]:
    """The example as another system runs it, with a key of its own."""
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    client, module = exchange.new_client(Right.FILE_FOR_OTHERS), example()
    monkeypatch.setenv("YICHUANG_KEY", client.key)
    with closing(module.Centre(live_server.url, client.key)) as centre:
        yield Own(client.client_id, module, centre, live_server.url)


def filing(own: Own, desk: cases.Desk, folder: Path) -> list[str]:
    """The command line that files an application."""
    (folder / "form.pdf").write_bytes(pdf("申请书"))
    (folder / "plan.pdf").write_bytes(pdf("平面图"))
    person = cases.party_of(desk.applicant)
    party = {"kind": "person", "name": person.name, "identity_type": "resident_card"}
    party |= {"identity_no": person.identity_no, "phone": person.phone}
    answers = {"party": party, "form": {"name": "张示例", "identity_no": identity.identity_no(7)}}
    (folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    return [
        "file", "--site", own.site, "--item", "A1", "--answers", str(folder / "answers.json"), "--run", "r1",
        "--file", f"M1={folder / 'form.pdf'}", "--file", f"M2={folder / 'plan.pdf'}",
    ]  # fmt: skip


@contextmanager
def serving(server: HTTPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_from_the_search_to_the_paper(own: Own, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = cases.make_desk(has_seal=True)
    command = filing(own, desk, tmp_path)

    found = [item["code"] for item in own.centre.find_items("食品经营")]
    own.module.main(command)
    own.module.main(command)
    case_no, again = capsys.readouterr().out.split()
    cases.do(desk, Act.RECEIVE, case_no)
    progress, papers = own.centre.progress(case_no), own.centre.papers(case_no)

    assert (found, again) == (["A1"], case_no)
    assert Upload.objects.count() == 2
    assert (progress["state"], progress["duty"]["code"]) == ("received", "check")
    assert [paper["kind"] for paper, _content in papers] == ["receipt"]
    assert papers[0][1].startswith(b"%PDF")


def test_the_news_reach_the_receiver_once(own: Own) -> None:
    events = list[dict[str, Any]]()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    new = own.centre.add_webhook(f"http://127.0.0.1:{port}/", ["case.receive"], "hook-1")
    server = own.module.receiver(new["secret"], port, events.append)
    news: dict[str, Any] = {
        "kind": "case.receive",
        "subject": "202601010000018",
        "organisation_id": None,
        "data": {"seq": 2},
    }

    with serving(server):
        services.publish_event(client_id=own.client_id, **news)
        first = services.deliver(Delivery.objects.get().pk)
        services.resend(actor=SYSTEM, delivery_id=Delivery.objects.get().pk)
        second = services.deliver(Delivery.objects.get().pk)

    assert (first, second) == (DeliveryState.DELIVERED, DeliveryState.DELIVERED)
    assert [(event["kind"], event["subject"]) for event in events] == [("case.receive", "202601010000018")]


def test_a_refusal_names_every_place(own: Own) -> None:
    desk = cases.make_desk(has_seal=True)
    party = {"kind": "person", "name": "", "identity_type": "resident_card", "identity_no": "1", "phone": "1"}

    with pytest.raises(own.module.RefusedError) as refused:
        own.centre.apply({"version_id": desk.version.id, "party": party, "form": {}, "materials": {}}, "a")

    assert str(refused.value).startswith("422 cases.form_invalid:")
    assert "/party/phone: " in str(refused.value)


@pytest.mark.parametrize("change", ["body", "id", "time", "secret", "nothing"])
def test_the_receiver_takes_only_what_is_genuine(change: str) -> None:
    module, now = example(), 1_772_668_800
    headers = {"X-Yichuang-Id": "1", "X-Yichuang-Timestamp": str(now)}
    signed = module.hmac.new(b"s", b"1." + str(now).encode() + b".{}", module.hashlib.sha256).hexdigest()
    headers["X-Yichuang-Signature"] = signed
    changed = {"id": {"X-Yichuang-Id": "2"}, "time": {"X-Yichuang-Timestamp": str(now - 1)}}.get(change, {})

    is_genuine = module.is_genuine(
        "other" if change == "secret" else "s", {**headers, **changed}, b"[]" if change == "body" else b"{}", now=now
    )

    assert is_genuine is (change == "nothing")
    assert not module.is_genuine("s", headers, b"{}", now=now + 301)


def _broken_upload(server: LiveServer, key: str, share: float) -> bytes:
    """What is answered when the connection is closed after that share of the request."""
    host, port = server.url.removeprefix("http://").split(":")
    content = pdf("长" * 200_000)
    body = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\n" + content + b"\r\n--b--\r\n"
    )
    head = (
        f"POST /api/v1/uploads HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: Bearer {key}\r\n"
        f"Idempotency-Key: broken\r\nContent-Type: multipart/form-data; boundary=b\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(head.encode() + body[: int(len(body) * share)])
        line.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := line.recv(65536):
            answer += chunk
    return answer


@pytest.mark.parametrize("share", [0.0, 0.5, 0.9, 0.999_99])
def test_an_upload_that_breaks_off_leaves_nothing_and_can_be_repeated(live_server: LiveServer, share: float) -> None:
    client = exchange.new_client(Right.FILE_FOR_OTHERS)

    broken = _broken_upload(live_server, client.key, share)
    after_break = (Upload.objects.count(), StoredContent.objects.count())
    whole = _broken_upload(live_server, client.key, 1)

    assert b" 422 " in broken.splitlines()[0], broken[:400]
    assert b"documents.file_incomplete" in broken
    assert after_break == (0, 0)
    assert b" 201 " in whole.splitlines()[0], whole[:400]
    assert (Upload.objects.count(), StoredContent.objects.count()) == (1, 1)
