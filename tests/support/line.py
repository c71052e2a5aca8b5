"""A line between a browser and a server that can break in the middle of what is being sent."""

import re
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

_PIECE = 16_384
_LENGTH = re.compile(rb"\r\nContent-Length: *(\d+)", re.IGNORECASE)


@dataclass
class Line:
    """Carries connections to `there`. `breaks` tells how many lines broke."""

    url: str
    there: tuple[str, int]
    share: float = 0.0
    breaks: int = 0

    def break_at(self, share: float) -> None:
        """From now on each large body breaks off when that share of it has arrived; browsers try a second time unasked."""
        self.share = share

    def mend(self) -> None:
        """From now on all that is sent arrives."""
        self.share = 0.0

    def carry(self, near: socket.socket) -> None:
        """Carries one connection to its end."""
        far = socket.create_connection(self.there, timeout=60)
        threading.Thread(target=_pump, args=(far, near), daemon=True).start()
        left: int | None = None
        with suppress(OSError):
            while piece := near.recv(_PIECE):
                if left is None:
                    left = self._until_break(piece)
                if left is not None and left <= len(piece):
                    far.sendall(piece[:left])
                    self.breaks += 1
                    break
                left = None if left is None else left - len(piece)
                far.sendall(piece)
        near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # without a farewell
        near.close()
        with suppress(OSError):
            far.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits for it
        far.close()

    def _until_break(self, piece: bytes) -> int | None:
        """How many bytes from the begin of this request may pass; None where nothing is to break."""
        found = _LENGTH.search(piece) if piece.startswith(b"POST ") else None
        if not self.share or found is None or int(found[1]) < 2 * _PIECE:
            return None
        return piece.index(b"\r\n\r\n") + 4 + int(int(found[1]) * self.share)


@contextmanager
def line_to(url: str) -> Iterator[Line]:
    """A line to the server at `url`, for as long as the block lasts."""
    parts = urlsplit(url)
    with socket.create_server(("127.0.0.1", 0)) as door:
        line = Line(f"http://{parts.hostname}:{door.getsockname()[1]}", ("127.0.0.1", parts.port or 80))
        threading.Thread(target=_wait_at, args=(door, line), daemon=True).start()
        yield line
        door.shutdown(socket.SHUT_RDWR)


def _wait_at(door: socket.socket, line: Line) -> None:
    with suppress(OSError):
        while True:
            near, _address = door.accept()
            threading.Thread(target=line.carry, args=(near,), daemon=True).start()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(_PIECE):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
