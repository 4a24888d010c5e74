"""The thread that carries messages to the hub, and comes back after a lost connection.

::

    resting ──a message──▶ connecting ──+hello──▶ exchanging ──!bye──▶ gone
       ▲                    │      ▲                   │
       │                    └─back-off─┘               │ lost
       └──────────nothing undecided────────────────────┘
"""

from __future__ import annotations

import random
import threading
from time import monotonic
from typing import TYPE_CHECKING, Callable

from roundabout_vehicle import _wire
from roundabout_vehicle._codes import ADVICE, RETRY_LATER
from roundabout_vehicle._errors import (
    ClosedByHubError,
    EntranceError,
    ProtocolError,
    Refusal,
    SessionGoneError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from roundabout_vehicle._transport import Transport
    from roundabout_vehicle._window import Window

FIRST_DELAY = 0.2  # seconds, before the first retry at most
LONGEST_DELAY = 30.0  # seconds, before any retry at most
CONNECT_TIMEOUT = 30.0  # seconds, for connecting, and again for the greeting
TICK = 0.5  # seconds after which deadlines are looked at
LONGEST_ANSWER = 64 * 1024  # bytes of one line of the hub
LINGER = 0.001  # seconds that a small batch may wait for more
ENOUGH = 32 * 1024  # bytes that are sent without lingering
CHUNK = 512 * 1024  # bytes taken from the window at once
SILENCE = 60.0  # seconds without any answer after which a connection is given up
BYE_TIMEOUT = 2.0  # seconds for the hub's +bye


class _LostError(Exception):
    """The connection is gone; coming back may help."""


def delay(attempt: int) -> float:
    """Return seconds to wait before `attempt` (from 0): exponential, full jitter."""
    longest = min(LONGEST_DELAY, FIRST_DELAY * 2.0 ** min(attempt, 16))
    return random.uniform(0, longest)  # noqa: S311 - spreads load, protects nothing


class Carrier(threading.Thread):
    """Owns the connection. Everything but `stop`, `wake` and the flags is its own."""

    def __init__(
        self,
        window: Window,
        transport: Callable[[], Transport],
        options: Mapping[str, object],
    ) -> None:
        """Prepare to carry; `options` are those of `!hello`."""
        super().__init__(name="roundabout-vehicle-carrier", daemon=True)
        self._window = window
        self._new_transport = transport
        self._options = options
        self._transport: Transport | None = None
        self._stopping = threading.Event()
        self._dropped = threading.Event()
        self._failures = 0  # in a row, without anything decided between
        self._forget_connection()
        self._earlier: list[Refusal] = []  # refused before this vehicle came
        self._heard_before = False  # all of them
        self._first_after = 0
        self.greeting: _wire.Hello | None = None

    # Any thread.

    def wake(self) -> None:
        """Have the carrier look for work."""
        transport = self._transport
        if transport is not None:
            transport.wake()

    def stop(self) -> None:
        """Say goodbye and end, within about two seconds."""
        self._stopping.set()
        self._window.nudge()
        self.wake()

    def drop(self) -> None:
        """End at once; what was not sent is not sent."""
        self._dropped.set()
        self.stop()

    # The carrier's own thread.

    def run(self) -> None:
        """Carry until stopped, or until coming back cannot help."""
        while not self._stopping.is_set():
            try:
                self._journey()
            except (OSError, _LostError) as problem:
                self._window.trouble = str(problem) or type(problem).__name__
            except EntranceError as failure:
                self._window.fail(failure)
                return
            except Exception as fault:  # noqa: BLE001 - whoever waits must learn of it
                message = f"a fault of this package: {fault!r}. Please report it."
                wrapped = EntranceError(message)
                wrapped.__cause__ = fault
                self._window.fail(wrapped)
                return
            if self._heard_before:
                self._window.wait_for_work(self._stopping.is_set)
            self._stopping.wait(delay(self._failures))
            self._failures += 1

    def _journey(self) -> None:
        transport = self._transport = self._new_transport()
        self._forget_connection()
        try:
            transport.connect(CONNECT_TIMEOUT)
            self._greet(transport)
            self._exchange(transport)
        finally:
            transport.close()

    def _forget_connection(self) -> None:
        self._partial = b""
        self._control: list[bytes] = []
        self._heard = 0.0
        self._pinged = False
        self._held: set[str] = set()  # streams, "" for all; the hub may not read
        self._bye_deadline: float | None = None
        self._bye_answered = False

    def _greet(self, transport: Transport) -> None:
        known = self._window.acknowledged
        returning = self.greeting is not None
        options = {
            **self._options,
            # Until +sync it is not sure that all of the earlier ones were heard.
            "known": known if self._heard_before else 0,
            "resume": known if returning and known else None,
        }
        self._write_all(transport, _wire.hello(options))
        deadline = monotonic() + CONNECT_TIMEOUT
        greeting = None
        while greeting is None:
            readable, _ = transport.wait(writing=False, timeout=TICK)
            if self._stopping.is_set() or monotonic() > deadline:
                raise _LostError("the hub did not answer the greeting")
            for answer in self._answers(transport) if readable else ():
                if isinstance(answer, _wire.Hello):
                    greeting = answer
                    self._on_hello(answer)
                else:
                    self._on_answer(answer)

    def _on_hello(self, greeting: _wire.Hello) -> None:
        first = self.greeting is None
        if first:
            self._first_after = greeting.last
        self._earlier = []
        if self._window.greet(greeting.last, first=first) or not self._heard_before:
            # Refusals that the hub repeats are told before +sync; what is left is kept.
            self._control.append(_wire.SYNC)
        self.greeting = greeting
        self._window.nudge()

    def _exchange(self, transport: Transport) -> None:
        outgoing = memoryview(b"")
        self._heard = monotonic()
        lingering = False
        while not self._dropped.is_set() and not self._said_goodbye():
            if not outgoing:
                outgoing, lingering = self._next(lingered=lingering)
            readable, writable = transport.wait(
                writing=bool(outgoing),
                timeout=LINGER if lingering else TICK,
            )
            if readable:
                for answer in self._answers(transport):
                    self._on_answer(answer)
            if writable:
                outgoing = outgoing[transport.send(outgoing) :]
            self._check_silence()

    def _next(self, *, lingered: bool) -> tuple[memoryview, bool]:
        """Return what to send now, and whether to wait a moment for more."""
        if self._stopping.is_set() and self._bye_deadline is None:
            self._bye_deadline = monotonic() + BYE_TIMEOUT
            self._control.append(_wire.BYE)
        if self._control:
            control, self._control = b"".join(self._control), []
            return memoryview(control), False
        if self._window.rest():
            return memoryview(b""), False
        small = self._window.unsent_bytes < ENOUGH and not self._window.urgent
        if small and not lingered:
            return memoryview(b""), True
        return memoryview(self._window.take(CHUNK)), False

    def _said_goodbye(self) -> bool:
        deadline = self._bye_deadline
        return deadline is not None and (self._bye_answered or monotonic() > deadline)

    def _check_silence(self) -> None:
        quiet = monotonic() - self._heard
        if quiet < SILENCE / 2 or self._held or not self._window.undecided:
            return
        if not self._pinged:
            self._pinged = True
            self._control.append(_wire.PING)
        if quiet > SILENCE:
            message = f"no answer for {SILENCE:g} s"
            raise _LostError(message)

    def _answers(self, transport: Transport) -> list[_wire.Answer]:
        try:
            data = transport.receive()
        except BlockingIOError:
            return []
        if not data:
            raise _LostError("the hub closed the connection")
        self._heard = monotonic()
        self._pinged = False
        *lines, self._partial = (self._partial + data).split(b"\n")
        if len(self._partial) > LONGEST_ANSWER:
            raise ProtocolError("the hub's answer has no end; check entrance_port")
        return [_wire.parse_answer(line) for line in lines if line]

    def _on_answer(self, answer: _wire.Answer) -> None:
        if isinstance(answer, _wire.Synced) and not self._heard_before:
            self._heard_before = True
            self._window.refuse_before(self._earlier)
        if isinstance(answer, (_wire.Ok, _wire.Synced)):
            self._window.acknowledge(answer.number)
            self._failures = 0
        elif isinstance(answer, Refusal):
            # A cut line was never a message; its number will be used again.
            if answer.number <= self._first_after:
                if not self._heard_before:
                    self._earlier.append(answer)
            elif answer.code != "partial-line":
                self._window.refuse(answer)
        elif isinstance(answer, _wire.Bye):
            self._bye_answered = True
        elif isinstance(answer, _wire.Notice):
            self._on_notice(answer)
        elif isinstance(answer, _wire.Close):
            raise _closed(answer)

    def _on_notice(self, notice: _wire.Notice) -> None:
        stream = notice.fields.get("stream", "")
        if notice.name == "hold":
            self._held.add(stream)
        elif notice.name == "go":
            self._held.discard(stream)

    def _write_all(self, transport: Transport, data: bytes) -> None:
        rest = memoryview(data)
        deadline = monotonic() + CONNECT_TIMEOUT
        while rest:
            if monotonic() > deadline:
                raise _LostError("the greeting could not be sent")
            _, writable = transport.wait(writing=True, timeout=TICK)
            if writable:
                rest = rest[transport.send(rest) :]


def _closed(answer: _wire.Close) -> Exception:
    if answer.code == "session-gone":
        return SessionGoneError(answer.text)
    if answer.code in RETRY_LATER or answer.code not in ADVICE:
        return _LostError(f"{answer.code}: {answer.text}")
    return ClosedByHubError(answer.code, answer.text)
