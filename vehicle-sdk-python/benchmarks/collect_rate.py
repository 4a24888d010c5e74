"""Measures how fast one process collects, and prints one line of JSON.

Run: python benchmarks/collect_rate.py BY PORT MESSAGES

Collects so many messages from mailbox `orders` at the gate on PORT, acknowledges each,
and looks at the length of each body. BY is `vehicle`, or bare python-qpid-proton as its
users write it: `handler` (a MessagingHandler) or `blocking` (a BlockingReceiver). All
have the credit of a vehicle.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from proton.handlers import MessagingHandler
from proton.reactor import Container
from proton.utils import BlockingConnection

from roundabout_vehicle import Vehicle
from roundabout_vehicle._gate import PREFETCH

ADDRESS = "orders"


class Counting(MessagingHandler):
    """Accepts so many messages, then leaves."""

    def __init__(self, url: str, messages: int) -> None:
        """Prepare."""
        super().__init__(prefetch=PREFETCH)
        self._url = url
        self._left = messages
        self.total = 0

    def on_start(self, event: Any) -> None:  # noqa: ANN401 - proton's
        """Attach."""
        connection = event.container.connect(self._url)
        event.container.create_receiver(connection, ADDRESS)

    def on_message(self, event: Any) -> None:  # noqa: ANN401 - proton's
        """Count; proton gives back what comes to a closed link."""
        self.total += len(event.message.body)
        self._left -= 1
        if self._left == 0:
            event.receiver.close()
            event.connection.close()


def by_handler(port: int, messages: int) -> int:
    """Collect with proton's reactor."""
    handler = Counting(f"amqp://127.0.0.1:{port}", messages)
    Container(handler).run()
    return handler.total


def by_blocking(port: int, messages: int) -> int:
    """Collect with proton's blocking receiver."""
    connection = BlockingConnection(f"amqp://127.0.0.1:{port}")
    receiver = connection.create_receiver(ADDRESS, credit=PREFETCH)
    total = 0
    for _ in range(messages):
        message: Any = receiver.receive()
        total += len(message.body)
        receiver.accept()
    connection.close()
    return total


def by_vehicle(port: int, messages: int) -> int:
    """Collect with this package."""
    with Vehicle("127.0.0.1", amqp_port=port) as vehicle:
        return sum(len(m.body) for m in vehicle.collect(ADDRESS, limit=messages))


def main() -> None:
    """Collect, and print the figures."""
    ways = {"vehicle": by_vehicle, "handler": by_handler, "blocking": by_blocking}
    way, port, messages = ways[sys.argv[1]], int(sys.argv[2]), int(sys.argv[3])
    started, used = time.perf_counter(), time.process_time()
    total = way(port, messages)
    figures = {
        "messages": messages,
        "seconds": time.perf_counter() - started,
        "cpu": time.process_time() - used,
        "bytes": total,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
