"""The fake hub's way out: queues in memory, on proton; see `testing`."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Callable

from roundabout_vehicle._amqp import Proton

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

STARTING = 10.0  # seconds for the thread to listen
TICK = 0.01  # seconds after which calls of other threads are looked at
FAREWELL = 20  # rounds for proton to write what it has to say


@dataclass(frozen=True)
class HeldMessage:
    """A message that the fake hub holds at an address, or held there.

    Attributes:
        body: its bytes.
        key: the key, if it has one.
        message_id: stays the same; `m1`, `m2`, … if none was given.
        content_type: what the body is; empty if it is not said.
        properties: such as `completed-by`.
        created: when it is said to have been made, in seconds since 1970.
    """

    body: bytes
    key: str | None = None
    message_id: str = ""
    content_type: str = "application/json"
    properties: Mapping[str, object] = field(default_factory=dict)
    created: float = 1_700_000_000.0


@dataclass(frozen=True)
class _Item:
    """A message at its place."""

    address: str
    place: int
    message: HeldMessage
    failed: int = 0


class FakeGate:
    """Listens from `start` to `stop`; what it holds stays. Thread-safe."""

    def __init__(self) -> None:
        self._proton = Proton()
        self._lock = threading.RLock()
        self._queues: dict[str, dict[int, _Item]] = {}
        self._refused: set[str] = set()
        self._settled: list[tuple[str, _Item]] = []
        self._places = 0
        self.port = 0
        self.containers: list[str] = []
        self.most_on_their_way = 0
        # As the hub: who has so many gets no more, and a drain is answered then.
        self.lends: int | None = None
        # What follows belongs to the thread, from one start to the next stop.
        self._container: Any = None
        self._acceptor: Any = None
        self._links: dict[Any, dict[str, _Item]] = {}
        self._copies: dict[Any, list[_Item]] = {}
        self._connections: list[Any] = []
        self._calls: deque[Callable[[], None]] = deque()
        self._listening = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen; again on the same port after a `stop`."""
        self._container = self._proton.Container(self)
        self._listening.clear()
        self._stopping.clear()
        self._thread = threading.Thread(
            target=self._run,
            name="roundabout-fake-gate",
            daemon=True,
        )
        self._thread.start()
        if not self._listening.wait(STARTING):
            message = f"the fake gate cannot listen on port {self.port}"
            raise OSError(message)

    def stop(self) -> None:
        """Break every connection and refuse new ones."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._stopping.set()
            thread.join()

    def __enter__(self) -> FakeGate:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def put(self, address: str, message: HeldMessage) -> None:
        with self._lock:
            self._places += 1
            if not message.message_id:
                message = replace(message, message_id=f"m{self._places}")
            item = _Item(address, self._places, message)
            self._queue(address)[item.place] = item
        self._calls.append(self._pump_all)

    def refuse(self, address: str) -> None:
        with self._lock:
            self._refused.add(address)

    def held(self, address: str) -> list[HeldMessage]:
        with self._lock:
            return [item.message for item in self._items(address)]

    def settled(self, address: str, outcome: str) -> list[HeldMessage]:
        """Return what became `accepted`, `released` or `failed`, in that order."""
        with self._lock:
            return [
                item.message
                for become, item in self._settled
                if become == outcome and item.address == address
            ]

    def cut(self) -> None:
        self._calls.append(self._cut)

    # The thread.

    def _run(self) -> None:
        self._container.timeout = TICK
        self._container.start()
        while not self._stopping.is_set():
            self._container.process()
            while self._calls:
                self._calls.popleft()()
        self._acceptor.close()
        for connection in self._connections:
            connection.close()
        for _ in range(FAREWELL):
            self._container.process()
        for link in list(self._links):
            self._give_up(link, failed=False)
        self._connections.clear()

    def _cut(self) -> None:
        for connection in self._connections:
            connection.transport.close_tail()
            connection.transport.close_head()

    # What proton calls.

    def on_reactor_init(self, event: Any) -> None:
        self._acceptor = event.container.listen(f"127.0.0.1:{self.port}")
        # Proton tells it nowhere else.
        self.port = self._acceptor._selectable._delegate.getsockname()[1]
        self._listening.set()

    def on_connection_remote_open(self, event: Any) -> None:
        self._connections.append(event.connection)
        self.containers.append(event.connection.remote_container)
        event.connection.open()

    def on_session_remote_open(self, event: Any) -> None:
        event.session.open()

    def on_link_remote_open(self, event: Any) -> None:
        link = event.link
        if link.is_receiver:
            self._turn_away(link, "amqp:not-implemented", "for collecting only")
            return
        address = link.remote_source.address
        with self._lock:
            if address in self._refused:
                names = ", ".join(f"'{each}'" for each in sorted(self._queues))
                nearest = f"; there is {names}" if names else ""
                why = f"no address '{address}'{nearest}"
                self._turn_away(link, "amqp:not-found", why)
                return
            link.source.address = address
            mode = link.remote_source.distribution_mode
            link.source.distribution_mode = mode
            if mode == self._proton.copy_mode:
                self._copies[link] = self._items(address)
            self._links[link] = {}
            link.open()

    def on_link_flow(self, event: Any) -> None:
        if event.link in self._links:
            self._pump(event.link)

    def on_delivery(self, event: Any) -> None:
        delivery = event.delivery
        if not delivery.updated or delivery.link not in self._links:
            return
        item = self._links[delivery.link].pop(delivery.tag)
        if delivery.remote_state == self._proton.accepted:
            outcome = "accepted"
        elif delivery.remote_state == self._proton.modified and delivery.remote.failed:
            outcome = "failed"
        else:
            outcome = "released"
        if delivery.link not in self._copies:
            self._settle(item, outcome)
        delivery.settle()

    def on_link_remote_close(self, event: Any) -> None:
        self._give_up(event.link, failed=False)
        event.link.close()

    def on_connection_remote_close(self, event: Any) -> None:
        for link in self._links_of(event.connection):
            self._give_up(link, failed=False)
        event.connection.close()

    def on_transport_closed(self, event: Any) -> None:
        if event.connection in self._connections:
            self._connections.remove(event.connection)
        for link in self._links_of(event.connection):
            self._give_up(link, failed=True)

    # On the thread too.

    def _links_of(self, connection: Any) -> list[Any]:
        return [link for link in self._links if link.connection == connection]

    def _turn_away(self, link: Any, condition: str, why: str) -> None:
        link.open()
        link.condition = self._proton.Condition(condition, why)
        link.close()

    def _pump_all(self) -> None:
        for link in list(self._links):
            self._pump(link)

    def _pump(self, link: Any) -> None:
        on_their_way = self._links[link]
        while link.credit > 0 and self._may_lend(len(on_their_way)):
            item = self._take(link)
            if item is None:
                break
            tag = str(item.place)
            on_their_way[tag] = item
            link.send(self._encoded(item), tag)
        self.most_on_their_way = max(self.most_on_their_way, len(on_their_way))
        if link.drain_mode:
            link.drained()

    def _may_lend(self, lent: int) -> bool:
        return self.lends is None or lent < self.lends

    def _take(self, link: Any) -> _Item | None:
        if link in self._copies:
            return self._copies[link].pop(0) if self._copies[link] else None
        with self._lock:
            queue = self._queue(link.source.address)
            return queue.pop(min(queue)) if queue else None

    def _encoded(self, item: _Item) -> Any:
        held = item.message
        return self._proton.Message(
            body=held.body,
            inferred=True,
            durable=True,
            id=held.message_id,
            group_id=held.key,
            subject=item.address,
            content_type=held.content_type or None,
            creation_time=held.created,
            delivery_count=item.failed,
            properties=dict(held.properties),
        )

    def _give_up(self, link: Any, *, failed: bool) -> None:
        copied = self._copies.pop(link, None) is not None
        items = sorted(self._links.pop(link, {}).values(), key=_place)
        # The oldest is the one that a vehicle was at.
        for place, item in enumerate([] if copied else items):
            self._settle(item, "failed" if failed and place == 0 else "released")

    # Any thread.

    def _settle(self, item: _Item, outcome: str) -> None:
        with self._lock:
            self._settled.append((outcome, item))
            if outcome != "accepted":
                failed = item.failed + (outcome == "failed")
                self._queue(item.address)[item.place] = replace(item, failed=failed)

    def _queue(self, address: str) -> dict[int, _Item]:
        return self._queues.setdefault(address, {})

    def _items(self, address: str) -> list[_Item]:
        return sorted(self._queue(address).values(), key=_place)


def _place(item: _Item) -> int:
    return item.place
