"""The front door of the package: one class for pushing and collecting."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from roundabout_vehicle._batch import Batch
from roundabout_vehicle._carrier import Carrier
from roundabout_vehicle._encoding import Encoder
from roundabout_vehicle._errors import UnreachableError, VehicleClosedError
from roundabout_vehicle._gate import Gate
from roundabout_vehicle._transport import SocketTransport
from roundabout_vehicle._window import Receipt, Window

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from roundabout_vehicle._encoding import Value
    from roundabout_vehicle._errors import Refusal
    from roundabout_vehicle._message import Message

MAX_IDENTITY_BYTES = 128
LEAVE_TIMEOUT = 5.0  # seconds for the carrier to end


class Vehicle:
    """A script's connection to a hub: it pushes messages and collects results.

    Connects when first used: to the entrance for pushing, to the gate for collecting.
    A lost connection to the entrance is made again by itself, and what the hub had not
    decided is sent again in the same session: nothing is lost and nothing doubled.

    One thread at a time may use a vehicle. A background thread of its own does the
    sending; receipts may be read from any thread.

    Used in a `with` block, it flushes at the end; if the block raised, it leaves at
    once, and what was not sent yet is not sent.
    """

    def __init__(  # noqa: PLR0913 - options, all by keyword but the first
        self,
        host: str = "localhost",
        *,
        name: str | None = None,
        entrance_port: int = 7070,
        amqp_port: int = 5672,
        token: str | None = None,
        session: str | None = None,
        connect_timeout: float = 30.0,
        push_timeout: float = 60.0,
        buffer_bytes: int = 16 * 1024 * 1024,
        buffer_messages: int = 100_000,
    ) -> None:
        """Describe the vehicle; nothing is connected yet.

        Args:
            host: name or address of the hub.
            name: the vehicle's name, 1 to 128 bytes of UTF-8; a random one if None.
                It is also the AMQP container-id.
            entrance_port: TCP port for pushing.
            amqp_port: TCP port for collecting.
            token: secret of the vehicle's account, where the hub has accounts.
            session: what the hub remembers numbers by, 1 to 128 bytes of UTF-8. A
                script that is started again with the same session goes on after
                `last`. None: a new random one for the life of this object.
            connect_timeout: seconds to reach the hub, at first use; at most 5 of them
                for the gate, which answers at once where it is.
            push_timeout: seconds that `push` may block while the buffer is full.
            buffer_bytes: undecided bytes held for sending again, at least 1.
            buffer_messages: undecided messages held likewise, at least 1.

        Raises:
            ValueError: an argument is out of its range.
        """
        for label, text in (("name", name), ("session", session)):
            if text is not None:
                _check_identity(label, text)
        if buffer_bytes < 1 or buffer_messages < 1:
            raise ValueError("buffer_bytes and buffer_messages must be at least 1")
        self.host = host
        self.name = name if name is not None else f"vehicle-{uuid.uuid4().hex}"
        self.session = session if session is not None else uuid.uuid4().hex
        self._entrance_port = entrance_port
        self._token = token
        self._connect_timeout = connect_timeout
        self._push_timeout = push_timeout
        self._limits = (buffer_bytes, buffer_messages)
        self._window: Window | None = None
        self._carrier: Carrier | None = None
        self._encoder = Encoder()
        self._hub_window = 0
        self._last = 0
        self._closed = False
        self._gate = Gate(
            host,
            amqp_port,
            name=self.name,
            token=token,
            connect_timeout=connect_timeout,
        )

    @property
    def last(self) -> int:
        """Number of the last message decided in this session when it connected.

        A script that reads an ordered source with an explicit `session` goes on with
        its item number `last + 1`; the first `push` gets that number. Connects.

        Raises:
            UnreachableError: the hub could not be reached within `connect_timeout`.
        """
        self._enter()
        return self._last

    @property
    def refused_before(self) -> tuple[Refusal, ...]:
        """What the hub had refused of the session's messages up to `last`.

        By number, without their streams: of the session's last 1,000 refusals those
        that the hub remembers. Empty in a new session. Connects.

        Raises:
            UnreachableError: the hub could not be reached within `connect_timeout`, or
                did not say it in that time.
        """
        window = self._enter()
        told = window.wait_for(
            lambda: window.refused_before is not None,
            self._connect_timeout,
        )
        if not told or window.refused_before is None:
            raise self._unreachable(window.trouble)
        return tuple(window.refused_before)

    def push(
        self,
        stream: str,
        value: Value,
        *,
        key: str | None = None,
        id: str | None = None,
        type: str | None = None,
    ) -> Receipt:
        """Queue one message, and return its receipt.

        Sent within about a millisecond. Blocks only while the buffer is full, and for
        the first message, while connecting.

        Args:
            stream: NAME of the stream.
            value: a dict or list becomes compact JSON; a str is sent as it is, and so
                are bytes, of any content.
            key: wins over the key that the stream would extract; 1 to 256 bytes.
            id: makes a repeat of `(stream, key, id)` a success, stored only once.
            type: content type of the message.

        Raises:
            InvalidMessageError: the name, value or size cannot be sent; nothing was.
            PushTimeoutError: the buffer stayed full for `push_timeout`; push again.
            UnreachableError: the hub could not be reached within `connect_timeout`.
            EntranceError: the connection ended for good.
        """
        window = self._window
        if window is None:
            window = self._enter()
        _, data = self._encoder.encode(stream, value, key, id, type)
        return window.add((stream,), data, self._push_timeout)

    def batch(self) -> Batch:
        """Return a batch, for a `with` block: what is pushed to it is all or nothing.

        ::

            with vehicle.batch() as batch:
                batch.push("orders", {"order_id": 1, "customer": "c42"})
                batch.push("customers", {"id": "c42", "name": "Ada"})

        Numbered and sent as one when the block ends, and sent again as one after a
        lost connection; `flush` waits for it as for other messages. If one message is
        refused none is kept. At most 100,000 messages or 16 MiB. Connects.

        Raises:
            UnreachableError: the hub could not be reached within `connect_timeout`.
        """
        self._enter()
        return Batch(
            self._encoder,
            lambda streams, data: self._enter().add(streams, data, self._push_timeout),
            self._hub_window,
        )

    def flush(self, timeout: float = 30.0) -> None:
        """Block until everything pushed is committed or refused.

        A connection lost meanwhile is made again without the caller's noticing.

        Args:
            timeout: seconds, at least 0.

        Raises:
            FlushError: some were refused since the last flush; the others are kept.
                Each refusal is raised once.
            FlushTimeoutError: not everything was decided in time; flush again.
            EntranceError: the connection ended for good.
        """
        self._check_open()
        if self._window is not None:
            self._window.flush(timeout)

    def collect(
        self,
        address: str,
        *,
        limit: int | None = None,
        wait: float | None = None,
    ) -> Iterator[Message]:
        """Yield messages of an output or mailbox as they come.

        A message is acknowledged when the loop takes the next one or ends normally.
        After `break` or an exception the one in hand goes back and comes again.

        Args:
            address: NAME of an output or stream, or `dead/NAME`.
            limit: end after so many messages, at least 1; None: no limit.
            wait: end after so many seconds without a message; None: never.

        Raises:
            AddressError: the hub does not offer this address to this vehicle.
            GateConnectionError: the gate cannot be reached, or was lost: collect again.
            MissingExtraError: python-qpid-proton is not installed.
        """
        self._check_open()
        return self._gate.collect(address, limit=limit, wait=wait)

    def take(self, address: str, limit: int | None = None) -> Iterator[Message]:
        """Yield what is ready now, then end; never waits for more.

        Acknowledges and raises as `collect` does.

        Args:
            address: NAME of an output or stream, or `dead/NAME`.
            limit: at most so many messages, at least 1; None: everything ready.
        """
        self._check_open()
        return self._gate.take(address, limit=limit)

    def browse(self, address: str, limit: int | None = None) -> Iterator[Message]:
        """Yield what is held now without taking it, oldest first; then end.

        Raises as `collect` does.

        Args:
            address: NAME of an output or stream, or `dead/NAME`.
            limit: at most so many messages, at least 1; None: everything held.
        """
        self._check_open()
        return self._gate.browse(address, limit=limit)

    def close(self, timeout: float = 30.0) -> None:
        """Flush, leave, and let go of every connection. A second call does nothing.

        Args:
            timeout: seconds for the flush.

        Raises:
            EntranceError: as `flush`; the vehicle is closed all the same.
        """
        if self._closed:
            return
        try:
            self.flush(timeout)
        except BaseException:
            self._leave(politely=False)
            raise
        self._leave(politely=True)

    def __enter__(self) -> Vehicle:
        """Return the vehicle itself."""
        self._check_open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close after a flush; without one if the block raised."""
        if error is None:
            self.close()
        else:
            self._leave(politely=False)

    def __repr__(self) -> str:
        """Show name, host and session."""
        return f"<Vehicle {self.name} at {self.host} session={self.session}>"

    def _check_open(self) -> None:
        if self._closed:
            message = f"vehicle '{self.name}' was closed. Create a new one."
            raise VehicleClosedError(message)

    def _enter(self) -> Window:
        self._check_open()
        if self._window is not None:
            return self._window
        window = Window(*self._limits)
        carrier = Carrier(
            window,
            lambda: SocketTransport(self.host, self._entrance_port),
            {
                "vehicle": self.name,
                "token": self._token,
                "session": self.session,
                "ack": "receipts",
            },
        )
        window.on_news = carrier.wake
        carrier.start()
        try:
            arrived = window.wait_for(
                lambda: carrier.greeting is not None,
                self._connect_timeout,
            )
        except BaseException:
            carrier.drop()
            raise
        if not arrived or carrier.greeting is None:
            carrier.drop()
            raise self._unreachable(window.trouble)
        self._encoder.limit(carrier.greeting.max_line, carrier.greeting.max_put)
        self._hub_window = carrier.greeting.window
        self._last = window.pushed
        self._window, self._carrier = window, carrier
        return window

    def _unreachable(self, trouble: str) -> UnreachableError:
        return UnreachableError(
            self.host,
            self._entrance_port,
            trouble or "no answer",
            self._connect_timeout,
        )

    def _leave(self, *, politely: bool) -> None:
        self._closed = True
        carrier = self._carrier
        # Pushing again must find out that the vehicle is closed.
        self._window = self._carrier = None
        if carrier is not None:
            if politely:
                carrier.stop()
            else:
                carrier.drop()
        self._gate.close()
        if carrier is not None:
            carrier.join(timeout=LEAVE_TIMEOUT)


def _check_identity(label: str, text: str) -> None:
    size = len(text.encode())
    if not 1 <= size <= MAX_IDENTITY_BYTES or any(
        ord(sign) < ord(" ") or ord("\x7f") <= ord(sign) < ord("\xa0") for sign in text
    ):
        message = (
            f"{label} has {size} B; allowed are 1 to {MAX_IDENTITY_BYTES} B of UTF-8 "
            "without control characters"
        )
        raise ValueError(message)
