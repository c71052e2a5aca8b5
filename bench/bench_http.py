"""Whole lives of cases by HTTP: each act its own authenticated request on a kept connection, answered after commit.

Client, web server and database share the machine's cores. 16 clients; each act is done by the person whose act it is.
"""

import http.client
import json
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from tests.support import cases
from yichuang.core.actor import Actor
from yichuang.core.clock import today
from yichuang.identity.queries import get_session

CLIENTS = 16
SECONDS = float(os.environ.get("BENCH_SECONDS", "45"))
PORT = int(os.environ.get("BENCH_PORT", "8791"))
TOKEN = "bench" * 6 + "ab"


@dataclass
class Client:
    """One kept connection and what it measured."""

    number: int
    latencies_ms: list[float] = field(default_factory=list)
    lives: int = 0
    failures: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)

    def act(self, cookie: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        started = time.perf_counter()
        headers = {"Content-Type": "application/json", "Cookie": cookie, "X-CSRFToken": TOKEN}
        self.connection.request("POST", path, json.dumps(body), headers)
        response = self.connection.getresponse()
        answer = response.read()
        self.latencies_ms.append((time.perf_counter() - started) * 1000)
        if response.status not in {200, 201}:
            self.failures.append(f"{path} {response.status} {answer[:300]!r}")
            raise RuntimeError(self.failures[-1])
        return dict(json.loads(answer))


def run() -> dict[str, Any]:
    desks = [cases.make_desk(task_code=f"BENCH-HTTP-{number}") for number in range(4)]
    plans = [_plan(desk) for desk in desks]
    server = serve()
    try:
        wait()
        _drive(plans, 2.0)
        before = memory_mb(server.pid)
        clients, seconds = _drive(plans, SECONDS)
        after = memory_mb(server.pid)
        return _summary(clients, seconds) | {"workers_mb_before": before, "workers_mb_after": after}
    finally:
        server.terminate()
        server.wait()


def _plan(desk: cases.Desk) -> dict[str, Any]:
    party = cases.party_of(desk.applicant)
    return {
        "party": {
            "kind": party.kind.value,
            "name": party.name,
            "identity_type": party.identity_type.value,
            "identity_no": party.identity_no,
            "phone": party.phone,
        },
        "form": dict(cases.submission(desk, party=party).form),
        "version_id": desk.version.id,
        "clerk": cookie_of(desk.clerk),
        "reviewer": cookie_of(desk.reviewer),
        "official": cookie_of(desk.official),
    }


def cookie_of(actor: Actor) -> str:
    """The cookies of a signed-in person; signing in itself is not measured."""
    assert actor.account_id is not None
    store = SessionStore()
    store[SESSION_KEY] = str(actor.account_id)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[1]
    store[HASH_SESSION_KEY] = get_session(actor.account_id, on=today()).auth_hash
    store.save()
    return SimpleCookie({"sessionid": str(store.session_key), "csrftoken": TOKEN}).output(header="", sep=";").strip()


def _life(client: Client, plan: dict[str, Any]) -> None:
    submission = {
        "key": str(uuid.uuid4()),
        "version_id": plan["version_id"],
        "channel": "window",
        "party": plan["party"],
        "form": plan["form"],
        "materials": {"M1": [], "M2": []},
    }
    number = client.act(plan["clerk"], "/api/v1/cases", submission)["case_no"]
    path = f"/api/v1/cases/{number}/"
    client.act(plan["clerk"], path + "receive", {"key": "receive"})
    client.act(plan["clerk"], path + "accept", {"key": "accept"})
    client.act(plan["reviewer"], path + "review", {"key": "review", "opinion": "grant", "text": "材料齐全"})
    client.act(plan["official"], path + "decide", {"key": "decide", "decision": "grant"})
    client.act(plan["clerk"], path + "deliver", {"key": "deliver", "method": "window"})
    client.lives += 1


def _drive(plans: list[dict[str, Any]], seconds: float) -> tuple[list[Client], float]:
    clients = [Client(number) for number in range(CLIENTS)]
    end = time.perf_counter() + seconds

    def work(client: Client) -> None:
        while time.perf_counter() < end:
            _life(client, plans[client.number % len(plans)])

    threads = [threading.Thread(target=work, args=[client]) for client in clients]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return clients, time.perf_counter() - started


def _summary(clients: list[Client], seconds: float) -> dict[str, Any]:
    latencies = sorted(latency for client in clients for latency in client.latencies_ms)
    lives = sum(client.lives for client in clients)
    first, last = latencies_in_halves(clients)
    return {
        "clients": CLIENTS,
        "lives": lives,
        "requests": len(latencies),
        "lives_per_s": round(lives / seconds, 1),
        "requests_per_s": round(len(latencies) / seconds, 1),
        "p50_ms": round(statistics.median(latencies), 1),
        "p99_ms": round(latencies[int(len(latencies) * 0.99)], 1),
        "p50_first_half_ms": round(first, 1),
        "p50_second_half_ms": round(last, 1),
        "failures": sum(len(client.failures) for client in clients),
        "client_cpu_s": round(resource.getrusage(resource.RUSAGE_SELF).ru_utime, 1),
    }


def latencies_in_halves(clients: list[Client]) -> tuple[float, float]:
    """The median latency of the first and of the second half of each client's requests."""
    halves = [
        (client.latencies_ms[: len(client.latencies_ms) // 2], client.latencies_ms[len(client.latencies_ms) // 2 :])
        for client in clients
    ]
    return (
        statistics.median(latency for first, _last in halves for latency in first),
        statistics.median(latency for _first, last in halves for latency in last),
    )


def serve() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "yichuang.config.cli", "serve", "--no-jobs", "--port", str(PORT)]
    return subprocess.Popen(command, env={**os.environ, "YICHUANG_ROLE": "application"})


def wait() -> None:
    for _ in range(200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=2)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    message = "the server did not come up"
    raise RuntimeError(message)


def memory_mb(pid: int) -> list[float]:
    """Resident memory of the web workers: the processes below the server that do not have children of their own."""
    children: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parts = status.read_text().rsplit(") ", 1)[1].split()
            children.setdefault(int(parts[1]), []).append(int(status.parent.name))
        except OSError:
            continue
    found, todo = [], [pid]
    while todo:
        below = children.get(todo[0], [])
        if not below:
            found.append(todo[0])
        todo = todo[1:] + below
    sizes = []
    for one in found:
        status_text = Path(f"/proc/{one}/status").read_text()
        if "python" in Path(f"/proc/{one}/cmdline").read_text():
            sizes.append(round(int(status_text.split("VmRSS:")[1].split()[0]) / 1024, 1))
    return sorted(sizes)
