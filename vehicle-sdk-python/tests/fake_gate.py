"""A small AMQP 1.0 hub of queues on proton, for tests of collecting."""

from __future__ import annotations

import importlib
import threading
from collections import deque
from typing import TYPE_CHECKING, Any, Callable

if TYPE_CHECKING:
    from types import TracebackType


class FakeGate:
    """Listens while in a `with` block; its state may be read while nothing moves."""

    def __init__(
        self,
        held: dict[str, list[bytes]],
        most_unsettled: int = 100_000,
    ) -> None:
        self.most_unsettled = most_unsettled
        self.held = {
            address: list(enumerate(bodies)) for address, bodies in held.items()
        }
        self.accepted: list[bytes] = []
        self.released: list[bytes] = []
        self.containers: list[str] = []
        self.most_on_their_way = 0
        self.port = 0
        self._proton: Any = importlib.import_module("proton")
        reactor: Any = importlib.import_module("proton.reactor")
        self._container = reactor.Container(self)
        self._links: dict[Any, dict[str, tuple[int, bytes]]] = {}
        self._connections: list[Any] = []
        self._acceptor: Any = None
        self._calls: deque[Callable[[], None]] = deque()
        self._listening = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> FakeGate:
        self._thread.start()
        assert self._listening.wait(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.set()
        self._thread.join()

    def add(self, address: str, *bodies: bytes) -> None:
        def add() -> None:
            queue = self.held[address]
            start = len(self.accepted) + len(queue)
            queue += [(start + place, body) for place, body in enumerate(bodies)]
            for link in list(self._links):
                self._pump(link)

        self._calls.append(add)

    def drop_connections(self) -> None:
        def drop() -> None:
            for connection in self._connections:
                connection.transport.close_tail()
                connection.transport.close_head()

        self._calls.append(drop)

    def bodies(self, address: str) -> list[bytes]:
        return [body for _, body in self.held[address]]

    def _run(self) -> None:
        self._container.timeout = 0.01
        self._container.start()
        while not self._stopping.is_set():
            self._container.process()
            while self._calls:
                self._calls.popleft()()
        self._acceptor.close()
        for connection in self._connections:
            connection.close()
        for _ in range(20):
            self._container.process()

    # What proton calls.

    def on_reactor_init(self, event: Any) -> None:
        self._acceptor = event.container.listen("127.0.0.1:0")
        self.port = self._acceptor._selectable._delegate.getsockname()[1]  # noqa: SLF001 - proton tells it nowhere else
        self._listening.set()

    def on_connection_remote_open(self, event: Any) -> None:
        self._connections.append(event.connection)
        self.containers.append(event.connection.remote_container)
        event.connection.open()

    def on_session_remote_open(self, event: Any) -> None:
        event.session.open()

    def on_link_remote_open(self, event: Any) -> None:
        link = event.link
        address = link.remote_source.address
        if address not in self.held:
            link.open()
            link.condition = self._proton.Condition("amqp:not-found", "try 'enriched'")
            link.close()
            return
        link.source.address = address
        link.source.distribution_mode = link.remote_source.distribution_mode
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
        if delivery.remote_state == self._proton.Delivery.ACCEPTED:
            self.accepted.append(item[1])
        else:
            self.released.append(item[1])
            self._put_back(delivery.link, [item])
        delivery.settle()

    def on_link_remote_close(self, event: Any) -> None:
        self._give_up(event.link)
        event.link.close()

    def on_connection_remote_close(self, event: Any) -> None:
        event.connection.close()

    def on_transport_closed(self, event: Any) -> None:
        connection = event.connection
        if connection in self._connections:
            self._connections.remove(connection)
        for link in [each for each in self._links if each.connection == connection]:
            self._give_up(link)

    def _pump(self, link: Any) -> None:
        copying = link.source.distribution_mode == self._proton.Terminus.DIST_MODE_COPY
        queue = self.held[link.source.address]
        on_their_way = self._links[link]
        waiting = [each for each in queue if str(each[0]) not in on_their_way]
        # As the hub: a full link gets nothing more, and a drain is answered then.
        room = max(0, self.most_unsettled - len(on_their_way))
        for item in waiting[: min(room, link.credit)]:
            number, body = item
            if not copying:
                queue.remove(item)
            message = self._proton.Message(
                body=body,
                inferred=True,
                id=f"m{number}",
                group_id=f"k{number}",
                subject="enriched",
                content_type="application/json",
                creation_time=1_700_000_000,
                delivery_count=self.released.count(body),
                properties={"completed-by": "all"},
            )
            on_their_way[str(number)] = item
            link.send(message, str(number))
        self.most_on_their_way = max(self.most_on_their_way, len(on_their_way))
        if link.drain_mode:
            link.drained()

    def _give_up(self, link: Any) -> None:
        if link in self._links:
            self._put_back(link, list(self._links.pop(link).values()))

    def _put_back(self, link: Any, items: list[tuple[int, bytes]]) -> None:
        queue = self.held[link.source.address]
        queue[:] = sorted({*queue, *items})
