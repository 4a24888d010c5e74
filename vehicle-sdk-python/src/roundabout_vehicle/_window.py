"""What was pushed and is not yet decided: numbered, bounded, ready to be sent again."""

from __future__ import annotations

import threading
from collections import deque
from time import monotonic
from typing import TYPE_CHECKING, Callable

from roundabout_vehicle import _wire
from roundabout_vehicle._errors import (
    EntranceError,
    FlushError,
    FlushTimeoutError,
    PushTimeoutError,
    ReceiptTimeoutError,
    Refusal,
    RefusedError,
    SessionGoneError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_LISTED_REFUSALS = 10_000


class Receipt:
    """What `push` returns: the message's number, and whether the hub has decided.

    A batch has one receipt. May be read from any thread.

    Attributes:
        number: the message's number in the session, from 1; a batch's last one.
        count: how many messages it stands for, 1 unless it is a batch's.
    """

    __slots__ = ("_data", "_refusal", "_streams", "_window", "count", "number")

    def __init__(
        self,
        window: Window,
        number: int,
        streams: Sequence[str],
        data: bytes,
    ) -> None:
        """Create the receipt of undecided messages; only `Window` does.

        Args:
            window: where they wait.
            number: of the last of them.
            streams: of each of them, in order.
            data: how they are sent.
        """
        self.number = number
        self.count = len(streams)
        self._streams = streams
        self._window = window
        self._data = data
        self._refusal: Refusal | None = None

    @property
    def stream(self) -> str:
        """Where it was pushed to; of a batch the last stream."""
        return self._streams[-1]

    @property
    def done(self) -> bool:
        """Whether the message is kept or refused by now. Never blocks."""
        return self._refusal is not None or self.number <= self._window.acknowledged

    @property
    def refusal(self) -> Refusal | None:
        """Why the message was refused; None if it is kept or undecided."""
        return self._refusal

    def wait(self, timeout: float = 30.0) -> int:
        """Block until the message is kept, and return its number.

        A message that is not decided in time is still being sent: wait again. Of a
        batch nothing is kept if it is refused.

        Args:
            timeout: seconds, at least 0.

        Raises:
            RefusedError: the hub refused it; correct the message.
            ReceiptTimeoutError: it was not decided in time.
            EntranceError: the connection ended for good.
        """
        if not self._window.wait_for(lambda: self.done, timeout):
            message = (
                f"message {self.number} to stream '{self.stream}' was not decided "
                f"within {timeout:g} s. It is still being sent; wait again."
            )
            raise ReceiptTimeoutError(message)
        if self._refusal is not None:
            raise RefusedError(self._refusal)
        return self.number

    def __repr__(self) -> str:
        """Show number, stream and state."""
        state = self._refusal.code if self._refusal else "kept" if self.done else "open"
        return f"<Receipt {self.number} {self.stream} {state}>"


class Window:
    """The bounded buffer between the thread that pushes and the one that carries.

    Thread-safe. `on_news` is called, outside the lock, when something was added or
    is urgent while the carrier had nothing to do.
    """

    def __init__(self, max_bytes: int, max_messages: int) -> None:
        """Create an empty window for at most `max_bytes` and `max_messages`."""
        self._max_bytes = max_bytes
        self._max_messages = max_messages
        self.on_news: Callable[[], None] = lambda: None
        self._changed = threading.Condition(threading.Lock())
        self._undecided: deque[Receipt] = deque()
        self._unsent: deque[Receipt] = deque()
        self._bytes = 0
        self._unsent_bytes = 0
        self._stream = ""  # of the message added last
        self._sent = 0  # highest number taken to be sent, on any connection
        self._resend = True  # the next message sent must name its stream
        self._carrier_is_idle = False
        self._decided = 0  # number of the last message that was let go of
        self._refusals: list[Refusal] = []
        self._refused = 0
        self._failure: EntranceError | None = None
        self.refused_before: list[Refusal] | None = None
        self.urgent = False
        self.pushed = 0
        self.acknowledged = 0
        self.trouble = ""

    @property
    def unsent_bytes(self) -> int:
        """Bytes that wait to be sent on this connection."""
        return self._unsent_bytes

    @property
    def undecided(self) -> int:
        """Messages that wait for the hub's decision."""
        return self.pushed - self._decided

    # The pushing thread.

    def add(self, streams: Sequence[str], data: bytes, timeout: float) -> Receipt:
        """Number messages that go together and queue them; block while it is full.

        What is larger than the whole window is taken once the window is empty.

        Args:
            streams: of each message, in order; more than one in a batch.
            data: how they are sent, with a `!stream` wherever one ends another.
            timeout: seconds.

        Raises:
            PushTimeoutError: there was no room for `timeout` seconds.
            EntranceError: the connection ended for good.
        """
        if streams[0] != self._stream:
            data = _wire.stream(streams[0]) + data
        size = len(data)
        with self._changed:
            if self._failure is not None or not self._has_room(size):
                self._wait_for_room(size, timeout)
            self.pushed += len(streams)
            receipt = Receipt(self, self.pushed, streams, data)
            self._stream = streams[-1]
            self._undecided.append(receipt)
            self._unsent.append(receipt)
            self._bytes += size
            self._unsent_bytes += size
            idle = self._carrier_is_idle
            if idle:
                self._carrier_is_idle = False
                self._changed.notify_all()
        if idle:
            self.on_news()
        return receipt

    def wait_for(self, condition: Callable[[], bool], timeout: float) -> bool:
        """Hurry the carrier, and wait until `condition` or for `timeout` seconds.

        Raises:
            EntranceError: the connection ended for good before `condition` came true.
        """
        self.hurry()
        with self._changed:
            self._changed.wait_for(lambda: condition() or self._failure, timeout)
            if condition():
                return True
            if self._failure is not None:
                raise self._failure
            return False

    def flush(self, timeout: float) -> None:
        """Wait until everything is decided; see `Vehicle.flush`."""
        if not self.wait_for(lambda: self.acknowledged >= self.pushed, timeout):
            raise FlushTimeoutError(self.undecided, timeout, self.trouble)
        with self._changed:
            refusals, total = self._refusals, self._refused
            self._refusals, self._refused = [], 0
        if total:
            raise FlushError(refusals, total)

    def hurry(self) -> None:
        """Have everything sent at once, without waiting for more."""
        with self._changed:
            self.urgent = bool(self._unsent)
        self.on_news()

    # The carrying thread.

    def greet(self, last: int, *, first: bool) -> bool:
        """Take the hub's `last=`: what follows it is sent, again if need be.

        Returns:
            whether messages up to `last` still wait for their answer.

        Raises:
            SessionGoneError: `last` cannot be right.
        """
        with self._changed:
            if first:
                self.pushed = self.acknowledged = self._sent = self._decided = last
            elif last < self.acknowledged:
                text = f"message {self.acknowledged} was committed, now {last} is last"
                raise SessionGoneError(text)
            else:
                self._check_sent(last)
            self._unsent = deque(m for m in self._undecided if m.number > last)
            self._unsent_bytes = sum(len(m._data) for m in self._unsent)
            self._resend = True
            self.trouble = ""
            self._changed.notify_all()
            return last > self.acknowledged

    def take(self, limit: int) -> bytes:
        """Return whole messages to send now, about `limit` bytes; empty if none."""
        with self._changed:
            chunks: list[bytes] = []
            size = 0
            if self._resend and self._unsent:
                self._resend = False
                first = self._unsent[0]
                # Its `!stream` may have gone with an earlier message, on a connection
                # that is lost. No message starts so: its own `!` would be doubled.
                if not first._data.startswith(b"!stream "):
                    chunks.append(_wire.stream(first._streams[0]))
            while self._unsent and size < limit:
                receipt = self._unsent.popleft()
                size += len(receipt._data)
                chunks.append(receipt._data)
                self._sent = max(self._sent, receipt.number)
            self._unsent_bytes -= size
            if not self._unsent:
                self.urgent = False
        return b"".join(chunks)

    def rest(self) -> bool:
        """Note that the carrier will wait for news; False if there is some already."""
        with self._changed:
            self._carrier_is_idle = not self._unsent
            return self._carrier_is_idle

    def wait_for_work(self, stopped: Callable[[], bool]) -> None:
        """Block until a message is undecided, or `stopped`."""
        with self._changed:
            self._carrier_is_idle = True
            self._changed.wait_for(lambda: self._undecided or stopped())

    def acknowledge(self, number: int) -> None:
        """Let go of everything up to `number`.

        Raises:
            SessionGoneError: so many were never sent.
        """
        with self._changed:
            self._check_sent(number)
            undecided = self._undecided
            while undecided and undecided[0].number <= number:
                receipt = undecided.popleft()
                self._decided = receipt.number
                self._bytes -= len(receipt._data)
                receipt._data = b""
            self.acknowledged = max(number, self.acknowledged)
            self._changed.notify_all()

    def refuse_before(self, refusals: list[Refusal]) -> None:
        """Take what was refused in earlier connections of the session."""
        with self._changed:
            self.refused_before = refusals
            self._changed.notify_all()

    def refuse(self, refusal: Refusal) -> None:
        """Note a refusal; one that is known already, or too old, changes nothing."""
        with self._changed:
            receipt = self._find(refusal.number)
            if receipt is None or receipt.refusal is not None:
                return
            stream = receipt._streams[refusal.number - receipt.number - 1]
            known = Refusal(refusal.number, refusal.code, refusal.text, stream)
            receipt._refusal = known
            self._refused += 1
            if len(self._refusals) < MAX_LISTED_REFUSALS:
                self._refusals.append(known)
            self._changed.notify_all()

    def fail(self, failure: EntranceError) -> None:
        """End the window for good: whoever waits or pushes gets `failure`."""
        with self._changed:
            self._failure = failure
            self._changed.notify_all()

    def nudge(self) -> None:
        """Let whoever waits look again."""
        with self._changed:
            self._changed.notify_all()

    # Under the lock.

    def _check_sent(self, number: int) -> None:
        if number > self._sent:
            text = f"message {number} is decided, but only {self._sent} were sent"
            raise SessionGoneError(text)

    def _has_room(self, size: int) -> bool:
        waiting = self.undecided
        return waiting == 0 or (
            waiting < self._max_messages and self._bytes + size <= self._max_bytes
        )

    def _wait_for_room(self, size: int, timeout: float) -> None:
        deadline = monotonic() + timeout
        while self._failure is None and not self._has_room(size):
            left = deadline - monotonic()
            if left <= 0:
                because = f" (last problem: {self.trouble})" if self.trouble else ""
                message = (
                    f"the buffer was full for {timeout:g} s with "
                    f"{self.undecided} undecided messages of {self._bytes} B"
                    f"{because}. Push this message again later."
                )
                raise PushTimeoutError(message)
            self._changed.wait(left)
        if self._failure is not None:
            raise self._failure

    def _find(self, number: int) -> Receipt | None:
        undecided = self._undecided
        low, high = 0, len(undecided)
        while low < high:
            middle = (low + high) // 2
            if undecided[middle].number < number:
                low = middle + 1
            else:
                high = middle
        if (
            low == len(undecided)
            or number <= undecided[low].number - undecided[low].count
        ):
            return None
        return undecided[low]
