"""The one place that touches sockets on the way in."""

from __future__ import annotations

import contextlib
import selectors
import socket
from typing import Protocol, Union

RECEIVE_BYTES = 64 * 1024

Sendable = Union[bytes, memoryview]


class Transport(Protocol):
    """A connection to the entrance. Confined to one thread, except `wake`.

    Every method but `wake` and `close` raises OSError when the connection is lost.
    """

    def connect(self, timeout: float) -> None:
        """Connect within `timeout` seconds."""

    def wait(self, *, writing: bool, timeout: float) -> tuple[bool, bool]:
        """Wait at most `timeout` seconds, or until woken; say (readable, writable)."""

    def send(self, data: Sendable) -> int:
        """Send some of `data` without blocking; return how many bytes."""

    def receive(self) -> bytes:
        """Return what has arrived; empty once the hub has closed. Only if readable."""

    def wake(self) -> None:
        """End the current or the next `wait`. Thread-safe."""

    def close(self) -> None:
        """Close; may be called twice."""


class SocketTransport:
    """A plain TCP connection."""

    def __init__(self, host: str, port: int) -> None:
        """Remember where to; nothing is opened yet."""
        self._host = host
        self._port = port
        self._socket: socket.socket | None = None
        self._selector: selectors.BaseSelector | None = None
        self._bell, self._clapper = socket.socketpair()
        self._bell.setblocking(False)
        self._clapper.setblocking(False)
        self._writing = False

    def connect(self, timeout: float) -> None:
        """Connect within `timeout` seconds."""
        connection = socket.create_connection((self._host, self._port), timeout)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        connection.setblocking(False)
        self._socket = connection
        self._writing = False
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._bell, selectors.EVENT_READ)
        self._selector.register(connection, selectors.EVENT_READ)

    def wait(self, *, writing: bool, timeout: float) -> tuple[bool, bool]:
        """Wait at most `timeout` seconds, or until woken; say (readable, writable)."""
        selector, connection = self._opened()
        if writing is not self._writing:
            write = selectors.EVENT_WRITE if writing else 0
            selector.modify(connection, selectors.EVENT_READ | write)
            self._writing = writing
        readable = writable = False
        for key, events in selector.select(timeout):
            if key.fileobj is connection:
                readable = bool(events & selectors.EVENT_READ)
                writable = bool(events & selectors.EVENT_WRITE)
            else:
                self._silence()
        return readable, writable

    def send(self, data: Sendable) -> int:
        """Send some of `data` without blocking; return how many bytes."""
        try:
            return self._opened()[1].send(data)
        except BlockingIOError:
            return 0

    def receive(self) -> bytes:
        """Return what has arrived; empty once the hub has closed. Only if readable."""
        return self._opened()[1].recv(RECEIVE_BYTES)

    def wake(self) -> None:
        """End the current or the next `wait`. Thread-safe."""
        # A full pipe has rung already; a closed one has nobody to wake.
        with contextlib.suppress(OSError):
            self._clapper.send(b"!")

    def close(self) -> None:
        """Close; may be called twice."""
        if self._selector is not None:
            self._selector.close()
        for each in (self._socket, self._bell, self._clapper):
            if each is not None:
                each.close()

    def _opened(self) -> tuple[selectors.BaseSelector, socket.socket]:
        if self._selector is None or self._socket is None:
            raise ConnectionError("not connected")
        return self._selector, self._socket

    def _silence(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while len(self._bell.recv(RECEIVE_BYTES)) == RECEIVE_BYTES:
                pass
