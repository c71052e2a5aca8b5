"""A small client of the Yichuang API: find an item, file an application, follow it, fetch the papers, hear the news.

Needs Python 3.11 and httpx.

    python yichuang_client.py file --site https://centre.example --item CODE --answers answers.json --file M1=form.pdf
    python yichuang_client.py follow --site https://centre.example --case 202601010000018
    python yichuang_client.py listen --port 8080        (the secret of the webhook in YICHUANG_WEBHOOK_SECRET)

The key is read from YICHUANG_KEY. See README.md beside this file.
"""

# ruff: noqa: T201 - a program for the command line

import argparse
import hashlib
import hmac
import json
import os
import sys
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import closing
from email.message import Message
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx

OLDEST_S = 300
PAUSES_S = (1, 2, 4, 8)


class RefusedError(Exception):
    """The centre refused; `problem` is its answer, with everything that is wrong."""

    def __init__(self, problem: Mapping[str, Any]) -> None:
        self.problem = problem
        lines = [f"{one.get('pointer', one['field'])}: {one['message']}" for one in problem.get("problems", [])]
        super().__init__("\n".join([f"{problem['status']} {problem['code']}: {problem['title']}", *lines]))


class Centre:
    """The API of one centre."""

    def __init__(self, site: str, key: str, *, timeout_s: float = 30) -> None:
        headers = {"Authorization": f"Bearer {key}", "Accept-Language": "zh-hans"}
        self.http = httpx.Client(base_url=f"{site}/api/v1", headers=headers, timeout=timeout_s)
        self.close = self.http.close

    def find_items(self, text: str) -> list[dict[str, Any]]:
        """The items that fit the text, best first (the first page)."""
        rows: list[dict[str, Any]] = self._json("GET", "/items", params={"text": text})["rows"]
        return rows

    def guide(self, code: str) -> Any:
        """Everything about an item: questions, materials, steps, fees, windows."""
        return self._json("GET", f"/items/{code}")

    def upload(self, path: Path, key: str) -> int:
        """The file is handed in and arrived as it left; its id."""
        content = path.read_bytes()
        kept = self._json("POST", "/uploads", key=key, files={"file": (path.name, content)})
        if kept["sha256"] != hashlib.sha256(content).hexdigest():
            message = f"{path} was changed on the way"
            raise OSError(message)
        return int(kept["id"])

    def apply(self, application: Mapping[str, Any], key: str) -> str:
        """The application is filed, once a key; its case number."""
        return str(self._json("POST", "/applications", key=key, json=application)["case_no"])

    def correct(self, case_no: str, correction: Mapping[str, Any], key: str) -> Any:
        """Everything that the notice lists is handed in."""
        return self._json("POST", f"/applications/{case_no}/corrections", key=key, json=correction)

    def progress(self, case_no: str) -> Any:
        """Where the application stands and who must do what next."""
        return self._json("GET", f"/applications/{case_no}")

    def papers(self, case_no: str) -> list[tuple[dict[str, Any], bytes]]:
        """The papers of the case with their PDFs."""
        listed: Any = self._json("GET", f"/applications/{case_no}/papers")
        return [(one, self._send("GET", f"/applications/{case_no}/papers/{one['id']}").content) for one in listed]

    def add_webhook(self, url: str, kinds: list[str], key: str) -> Any:
        """The address is told of those events; the answer has the secret, this once."""
        return self._json("POST", "/webhooks", key=key, json={"url": url, "kinds": kinds})

    def _json(self, method: str, path: str, *, key: str = "", **options: Any) -> Any:
        return self._send(method, path, key=key, **options).json()

    def _send(self, method: str, path: str, *, key: str = "", **options: Any) -> httpx.Response:
        """The answer; lost connections and full limits are tried again, which the key makes safe."""
        headers = {"Idempotency-Key": key} if key else {}
        for pause_s in PAUSES_S:
            try:
                response = self.http.request(method, path, headers=headers, **options)
            except httpx.TransportError:
                time.sleep(pause_s)
                continue
            if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
                time.sleep(int(response.headers["Retry-After"]))
                continue
            return accepted(response)
        return accepted(self.http.request(method, path, headers=headers, **options))


def accepted(response: httpx.Response) -> httpx.Response:
    """The answer, unless it is a refusal."""
    if response.is_error:
        raise RefusedError(response.json())
    return response


def is_genuine(secret: str, headers: Mapping[str, str] | Message, body: bytes, *, now: float | None = None) -> bool:
    """Whether a delivery came from the centre, unchanged, within the last five minutes."""
    event_id, timestamp = headers.get("X-Yichuang-Id", ""), headers.get("X-Yichuang-Timestamp", "")
    if not timestamp.isdigit() or abs((now or time.time()) - int(timestamp)) > OLDEST_S:
        return False
    expected = hmac.new(secret.encode(), f"{event_id}.{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, headers.get("X-Yichuang-Signature", ""))


def receiver(secret: str, port: int, take: Callable[[dict[str, Any]], None]) -> HTTPServer:
    """A server that gives each event to `take` once. A real one keeps the ids that it has seen in its database."""
    seen: set[str] = set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if not is_genuine(secret, self.headers, body):
                return self._answer(401)
            event = json.loads(body)
            if event["id"] not in seen:
                seen.add(event["id"])
                take(event)
            return self._answer(204)

        def _answer(self, status: int) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_parts: object) -> None:  # type: ignore[explicit-override]  # in the library from 3.12
            """Say nothing."""

    return HTTPServer(("127.0.0.1", port), Handler)


def file_application(centre: Centre, options: argparse.Namespace) -> str:
    """The application of the options is filed; its case number."""
    guide = centre.guide(options.item)
    given = json.loads(Path(options.answers).read_text(encoding="utf-8"))
    run = options.run or uuid.uuid4().hex
    materials: dict[str, list[int]] = {}
    for number, pair in enumerate(options.file):
        code, _equals, path = pair.partition("=")
        materials.setdefault(code, []).append(centre.upload(Path(path), f"{run}-{number}"))
    application = {"version_id": guide["version_id"], **given, "materials": materials}
    return centre.apply(application, run)


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(description="A small client of the Yichuang API.")
    parser.add_argument("action", choices=["find", "file", "follow", "listen"])
    parser.add_argument("--site", default="http://localhost:8000")
    parser.add_argument("--text", default="")
    parser.add_argument("--item", default="")
    parser.add_argument("--answers", default="answers.json", help="JSON with `party` and `form`")
    parser.add_argument("--file", action="append", default=[], help="CODE=PATH, once a file")
    parser.add_argument("--run", default="", help="a name of this filing, so that it can be repeated safely")
    parser.add_argument("--case", default="")
    parser.add_argument("--port", type=int, default=8080)
    options = parser.parse_args(arguments)
    if options.action == "listen":
        receiver(os.environ["YICHUANG_WEBHOOK_SECRET"], options.port, print).serve_forever()
    with closing(Centre(options.site, os.environ["YICHUANG_KEY"])) as centre:
        if options.action == "find":
            for item in centre.find_items(options.text):
                print(item["code"], item["name"], item["department"]["name"])
        elif options.action == "file":
            print(file_application(centre, options))
        else:
            print(json.dumps(centre.progress(options.case), ensure_ascii=False, indent=2))
            for paper, content in centre.papers(options.case):
                Path(f"{options.case}-{paper['id']}.pdf").write_bytes(content)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except RefusedError as refused:
        sys.exit(str(refused))
