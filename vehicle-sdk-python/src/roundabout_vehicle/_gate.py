"""Collecting over AMQP 1.0."""

from __future__ import annotations

import contextlib
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from roundabout_vehicle._amqp import Line, Proton
from roundabout_vehicle._carrier import delay
from roundabout_vehicle._errors import GateConnectionError, VehicleClosedError
from roundabout_vehicle._link import Link

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from roundabout_vehicle._message import Message

PREFETCH = 100  # messages on their way to a loop that has no limit
ROUND = 500  # messages asked for by one drain
LONGEST_CONNECT = 5.0  # seconds; a wrong port must not look like a slow hub


class Gate:
    """A vehicle's way to its results. One thread at a time."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        name: str,
        token: str | None,
        connect_timeout: float,
    ) -> None:
        """Remember where to; nothing is imported or connected yet."""
        bracketed = f"[{host}]" if ":" in host else host
        self._url = f"amqp://{bracketed}:{port}"
        self._name = name
        self._token = token
        self._connect_timeout = min(connect_timeout, LONGEST_CONNECT)
        self._line: Line | None = None
        self._closed = False

    def collect(
        self,
        address: str,
        *,
        limit: int | None,
        wait: float | None,
    ) -> Iterator[Message]:
        """Yield messages as they come; see `Vehicle.collect`."""
        _check_limit(limit)
        return self._collect(address, limit, wait)

    def take(self, address: str, *, limit: int | None) -> Iterator[Message]:
        """Yield what is ready; see `Vehicle.take`."""
        _check_limit(limit)
        return self._drain(address, limit, copy=False)

    def browse(self, address: str, *, limit: int | None) -> Iterator[Message]:
        """Yield copies of what is held; see `Vehicle.browse`."""
        _check_limit(limit)
        return self._drain(address, limit, copy=True)

    def close(self) -> None:
        """Give back what is not acknowledged, and disconnect."""
        self._closed = True
        if self._line is not None:
            self._line.close()

    def _collect(
        self,
        address: str,
        limit: int | None,
        wait: float | None,
    ) -> Generator[Message]:
        left = limit
        with self._attach(address, copy=False) as link:
            while left is None or left > 0:
                link.top_up(PREFETCH if left is None else min(PREFETCH, left))
                delivery = link.next(wait)
                if delivery is None:
                    return
                yield from _hand_over(link, delivery)
                left = None if left is None else left - 1

    def _drain(
        self,
        address: str,
        limit: int | None,
        *,
        copy: bool,
    ) -> Generator[Message]:
        left = limit
        with self._attach(address, copy=copy) as link:
            while left is None or left > 0:
                asked = ROUND if left is None else min(ROUND, left)
                link.drain(asked)
                came = 0
                while (delivery := link.next_drained()) is not None:
                    came += 1
                    yield from _hand_over(link, delivery)
                # Fewer than asked is not all: the hub lends so many bytes at once.
                if came == 0:
                    return
                left = None if left is None else left - came

    @contextlib.contextmanager
    def _attach(self, address: str, *, copy: bool) -> Generator[Link]:
        if self._closed:
            message = f"vehicle '{self._name}' was closed. Create a new one."
            raise VehicleClosedError(message)
        if self._line is None or self._line.lost:
            self._line = self._connect()
        link = Link(self._line, address, copy=copy)
        try:
            yield link
        finally:
            link.detach()

    def _connect(self) -> Line:
        proton = Proton()
        deadline = monotonic() + self._connect_timeout
        attempt = 0
        while True:
            left = max(0.1, deadline - monotonic())
            try:
                return Line(proton, self._url, self._name, self._token, left)
            except (proton.ProtonException, OSError) as problem:
                pause = delay(attempt)
                attempt += 1
                if monotonic() + pause >= deadline:
                    message = (
                        f"gate '{self._url}' could not be reached within "
                        f"{self._connect_timeout:g} s: {problem}. "
                        "Check that the hub runs and that host and amqp_port are right."
                    )
                    raise GateConnectionError(message) from problem
            sleep(pause)


def _hand_over(link: Link, ready: tuple[Any, bytes]) -> Generator[Message]:
    """Yield the message; acknowledge once the loop comes back, else release."""
    delivery, data = ready
    try:
        yield link.read(data)
    except BaseException:
        with contextlib.suppress(GateConnectionError):
            link.release(delivery)
        raise
    link.finish(delivery)


def _check_limit(limit: int | None) -> None:
    if limit is not None and limit < 1:
        message = f"limit is {limit}; it must be at least 1, or None"
        raise ValueError(message)
