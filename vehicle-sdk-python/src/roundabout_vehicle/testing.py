"""A hub for tests of vehicles: in memory, in this process.

::

    with FakeHub() as hub, Vehicle(hub.host, entrance_port=hub.port) as vehicle:
        vehicle.push("orders", {"order_id": 1})
        vehicle.flush()
        assert hub.bodies("orders") == [b'{"order_id":1}']

To test collecting too, which needs python-qpid-proton::

    with FakeHub() as hub:
        hub.put("customers", {"name": "Ada"}, key="c42")
        with Vehicle(
            hub.host, entrance_port=hub.port, amqp_port=hub.amqp_port
        ) as vehicle:
            copy_names(vehicle)  # the code under test
        assert hub.bodies("names") == [b'{"name":"Ada"}']
        assert [m.key for m in hub.accepted("customers")] == ["c42"]
"""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Callable

from roundabout_vehicle._encoding import to_bytes
from roundabout_vehicle._fake_connection import (
    Connection,
    FakeBatch,
    ReceivedMessage,
    Session,
)
from roundabout_vehicle._fake_gate import FakeGate, HeldMessage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from roundabout_vehicle._encoding import Value

__all__ = ["FakeHub", "HeldMessage", "ReceivedMessage"]


class FakeHub:
    """Takes every stream, hands out what it is given, and plays the bad days.

    It joins nothing, knows no pipeline and finds no key in a body: what is pushed and
    what can be collected are two things. Thread-safe.

    Listens from `start` (or `with`) until `stop`; what it holds, and its sessions, stay
    over `stop` and another `start`, as in a hub that was restarted.
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
        self._gate: FakeGate | None = None
        self._turning_away = ""
        self._cut_after: int | None = None
        self._deciding = threading.Event()
        self._deciding.set()
        self.connections_made = 0

    @property
    def amqp_port(self) -> int:
        """TCP port for collecting, on 127.0.0.1; listened on when first asked for.

        Raises:
            MissingExtraError: python-qpid-proton is not installed.
        """
        return self._opened_gate().port

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
        if self._gate is not None:
            self._gate.start()

    def stop(self) -> None:
        """Break every connection and refuse new ones; keep what is held."""
        listener, self._listener = self._listener, None
        if listener is not None:
            # Closing alone does not end an accept() that waits in another thread.
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        if self._gate is not None:
            self._gate.stop()
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
        """Stop deciding: vehicles are greeted, and what they push from now on waits."""
        self._deciding.clear()

    def release(self) -> None:
        """Decide again; what waited on a connection that was cut is not kept."""
        self._deciding.set()

    def cut(self, after: int = 0) -> None:
        """Break connections, as a cable would.

        Args:
            after: 0 for all of them and now; else the one that pushes, once so many
                more messages were decided, before it is told.
        """
        with self._lock:
            self._cut_after = after or None
            connections = [] if after else list(self._connections)
            if not after and self._gate is not None:
                self._gate.cut()
        for connection in connections:
            connection.cut()

    def forget(self) -> None:
        """Forget every session, as after 30 days."""
        with self._lock:
            self._sessions.clear()

    def turn_away(self, code: str) -> None:
        """Answer each vehicle that comes from now on with `-close`; "" to stop it.

        Args:
            code: such as `busy` or `auth the token was revoked`.
        """
        with self._lock:
            self._turning_away = code

    def put(
        self,
        address: str,
        value: Value | HeldMessage,
        *,
        key: str | None = None,
        properties: Mapping[str, object] | None = None,
    ) -> None:
        """Hold a message at an address, for whoever collects there.

        Args:
            address: where it can be collected.
            value: a dict or list becomes compact JSON, said to be so; a str or bytes
                are delivered as they are, and said to be JSON as well. A `HeldMessage`
                says everything itself.
            key: the message's key.
            properties: such as `{"completed-by": "all"}`.

        Raises:
            MissingExtraError: python-qpid-proton is not installed.
        """
        if not isinstance(value, HeldMessage):
            value = HeldMessage(to_bytes(value), key, properties=properties or {})
        self._opened_gate().put(address, value)

    def held(self, address: str) -> list[HeldMessage]:
        """Return what is held at an address and not on its way, in order."""
        return self._opened_gate().held(address)

    def accepted(self, address: str) -> list[HeldMessage]:
        """Return what was acknowledged at an address, in that order.

        An acknowledgement may be on its way until its loop or vehicle has ended.
        """
        return self._opened_gate().settled(address, "accepted")

    def released(self, address: str) -> list[HeldMessage]:
        """Return what was given back without a failed attempt; it is held again."""
        return self._opened_gate().settled(address, "released")

    def failed(self, address: str) -> list[HeldMessage]:
        """Return what counted as a failed attempt, as by a lost connection."""
        return self._opened_gate().settled(address, "failed")

    def refuse_address(self, address: str) -> None:
        """Let nobody collect there from now on: `amqp:not-found`."""
        self._opened_gate().refuse(address)

    def _opened_gate(self) -> FakeGate:
        with self._lock:
            if self._gate is None:
                self._gate = FakeGate()
                if self._listener is not None:
                    self._gate.start()
            return self._gate

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
            conflict = self._conflict(batch.messages) if code is None else None
            if conflict is not None:
                session.refuse(conflict, "conflict")
                connection.tell_refused(conflict, "conflict")
                code = "batch-refused"
            for message in batch.messages if code is None else ():
                self._keep(message, None)
            session.last += batch.count
            if batch.refused is not None:
                session.refuse(*batch.refused)
            if code is not None:
                session.refuse(session.last, code)
                connection.tell_refused(session.last, code)
            self._count_down(batch.count)

    def _conflict(self, batch: list[ReceivedMessage]) -> int | None:
        """Return the number of the first message with a known id and another body."""
        own: dict[tuple[str, str | None, str], bytes] = {}
        for message in batch:
            if message.id is not None:
                identity = (message.stream, message.key, message.id)
                first = own.setdefault(identity, message.body)
                if self._ids.get(identity, first) != message.body:
                    return message.number
        return None

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
