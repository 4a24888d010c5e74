from __future__ import annotations

import socket
import threading
from typing import Any

import pytest

import vectors
from roundabout_vehicle import (
    ClosedByHubError,
    FlushError,
    GateConnectionError,
    Vehicle,
)
from roundabout_vehicle.testing import FakeHub, HeldMessage
from vehicles import eventually, needs_proton

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


def both_ways(hub: FakeHub) -> Vehicle:
    return Vehicle(hub.host, entrance_port=hub.port, amqp_port=hub.amqp_port)


def copy_names(vehicle: Vehicle) -> None:
    for customer in vehicle.take("customers"):
        vehicle.push("names", customer.json(), key=customer.key)
        vehicle.flush()


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


@pytest.mark.parametrize("vector", vectors.read("names.json"))
def test_fake_hub_takes_the_names_that_a_hub_takes(vector: dict[str, Any]) -> None:
    stream = vectors.to_text(vector["stream"])
    if not any(sign <= " " for sign in stream):
        with FakeHub() as hub:
            converse(hub, f"!stream {stream}\nx\n".encode())
            assert bool(hub.messages()) == vector["valid"]


def test_fake_hub_turns_vehicles_away() -> None:
    with FakeHub() as hub:
        hub.turn_away("auth the token was revoked")
        vehicle = Vehicle(hub.host, entrance_port=hub.port)
        with pytest.raises(ClosedByHubError, match="the token was revoked") as caught:
            vehicle.push("orders", "x")
        assert caught.value.code == "auth"
        hub.turn_away("")
        with Vehicle(hub.host, entrance_port=hub.port) as vehicle:
            vehicle.push("orders", "x")
        assert hub.bodies() == [b"x"]


@needs_proton
def test_vehicle_under_test_collects_and_pushes() -> None:
    with FakeHub() as hub:
        hub.put("customers", {"name": "Ada"}, key="c42")
        with both_ways(hub) as vehicle:
            copy_names(vehicle)
        assert [(m.key, m.body) for m in hub.messages("names")] == [
            ("c42", b'{"name":"Ada"}')
        ]
        assert [m.key for m in hub.accepted("customers")] == ["c42"]
        assert hub.held("customers") == []


@needs_proton
def test_message_whose_loop_failed_is_held_again() -> None:
    with FakeHub(refuse=lambda _: "schema") as hub, both_ways(hub) as vehicle:
        hub.put("customers", HeldMessage(b"{}", message_id="a"))
        with pytest.raises(FlushError):
            copy_names(vehicle)
        assert [m.message_id for m in hub.released("customers")] == ["a"]
        assert [m.message_id for m in hub.held("customers")] == ["a"]


@needs_proton
def test_lost_connection_counts_one_failed_attempt() -> None:
    with FakeHub() as hub, both_ways(hub) as vehicle:
        for name in "ab":
            hub.put("enriched", HeldMessage(b"{}", message_id=name))
        messages = vehicle.collect("enriched")
        next(messages)
        hub.cut()
        eventually(lambda: len(hub.held("enriched")) == 2)
        assert [m.message_id for m in hub.failed("enriched")] == ["a"]
        with pytest.raises(GateConnectionError):
            list(messages)
        again = [(m.message_id, m.delivery_count) for m in vehicle.take("enriched")]
        assert again == [("a", 1), ("b", 0)]


@needs_proton
def test_fake_hub_keeps_what_it_holds_over_a_restart() -> None:
    with FakeHub() as hub:
        hub.put("enriched", "{}")
        port = hub.amqp_port
        hub.stop()
        hub.start()
        assert hub.amqp_port == port
        with both_ways(hub) as vehicle:
            assert len(list(vehicle.take("enriched"))) == 1
