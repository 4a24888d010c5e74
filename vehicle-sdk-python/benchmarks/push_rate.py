"""Measures how fast one process pushes 200-byte messages to a sink that only counts.

Run: python benchmarks/push_rate.py [MESSAGES]
"""

from __future__ import annotations

import multiprocessing
import socket
import sys
import time

from roundabout_vehicle import Vehicle

GREETING = (
    b"+hello roundabout/1 session=s last=0 max-line=65536 max-put=16777216 "
    b"window=1048576\n"
)


def count(listener: socket.socket) -> None:
    """Acknowledge every line of one connection but its `!hello` and `!stream`."""
    connection, _ = listener.accept()
    connection.recv(65536)
    connection.sendall(GREETING)
    number = -1
    while data := connection.recv(256 * 1024):
        number += data.count(b"\n")
        if data.endswith(b"!bye\n"):
            connection.sendall(b"+bye %d\n" % (number - 1))
            return
        connection.sendall(b"+ok %d\n" % number)


def main() -> None:
    """Push, flush, and print the rate."""
    messages = int(sys.argv[1]) if len(sys.argv) > 1 else 300_000
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    sink = multiprocessing.Process(target=count, args=(listener,), daemon=True)
    sink.start()
    padding = "x" * 150
    with Vehicle("127.0.0.1", entrance_port=port) as vehicle:
        started = time.perf_counter()
        for n in range(messages):
            order = {"order_id": n, "customer": f"c{n % 1000:04}", "padding": padding}
            receipt = vehicle.push("orders", order)
        vehicle.flush(60)
        seconds = time.perf_counter() - started
    print(f"{receipt.number} messages in {seconds:.2f} s: {messages / seconds:,.0f}/s")
    sink.join(5)


if __name__ == "__main__":
    main()
