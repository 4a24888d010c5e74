"""A connection to the gate: the only module that imports proton, when it is used."""

from __future__ import annotations

import contextlib
import importlib
import threading
from typing import TYPE_CHECKING, Any, Callable

from roundabout_vehicle._errors import GateConnectionError, MissingExtraError

if TYPE_CHECKING:
    from types import TracebackType

DETACH_TIMEOUT = 5.0  # seconds for the hub to answer a detach
PULSE = 0.2  # seconds between looks at a connection whose loop body is busy


class Proton:
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
        self.Condition = proton.Condition
        self.copy_mode = proton.Terminus.DIST_MODE_COPY
        self.accepted = proton.Delivery.ACCEPTED
        self.released = proton.Delivery.RELEASED
        self.modified = proton.Delivery.MODIFIED
        self.Container = reactor.Container
        self.Copy = reactor.Copy
        self.BlockingConnection = utils.BlockingConnection


class _Calls:
    """Enters proton; what it raises means the connection is lost.

    Made once and entered for each message: a generator would cost more than the call.
    """

    def __init__(self, line: Line, lock: threading.Lock) -> None:
        self._line = line
        self._lock = lock

    def __enter__(self) -> None:
        self._lock.acquire()
        if self._line.lost is not None:
            self._lock.release()
            raise _lost(self._line.lost)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if isinstance(error, self._line.proton.ProtonException):
                self._line.lost = error
                raise _lost(error) from error
        finally:
            self._lock.release()


class Line:
    """One AMQP connection. Every call into proton is made in `calls`, under `_lock`.

    Proton answers the hub's heartbeats only while it is called, so a thread of its own
    calls it while the loop body is busy; this also sends acknowledgements off.
    """

    def __init__(
        self,
        proton: Proton,
        url: str,
        name: str,
        token: str | None,
        timeout: float,
    ) -> None:
        self.proton = proton
        self.lost: Exception | None = None
        self._lock = threading.Lock()
        self.calls = _Calls(self, self._lock)
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

    def receiver(self, address: str, handler: object, *, copy: bool) -> Any:
        """Attach a receiver whose events go to `handler`; the answer is yet to come."""
        with self.calls:
            return self._container.create_receiver(
                self._connection.conn,
                address,
                handler=handler,
                options=[self.proton.Copy()] if copy else None,
            )

    def wait(self, condition: Callable[[], Any], timeout: float | None) -> bool:
        """Process events until `condition`, or for `timeout` seconds."""
        with self.calls:
            try:
                self._connection.wait(condition, timeout=timeout)
            except self.proton.Timeout:
                return bool(condition())
            return True

    def flush(self) -> None:
        """Send off what was said, and take in what is there, without waiting."""
        with self.calls:
            self._process_now()

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


def _lost(problem: Exception) -> GateConnectionError:
    message = (
        f"the connection to the gate was lost: {problem}. Collect again; what was not "
        "acknowledged may come again."
    )
    return GateConnectionError(message)
