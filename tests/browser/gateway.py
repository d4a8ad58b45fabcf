"""A door in front of the served town that can be shut, as when a server is killed: connections break, none is taken."""

from __future__ import annotations

import contextlib
import socket
import threading
from urllib.parse import urlsplit

MOST = 65536


class Gateway:
    """Hands every connection on to the town while it is open. The address stays the same when it opens again."""

    def __init__(self, behind: str) -> None:
        self._behind = (str(urlsplit(behind).hostname), int(urlsplit(behind).port or 80))
        self._port = 0
        self._door: socket.socket | None = None
        self._lines: set[socket.socket] = set()
        self.open()

    @property
    def address(self) -> str:
        return f"http://localhost:{self._port}"

    def open(self) -> None:
        """Take connections."""
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(("127.0.0.1", self._port))
        door.listen()
        self._port, self._door = door.getsockname()[1], door
        threading.Thread(target=self._take, args=(door,), daemon=True).start()

    def shut(self) -> None:
        """Break every connection and take none."""
        if self._door is not None:
            _end(self._door)
        self._door = None
        for line in list(self._lines):
            _end(line)

    def _take(self, door: socket.socket) -> None:
        while True:
            try:
                here, _address = door.accept()
                there = socket.create_connection(self._behind)
            except OSError:
                return
            self._lines |= {here, there}
            for source, target in ((here, there), (there, here)):
                threading.Thread(target=self._carry, args=(source, target), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(MOST):
                target.sendall(data)
        for one in (source, target):
            _end(one)
            self._lines.discard(one)


def _end(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
