"""A hub for tests of vehicles: in memory, in this process, entrance only.

::

    with FakeHub() as hub, Vehicle(hub.host, entrance_port=hub.port) as vehicle:
        vehicle.push("orders", {"order_id": 1})
        vehicle.flush()
        assert hub.bodies("orders") == [b'{"order_id":1}']
"""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Callable

from roundabout_vehicle._fake_connection import (
    Connection,
    FakeBatch,
    ReceivedMessage,
    Session,
)

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["FakeHub", "ReceivedMessage"]


class FakeHub:
    """An entrance that takes every stream, and can be told to misbehave.

    Thread-safe. Listens from `start` (or `with`) until `stop`; what it holds, and its
    sessions, stay over `stop` and another `start`, as in a hub that was restarted.
    """

    def __init__(
        self,
        *,
        refuse: Callable[[ReceivedMessage], str | None] | None = None,
        port: int = 0,
    ) -> None:
        """Create a hub that holds nothing.

        Args:
            refuse: returns the code to refuse a message with, or None to keep it.
            port: TCP port on 127.0.0.1; 0 for any free one.
        """
        self.host = "127.0.0.1"
        self.port = port
        self._refuse = refuse
        self._lock = threading.RLock()
        self._messages: list[ReceivedMessage] = []
        self._ids: dict[tuple[str, str | None, str], bytes] = {}
        self._sessions: dict[str, Session] = {}
        self._connections: list[Connection] = []
        self._listener: socket.socket | None = None
        self._cut_after: int | None = None
        self._deciding = threading.Event()
        self._deciding.set()
        self.connections_made = 0

    def start(self) -> None:
        """Listen; again on the same port after a `stop`."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((self.host, self.port))
        listener.listen()
        self.port = listener.getsockname()[1]
        self._listener = listener
        threading.Thread(
            target=self._listen,
            args=(listener,),
            name="roundabout-fake-hub",
            daemon=True,
        ).start()

    def stop(self) -> None:
        """Break every connection and refuse new ones; keep what is held."""
        listener, self._listener = self._listener, None
        if listener is not None:
            # Closing alone does not end an accept() that waits in another thread.
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        with self._lock:
            connections, self._connections = self._connections, []
        for connection in connections:
            connection.cut()
        for connection in connections:
            connection.join()

    def __enter__(self) -> FakeHub:
        """Start, and return the hub."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        self.stop()

    def messages(self, stream: str | None = None) -> list[ReceivedMessage]:
        """Return what was kept, of `stream` or of all, in order of arrival."""
        with self._lock:
            return [m for m in self._messages if stream in (None, m.stream)]

    def bodies(self, stream: str | None = None) -> list[bytes]:
        """Return the bodies of what was kept, in order of arrival."""
        return [message.body for message in self.messages(stream)]

    def hold(self) -> None:
        """Stop deciding: what is sent from now on is not read, so it is not kept."""
        self._deciding.clear()

    def release(self) -> None:
        """Decide again."""
        self._deciding.set()

    def cut(self, after: int = 0) -> None:
        """Break the connection once `after` more messages were decided, unanswered."""
        with self._lock:
            self._cut_after = after
            connections = list(self._connections) if after == 0 else []
            if after == 0:
                self._cut_after = None
        for connection in connections:
            connection.cut()

    def forget(self) -> None:
        """Forget every session, as after 30 days."""
        with self._lock:
            self._sessions.clear()

    def _listen(self, listener: socket.socket) -> None:
        while True:
            try:
                accepted, _ = listener.accept()
            except OSError:
                return
            with self._lock:
                if self._listener is not listener:
                    accepted.close()
                    return
                connection = Connection(self, accepted)
                self._connections.append(connection)
                self.connections_made += 1
                connection.start()

    def _join(self, name: str, connection: Connection) -> Session:
        """Give the session to `connection`; the one that had it is fenced off."""
        with self._lock:
            session = self._sessions.setdefault(name, Session())
            if session.owner is not None and session.owner is not connection:
                session.owner.cut()
            session.owner = connection
            return session

    def _knows(self, name: str) -> bool:
        with self._lock:
            return name in self._sessions

    def _decide(
        self,
        session: Session,
        connection: Connection,
        message: ReceivedMessage,
        code: str | None,
    ) -> tuple[str | None, bool]:
        """Keep or refuse; return the code if refused, and whether it is a repeat."""
        with self._lock:
            if session.owner is not connection:
                raise ConnectionError("fenced off by another connection")
            code, repeat = self._keep(message, code or self._judge(message))
            session.last = message.number
            if code is not None:
                session.refuse(message.number, code)
            self._count_down(1)
            return code, repeat

    def _judge(self, message: ReceivedMessage) -> str | None:
        return self._refuse(message) if self._refuse else None

    def _decide_batch(
        self,
        session: Session,
        connection: Connection,
        batch: FakeBatch,
        code: str | None,
    ) -> None:
        """Keep all of a batch, or nothing of it if there is a code."""
        with self._lock:
            if session.owner is not connection:
                raise ConnectionError("fenced off by another connection")
            for message in batch.messages if code is None else ():
                conflict, _ = self._keep(message, None)
                if conflict is not None:
                    session.refuse(message.number, conflict)
                    connection.tell_refused(message.number, conflict)
            session.last += batch.count
            if batch.refused is not None:
                session.refuse(*batch.refused)
            if code is not None:
                session.refuse(session.last, code)
            self._count_down(batch.count)

    def _keep(
        self,
        message: ReceivedMessage,
        code: str | None,
    ) -> tuple[str | None, bool]:
        """Store a message that is not refused; under the lock."""
        repeat = False
        if code is None and message.id is not None:
            identity = (message.stream, message.key, message.id)
            repeat = identity in self._ids
            if self._ids.setdefault(identity, message.body) != message.body:
                code = "conflict"
        if code is None and not repeat:
            self._messages.append(message)
        return code, repeat

    def _count_down(self, decided: int) -> None:
        if self._cut_after is not None:
            self._cut_after -= decided
            if self._cut_after <= 0:
                self._cut_after = None
                raise ConnectionError("cut as the test asked")
