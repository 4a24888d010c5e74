"""Measures how fast one process pushes, and prints one line of JSON.

Run: python benchmarks/push_rate.py [--messages N] [--body dict|str|bytes]
     python benchmarks/push_rate.py --entrance PORT --file FILE [--body dict|str|bytes]

Without a port it pushes 200-byte messages to a sink that only counts. With one, the
lines of a file to stream `orders` of the hub there.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING

from roundabout_vehicle import Vehicle, _wire

if TYPE_CHECKING:
    from collections.abc import Iterable

    from roundabout_vehicle._encoding import Value

GREETING = (
    b"+hello roundabout/1 session=s last=0 max-line=65536 max-put=16777216 "
    b"window=1048576\n"
)
BODY_BYTES = 200


def count(listener: socket.socket) -> None:
    """Acknowledge every line of one connection but its commands."""
    connection, _ = listener.accept()
    connection.recv(65536)
    connection.sendall(GREETING)
    connection.recv(len(_wire.SYNC), socket.MSG_WAITALL)
    connection.sendall(b"+sync 0\n")
    number = -1  # the !stream
    while data := connection.recv(256 * 1024):
        number += data.count(b"\n")
        if data.endswith(b"!bye\n"):
            connection.sendall(b"+bye %d\n" % (number - 1))
            return
        connection.sendall(b"+ok %d\n" % number)


def made(messages: int) -> list[bytes]:
    """Return so many JSON objects of 200 bytes."""
    bodies = []
    for n in range(messages):
        start = f'{{"order_id":{n},"customer":"c{n % 1000:04}","padding":"'
        bodies.append(f'{start}{"x" * (BODY_BYTES - 2 - len(start))}"}}'.encode())
    return bodies


def values(bodies: list[bytes], kind: str) -> list[Value]:
    """Return what a script would push to send these bodies."""
    if kind == "bytes":
        return list(bodies)
    texts = [body.decode() for body in bodies]
    return list(texts) if kind == "str" else [json.loads(text) for text in texts]


def push(port: int, messages: Iterable[Value]) -> dict[str, float]:
    """Push, wait until all is decided, and return the figures."""
    with Vehicle("127.0.0.1", entrance_port=port) as vehicle:
        before = vehicle.last
        started, used = time.perf_counter(), time.process_time()
        for value in messages:
            receipt = vehicle.push("orders", value)
        vehicle.flush(600)
        return {
            "messages": receipt.number - before,
            "seconds": time.perf_counter() - started,
            "cpu": time.process_time() - used,
        }


def main() -> None:
    """Push, flush, and print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=300_000)
    parser.add_argument("--body", choices=["dict", "str", "bytes"], default="dict")
    parser.add_argument("--entrance", type=int)
    parser.add_argument("--file", type=Path)
    options = parser.parse_args()
    if options.entrance is not None:
        bodies = options.file.read_bytes().splitlines()
        print(json.dumps(push(options.entrance, values(bodies, options.body))))
        return
    listener = socket.create_server(("127.0.0.1", 0))
    sink = multiprocessing.Process(target=count, args=(listener,), daemon=True)
    sink.start()
    bodies = made(options.messages)
    figures = push(listener.getsockname()[1], values(bodies, options.body))
    print(json.dumps(figures))
    sink.join(5)


if __name__ == "__main__":
    main()
