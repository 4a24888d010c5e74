"""Collecting over AMQP 1.0: the only module that needs proton, and only when used."""

from __future__ import annotations

import contextlib
import importlib
import json
import threading
from collections import deque
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Callable

from roundabout_vehicle._carrier import delay
from roundabout_vehicle._errors import (
    AddressError,
    GateConnectionError,
    MissingExtraError,
    VehicleClosedError,
)
from roundabout_vehicle._message import Message

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

PREFETCH = 100  # messages on their way to a loop that has no limit
ROUND = 500  # messages asked for by one drain
OPERATION_TIMEOUT = 30.0  # seconds for the hub to answer an attach or a drain
DETACH_TIMEOUT = 5.0  # seconds for the hub to answer a detach
PULSE = 0.2  # seconds between looks at a connection whose loop body is busy


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
        self._connect_timeout = connect_timeout
        self._line: _Line | None = None
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
                if came < asked:
                    return
                left = None if left is None else left - came

    @contextlib.contextmanager
    def _attach(self, address: str, *, copy: bool) -> Generator[_Link]:
        if self._closed:
            message = f"vehicle '{self._name}' was closed. Create a new one."
            raise VehicleClosedError(message)
        if self._line is None or self._line.lost:
            self._line = self._connect()
        link = self._line.attach(address, copy=copy)
        try:
            yield link
        finally:
            link.detach()

    def _connect(self) -> _Line:
        proton = _Proton()
        deadline = monotonic() + self._connect_timeout
        attempt = 0
        while True:
            left = max(0.1, deadline - monotonic())
            try:
                return _Line(proton, self._url, self._name, self._token, left)
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


class _Proton:
    """The parts of proton in use. Untyped on purpose: it may be missing."""

    def __init__(self) -> None:
        try:
            proton: Any = importlib.import_module("proton")
            reactor: Any = importlib.import_module("proton.reactor")
            utils: Any = importlib.import_module("proton.utils")
        except ImportError as error:
            message = (
                "collecting needs python-qpid-proton, which is not installed. "
                "Install 'roundabout-vehicle[amqp]'."
            )
            raise MissingExtraError(message) from error
        self.Message = proton.Message
        self.ProtonException: type[Exception] = proton.ProtonException
        self.Timeout: type[Exception] = proton.Timeout
        self.Endpoint = proton.Endpoint
        self.accepted = proton.Delivery.ACCEPTED
        self.released = proton.Delivery.RELEASED
        self.Container = reactor.Container
        self.Copy = reactor.Copy
        self.BlockingConnection = utils.BlockingConnection


class _Line:
    """One AMQP connection. Every call into proton is made under `_lock`.

    Proton answers the hub's heartbeats only while it is called, so a thread of its own
    calls it while the loop body is busy; this also sends acknowledgements off.
    """

    def __init__(
        self,
        proton: _Proton,
        url: str,
        name: str,
        token: str | None,
        timeout: float,
    ) -> None:
        self.proton = proton
        self.lost: Exception | None = None
        self._lock = threading.Lock()
        login: dict[str, Any] = {"allowed_mechs": "ANONYMOUS"}
        if token is not None:
            login = {"user": name, "password": token, "allowed_mechs": "PLAIN"}
        self._connection = proton.BlockingConnection(
            url,
            timeout=timeout,
            container=proton.Container(container_id=name),
            **login,
        )
        self._container = self._connection.container
        self._ended = threading.Event()
        self._pulse = threading.Thread(
            target=self._keep_alive,
            name="roundabout-vehicle-pulse",
            daemon=True,
        )
        self._pulse.start()

    def attach(self, address: str, *, copy: bool) -> _Link:
        inbox = _Inbox()
        with self.calls():
            receiver = self._container.create_receiver(
                self._connection.conn,
                address,
                handler=inbox,
                options=[self.proton.Copy()] if copy else None,
            )
        link = _Link(self, address, receiver, inbox, copy=copy)
        link.wait_until_attached()
        return link

    @contextlib.contextmanager
    def calls(self) -> Generator[None]:
        """Enter proton; what it raises means the connection is lost."""
        with self._lock:
            if self.lost is not None:
                raise _lost(self.lost)
            try:
                yield
            except self.proton.ProtonException as problem:
                self.lost = problem
                raise _lost(problem) from problem

    def wait(self, condition: Callable[[], Any], timeout: float | None) -> bool:
        """Process events until `condition`, or for `timeout` seconds."""
        with self.calls():
            try:
                self._connection.wait(condition, timeout=timeout)
            except self.proton.Timeout:
                return bool(condition())
            return True

    def close(self) -> None:
        self._ended.set()
        self._pulse.join(timeout=DETACH_TIMEOUT)
        with self._lock, contextlib.suppress(self.proton.ProtonException):
            self.lost = self.lost or ConnectionError("closed by the vehicle")
            self._connection.timeout = DETACH_TIMEOUT
            self._connection.close()

    def _keep_alive(self) -> None:
        while self.lost is None and not self._ended.wait(PULSE):
            # Busy means that the vehicle's thread is processing events itself.
            if not self._lock.acquire(blocking=False):
                continue
            try:
                self._process_now()
            except self.proton.ProtonException as problem:
                self.lost = problem
            finally:
                self._lock.release()

    def _process_now(self) -> None:
        before = self._container.timeout
        self._container.timeout = 0
        try:
            # One call finds the socket writable, the next writes, the third reads.
            for _ in range(3):
                self._container.process()
        finally:
            self._container.timeout = before
        if self._connection.disconnected:
            self.lost = ConnectionError(str(self._connection.disconnected))


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


class _Link:
    """A receiver on one address."""

    def __init__(
        self,
        line: _Line,
        address: str,
        receiver: Any,
        inbox: _Inbox,
        *,
        copy: bool,
    ) -> None:
        self._line = line
        self._address = address
        self._receiver = receiver
        self._inbox = inbox
        # Copies have no outcome; released is what does no harm where copy is unknown.
        self._done = line.proton.released if copy else line.proton.accepted

    def wait_until_attached(self) -> None:
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
        with self._line.calls():
            missing = wanted - self._receiver.credit - len(self._inbox.ready)
            if missing > 0 and missing * 2 >= wanted:
                self._receiver.flow(missing)

    def drain(self, asked: int) -> None:
        """Ask for up to `asked` messages that are ready now."""
        with self._line.calls():
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
        message = self._line.proton.Message()
        message.decode(data)
        return Message(
            body=_body(message.body),
            address=self._address,
            key=message.group_id,
            message_id=None if message.id is None else str(message.id),
            subject=message.subject,
            content_type=message.content_type or None,
            created=message.creation_time,
            delivery_count=message.delivery_count,
            properties=dict(message.properties or {}),
        )

    def finish(self, delivery: Any) -> None:
        """Acknowledge; a copy is just let go."""
        with self._line.calls():
            delivery.update(self._done)
            delivery.settle()

    def release(self, delivery: Any) -> None:
        """Give a message back, as if it had not been delivered."""
        with self._line.calls():
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
            with self._line.calls():
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


def _hand_over(link: _Link, ready: tuple[Any, bytes]) -> Generator[Message]:
    """Yield the message; acknowledge once the loop comes back, else release."""
    delivery, data = ready
    try:
        yield link.read(data)
    except BaseException:
        with contextlib.suppress(GateConnectionError):
            link.release(delivery)
        raise
    link.finish(delivery)


def _body(body: Any) -> bytes:
    if isinstance(body, (bytes, bytearray, memoryview)):
        return bytes(body)
    if isinstance(body, str):
        return body.encode()
    # The hub always sends bytes; another broker's values are shown as JSON.
    return b"" if body is None else json.dumps(body, default=str).encode()


def _lost(problem: Exception) -> GateConnectionError:
    message = (
        f"the connection to the gate was lost: {problem}. Collect again; what was not "
        "acknowledged may come again."
    )
    return GateConnectionError(message)


def _check_limit(limit: int | None) -> None:
    if limit is not None and limit < 1:
        message = f"limit is {limit}; it must be at least 1, or None"
        raise ValueError(message)
