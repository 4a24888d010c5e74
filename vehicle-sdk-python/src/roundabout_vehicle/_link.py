"""A receiver on one address of the gate, and the messages that come to it."""

from __future__ import annotations

import contextlib
import json
from collections import deque
from typing import TYPE_CHECKING, Any

from roundabout_vehicle._amqp import DETACH_TIMEOUT
from roundabout_vehicle._errors import AddressError, GateConnectionError
from roundabout_vehicle._message import Message

if TYPE_CHECKING:
    from roundabout_vehicle._amqp import Line

OPERATION_TIMEOUT = 30.0  # seconds for the hub to answer an attach or a drain


class _Inbox:
    """Takes proton's events for one link. Called under the line's lock."""

    def __init__(self) -> None:
        self.ready: deque[tuple[Any, bytes]] = deque()
        self.ended = False

    def on_delivery(self, event: Any) -> None:
        delivery = event.delivery
        if delivery.aborted:
            delivery.settle()
        elif delivery.readable and not delivery.partial:
            data = event.link.recv(delivery.pending)
            event.link.advance()
            self.ready.append((delivery, data))

    def on_link_remote_close(self, event: Any) -> None:
        self.ended = True
        event.link.close()

    def on_link_remote_detach(self, event: Any) -> None:
        self.on_link_remote_close(event)


class Link:
    """A receiver on one address."""

    def __init__(
        self,
        line: Line,
        address: str,
        *,
        copy: bool,
    ) -> None:
        """Attach, and wait until the hub has answered."""
        self._line = line
        self._address = address
        self._inbox = _Inbox()
        self._decoder = line.proton.Message()  # one for all: each decode clears it
        self._receiver = line.receiver(address, self._inbox, copy=copy)
        # Copies have no outcome; released is what does no harm where copy is unknown.
        self._done = line.proton.released if copy else line.proton.accepted
        self._wait_until_attached()

    def _wait_until_attached(self) -> None:
        endpoint = self._line.proton.Endpoint
        answered = self._line.wait(
            lambda: not self._receiver.state & endpoint.REMOTE_UNINIT,
            OPERATION_TIMEOUT,
        )
        if not answered:
            raise self._unanswered("attach")
        if self._receiver.remote_source.address is None:
            # A refused link is answered with a null source first, then with the reason.
            self._line.wait(lambda: self._inbox.ended, DETACH_TIMEOUT)
            raise self._refused()
        if self._inbox.ended:
            raise self._refused()

    def top_up(self, wanted: int) -> None:
        """Let up to `wanted` messages be on their way or ready."""
        ready = len(self._inbox.ready)
        if ready * 2 > wanted:
            return
        with self._line.calls:
            missing = wanted - self._receiver.credit - ready
            if missing * 2 < wanted:
                return
            self._receiver.flow(missing)
        if ready:
            # The hub sends the next while the loop has these; without any, it waits.
            self._line.flush()

    def drain(self, asked: int) -> None:
        """Ask for up to `asked` messages that are ready now."""
        # Proton writes credit before outcomes, and a link that is full gets nothing.
        self._line.flush()
        with self._line.calls:
            self._receiver.drain(asked)

    def next(self, timeout: float | None) -> tuple[Any, bytes] | None:
        """Return the next delivery; None after `timeout` seconds without one."""
        ready = self._inbox.ready
        if not ready:
            self._line.wait(lambda: ready or self._inbox.ended, timeout)
        return self._pop()

    def next_drained(self) -> tuple[Any, bytes] | None:
        """Return the next delivery of a drain; None once it is answered."""
        ready = self._inbox.ready
        if not ready and self._receiver.credit:
            answered = self._line.wait(
                lambda: ready or not self._receiver.credit or self._inbox.ended,
                OPERATION_TIMEOUT,
            )
            if not answered:
                raise self._unanswered("drain")
        return self._pop()

    def read(self, data: bytes) -> Message:
        """Return what the bytes of a delivery say."""
        message = self._decoder
        message.decode(data)
        return Message(
            body=_body(message.body),
            address=self._address,
            key=message.group_id,
            message_id=None if message.id is None else str(message.id),
            subject=message.subject,
            content_type=_content_type(message.content_type),
            created=message.creation_time,
            delivery_count=message.delivery_count,
            properties=dict(message.properties or {}),
        )

    def finish(self, delivery: Any) -> None:
        """Acknowledge; a copy is just let go."""
        with self._line.calls:
            delivery.update(self._done)
            delivery.settle()

    def release(self, delivery: Any) -> None:
        """Give a message back, as if it had not been delivered."""
        with self._line.calls:
            delivery.update(self._line.proton.released)
            delivery.settle()

    def detach(self) -> None:
        """Give back what is ready, and wait until the hub knows."""
        # On a lost connection the hub has given everything back by itself.
        with contextlib.suppress(GateConnectionError):
            while self._inbox.ready:
                self.release(self._inbox.ready.popleft()[0])
            if self._inbox.ended:
                return
            with self._line.calls:
                self._receiver.close()
            self._line.wait(lambda: self._inbox.ended, DETACH_TIMEOUT)

    def _pop(self) -> tuple[Any, bytes] | None:
        if self._inbox.ready:
            delivery: tuple[Any, bytes] = self._inbox.ready.popleft()
            return delivery
        if self._inbox.ended:
            raise self._refused()
        return None

    def _unanswered(self, what: str) -> GateConnectionError:
        message = (
            f"the hub did not answer the {what} of address '{self._address}' within "
            f"{OPERATION_TIMEOUT:g} s. Collect again."
        )
        return GateConnectionError(message)

    def _refused(self) -> AddressError:
        condition = self._receiver.remote_condition
        return AddressError(
            self._address,
            condition.name if condition else "amqp:link:detach-forced",
            (condition.description if condition else None) or "no reason was given",
        )


def _body(body: Any) -> bytes:
    if isinstance(body, (bytes, bytearray, memoryview)):
        return bytes(body)
    if isinstance(body, str):
        return body.encode()
    # The hub always sends bytes; another broker's values are shown as JSON.
    return b"" if body is None else json.dumps(body, default=str).encode()


def _content_type(symbol: str) -> str | None:
    # Of a message without one proton makes the word None.
    return str(symbol) if symbol and symbol != "None" else None
