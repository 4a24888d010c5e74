from __future__ import annotations

import socket
import threading
from typing import Any

import pytest

import vectors
from roundabout_vehicle.testing import FakeHub

CONVERSATIONS = [v for v in vectors.read("conversations.json") if "streams" not in v]
MORE_MAY_FOLLOW = ("-err", "-close", "+hello")


def converse(hub: FakeHub, client: bytes) -> list[str]:
    def write() -> None:
        # A hub that answers -close stops reading.
        try:
            connection.sendall(client)
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    with socket.create_connection((hub.host, hub.port), 10) as connection:
        writer = threading.Thread(target=write)
        writer.start()
        received = bytearray()
        while data := connection.recv(65536):
            received += data
        writer.join()
    lines = received.decode().splitlines()
    lines = [line for line in lines if not line.startswith("*")]
    last_ok = max((i for i, x in enumerate(lines) if x.startswith("+ok ")), default=-1)
    return [
        line
        for place, line in enumerate(lines)
        if place == last_ok or not line.startswith("+ok ")
    ]


def matches(expected: str, line: str) -> bool:
    words, wanted = line.split(" "), expected.split(" ")
    if wanted[0] in MORE_MAY_FOLLOW:
        words = words[: len(wanted)]
    return words == wanted


@pytest.mark.parametrize("vector", CONVERSATIONS, ids=vectors.names(CONVERSATIONS))
def test_fake_hub_converses_as_the_vectors_say(vector: dict[str, Any]) -> None:
    with FakeHub() as hub:
        for each in vector["connections"]:
            lines = converse(hub, vectors.to_bytes(each["client"]))
            assert len(lines) == len(each["server"]), lines
            assert all(map(matches, each["server"], lines)), lines
        if "kept" in vector:
            kept = [(m.stream, m.key, m.body) for m in hub.messages()]
            assert kept == [
                (m["stream"], m["key"], vectors.to_bytes(m["body"]))
                for m in vector["kept"]
            ]
