"""Other systems for tests: clients with keys, programs that send them, and a receiver of webhooks."""

import itertools
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from typing_extensions import override

from tests.support.documents import pdf
from yichuang.core.actor import SYSTEM, Actor
from yichuang.core.rights import Right
from yichuang.exchange import services
from yichuang.exchange.queries import client_for_key

FILER = (Right.FILE_FOR_OTHERS,)
VIEWER = (Right.VIEW_CASES,)
LOCAL = ["127.0.0.0/8"]

_numbers = itertools.count(1)


def new_client(*rights: Right, **changes: Any) -> services.NewClient:
    """A client with those rights and its key."""
    name = changes.pop("name", f"外部系统{next(_numbers)}")
    return services.create_client(actor=SYSTEM, name=name, rights=rights, **changes)


def actor_of(client: services.NewClient) -> Actor:
    """The client as an actor."""
    return client_for_key(f"Bearer {client.key}")


def client_actor(*rights: Right, **changes: Any) -> Actor:
    """A new client as an actor."""
    return actor_of(new_client(*rights, **changes))


class System:
    """Another system at the API: JSON in and out, its key with each request, a new idempotency key for each POST."""

    def __init__(self, key: str | None, language: str = "en") -> None:
        headers = {"accept-language": language}
        if key is not None:
            headers["authorization"] = f"Bearer {key}"
        self.client = Client(enforce_csrf_checks=True, headers=headers)

    def get(self, path: str, **query: Any) -> Any:
        """The answer to a GET."""
        return self.client.get(f"/api/v1{path}", query_params=query or None)

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> Any:
        """The answer to a POST of JSON."""
        data = body if isinstance(body, str) else json.dumps(body if body is not None else {})
        headers = {"Idempotency-Key": key if key is not None else repeat_key()}
        return self.client.post(f"/api/v1{path}", data, content_type="application/json", headers=headers)

    def delete(self, path: str) -> Any:
        """The answer to a DELETE."""
        return self.client.delete(f"/api/v1{path}")

    def upload(self, content: bytes | None = None, name: str = "材料.pdf", *, key: str | None = None) -> Any:
        """The answer to the upload of a file, else of a small PDF."""
        file = SimpleUploadedFile(name, pdf() if content is None else content)
        headers = {"Idempotency-Key": key if key is not None else repeat_key()}
        return self.client.post("/api/v1/uploads", {"file": file}, headers=headers)


def repeat_key() -> str:
    """An idempotency key that was never used."""
    return f"test-{next(_numbers)}"


@dataclass
class Received:
    """What a receiver of webhooks got, and what it answers."""

    url: str = ""
    status: int = 204
    location: str = ""
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def receiver(status: int = 204) -> Iterator[Received]:
    """A receiver on this machine, as long as the block lasts."""
    received = Received(status=status)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.requests.append((dict(self.headers.items()), body))
            self.send_response(received.status)
            if received.location:
                self.send_header("Location", received.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        @override
        def log_message(self, *_parts: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    received.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield received
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
