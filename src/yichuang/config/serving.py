"""The processes of an installation: web workers behind one server, and beside them the worker that runs jobs."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from yichuang.config.env import environment

_PATIENCE_S = 10
_JOBS_PATIENCE_S = 30
_LOOK_EVERY_S = 0.5
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 30.0
_SETTLED_S = 60

_SIGNALS = (signal.SIGTERM, signal.SIGINT)

Process = subprocess.Popen[bytes]


def stop_once() -> None:
    """The first SIGTERM or SIGINT ends this process in order; while it is ending, further ones are not heard.

    A second one would break the ending off, and what we started would be left behind.
    """
    for one in _SIGNALS:
        signal.signal(one, _stop)


def _stop(number: int, _frame: FrameType | None) -> None:
    for one in _SIGNALS:
        signal.signal(one, _not_heard)
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    sys.exit(0)


def _not_heard(_number: int, _frame: FrameType | None) -> None:
    """Nothing. `SIG_IGN` would be handed on to processes that are started to end others."""


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Inside, no signal breaks us off; also when the server ended before anybody told us to stop."""
    before = [signal.signal(one, _not_heard) for one in _SIGNALS]
    try:
        yield
    finally:
        for one, handler in zip(_SIGNALS, before, strict=True):
            signal.signal(one, handler)


def run(*, port: int, is_reloading: bool = False, has_jobs: bool = True) -> int:
    """Serve until the server ends or we are told to stop; then none of our processes is left. The server's status."""
    server = _started(_server_command(port, is_reloading=is_reloading))
    jobs = Kept([sys.executable, "-m", "yichuang.config.cli", "jobs"]) if has_jobs else None
    try:
        while (status := server.poll()) is None:
            if jobs is not None:
                jobs.look()
            time.sleep(_LOOK_EVERY_S)
        return status
    finally:
        with _undisturbed():
            if jobs is not None:
                jobs.tell_to_stop()
            end(server, _PATIENCE_S)
            if jobs is not None:
                jobs.end()


class Kept:
    """A process that is started again when it dies, after a pause that grows while it dies at once."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start it."""
        self.command = command
        self.pause = _FIRST_PAUSE_S
        self.process = _started(command)
        self.started = time.monotonic()
        self.starts_again: float | None = None

    def look(self) -> None:
        """Start it again if it has died and the pause is over."""
        if self.process.poll() is None:
            return
        now = time.monotonic()
        if self.starts_again is None:
            if now - self.started > _SETTLED_S:
                self.pause = _FIRST_PAUSE_S
            sys.stderr.write(f"jobs: ended with {self.process.returncode}, starting again in {self.pause:.0f} s\n")
            self.starts_again = now + self.pause
            self.pause = min(self.pause * 2, _LONGEST_PAUSE_S)
        elif now >= self.starts_again:
            self.process, self.started, self.starts_again = _started(self.command), now, None

    def tell_to_stop(self) -> None:
        """It finishes what it has in hand and ends."""
        if self.process.poll() is None:
            self.process.terminate()

    def end(self) -> None:
        """It is gone."""
        end(self.process, _JOBS_PATIENCE_S)


def end(process: Process, patience_s: float) -> None:
    """The process and its children are gone, even when they were stopped before they listened to signals."""
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(patience_s)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _started(command: Sequence[str]) -> Process:
    # A session of its own: Ctrl-C reaches us alone, and we end the others in order.
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own command


def _server_command(port: int, *, is_reloading: bool) -> list[str]:
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(environment().workers), "--blocking-threads", "2", "--no-ws", "--log-level", "warning",
        "yichuang.config.wsgi:application",
    ]  # fmt: skip
    return [*command, "--reload"] if is_reloading else command
