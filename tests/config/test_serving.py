"""How a real `serve` process stops: in order, however often it is told to."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

# Stands for the web server: it needs a second to stop, and says when it is there.
SERVER = """
import pathlib, signal, sys, time
def stop(*_):
    time.sleep(1)
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
pathlib.Path(sys.argv[1]).write_text("up")
while True:
    time.sleep(0.05)
"""
RUN = """
import os, pathlib, sys
from yichuang.config import serving
serving._server_command = lambda _port, is_reloading: [sys.executable, "-c", sys.argv[1], sys.argv[2]]
started = serving._started
def told(command):
    process = started(command)
    pathlib.Path(sys.argv[3]).write_text(str(process.pid))
    return process
serving._started = told
serving.stop_once()
try:
    sys.exit(serving.run(port=0, has_jobs=False))
except KeyboardInterrupt:
    sys.exit(130)
"""


def _wait_for(path: Path) -> str:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if path.exists() and (text := path.read_text()):
            return text
        time.sleep(0.02)
    raise AssertionError(path)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        (signal.SIGTERM, signal.SIGTERM, 0),
        (signal.SIGTERM, signal.SIGINT, 0),
        (signal.SIGINT, signal.SIGTERM, 130),
        (signal.SIGINT, signal.SIGINT, 130),
    ],
)
def test_a_second_signal_while_it_stops_leaves_no_server_behind(
    first: signal.Signals, second: signal.Signals, status: int, tmp_path: Path
) -> None:
    up, number = tmp_path / "up", tmp_path / "pid"
    running = subprocess.Popen([sys.executable, "-c", RUN, SERVER, str(up), str(number)])  # noqa: S603 - our own
    pid = int(_wait_for(number))
    _wait_for(up)

    running.send_signal(first)
    time.sleep(0.4)
    assert running.poll() is None
    running.send_signal(second)

    assert running.wait(15) == status
    assert not _is_alive(pid)
