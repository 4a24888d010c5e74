from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from roundabout_vehicle import (
    AddressError,
    GateConnectionError,
    MissingExtraError,
    Vehicle,
    VehicleClosedError,
    _gate,
)
from roundabout_vehicle._fake_gate import FakeGate, HeldMessage
from roundabout_vehicle.testing import FakeHub
from vehicles import eventually, needs_proton

if TYPE_CHECKING:
    from collections.abc import Iterator


def bodies(count: int) -> list[bytes]:
    return [b'{"n":%d}' % n for n in range(count)]


def gate_with(**held: list[bytes]) -> FakeGate:
    gate = FakeGate()
    for address, waiting in held.items():
        put(gate, address, *waiting)
    return gate


def put(gate: FakeGate, address: str, *waiting: bytes) -> None:
    for body in waiting:
        gate.put(address, HeldMessage(body))


def held(gate: FakeGate, address: str = "enriched") -> list[bytes]:
    return [message.body for message in gate.held(address)]


def accepted(gate: FakeGate) -> list[bytes]:
    return [message.body for message in gate.settled("enriched", "accepted")]


def vehicle_to(gate: FakeGate, **options: Any) -> Vehicle:
    return Vehicle("127.0.0.1", amqp_port=gate.port, connect_timeout=5, **options)


@pytest.fixture
def gate() -> Iterator[FakeGate]:
    with gate_with(enriched=bodies(5)) as gate:
        yield gate


@needs_proton
def test_collects_what_a_message_says(gate: FakeGate) -> None:
    gate.put("raw", HeldMessage(b'{"n":0}', "k0", properties={"completed-by": "all"}))
    with vehicle_to(gate, name="crm") as vehicle:
        (message,) = vehicle.collect("raw", limit=1)
    assert message.body == b'{"n":0}'
    assert message.json() == {"n": 0}
    assert message.text() == '{"n":0}'
    assert (message.key, message.message_id) == ("k0", "m6")
    assert (message.subject, message.address) == ("raw", "raw")
    assert message.content_type == "application/json"
    assert message.created == 1_700_000_000
    assert message.properties == {"completed-by": "all"}
    assert gate.containers == ["crm"]


@needs_proton
def test_a_message_has_nothing_of_the_one_before(gate: FakeGate) -> None:
    gate.put("mixed", HeldMessage(b"full", "k0", properties={"completed-by": "all"}))
    gate.put("mixed", HeldMessage(b"bare", content_type=""))
    with vehicle_to(gate) as vehicle:
        _, bare = vehicle.take("mixed")
    assert (bare.key, bare.content_type, bare.properties) == (None, None, {})


@needs_proton
def test_collect_acknowledges_as_the_loop_goes_on(gate: FakeGate) -> None:
    with vehicle_to(gate) as vehicle:
        for place, message in enumerate(vehicle.collect("enriched", limit=3)):
            assert message.json() == {"n": place}
            eventually(lambda: len(accepted(gate)) == place)  # noqa: B023 - used at once
        assert accepted(gate) == bodies(3)
        assert held(gate) == bodies(5)[3:]
    assert gate.most_on_their_way == 3


@needs_proton
def test_break_gives_back_the_message_in_hand(gate: FakeGate) -> None:
    with vehicle_to(gate) as vehicle:
        for message in vehicle.collect("enriched"):
            if message.json() == {"n": 1}:
                break
        assert accepted(gate) == bodies(1)
        assert held(gate) == bodies(5)[1:]
        again = [message.json()["n"] for message in vehicle.take("enriched")]
        assert again == [1, 2, 3, 4]


@needs_proton
def test_exception_gives_back_the_message_in_hand(gate: FakeGate) -> None:
    def fail(vehicle: Vehicle) -> None:
        for _ in vehicle.collect("enriched"):
            raise KeyError

    with vehicle_to(gate) as vehicle:
        with pytest.raises(KeyError):
            fail(vehicle)
        assert accepted(gate) == []
        assert held(gate) == bodies(5)


@needs_proton
def test_closing_gives_back_what_an_open_loop_holds(gate: FakeGate) -> None:
    vehicle = vehicle_to(gate)
    messages = vehicle.collect("enriched")
    next(messages)
    vehicle.close()
    eventually(lambda: held(gate) == bodies(5))
    with pytest.raises(GateConnectionError):
        next(messages)


@needs_proton
def test_collect_ends_after_waiting(gate: FakeGate) -> None:
    with vehicle_to(gate) as vehicle:
        assert list(vehicle.collect("empty", wait=0.05)) == []
        assert len(list(vehicle.collect("enriched", wait=2))) == 5
    assert accepted(gate) == bodies(5)


@needs_proton
def test_collect_gets_what_comes_later(gate: FakeGate) -> None:
    with vehicle_to(gate) as vehicle:
        put(gate, "empty", b"late", b"later")
        received = [message.body for message in vehicle.collect("empty", limit=2)]
    assert received == [b"late", b"later"]


@needs_proton
def test_take_ends_when_nothing_is_ready(gate: FakeGate) -> None:
    with vehicle_to(gate) as vehicle:
        started = time.monotonic()
        assert list(vehicle.take("empty")) == []
        assert [m.json()["n"] for m in vehicle.take("enriched")] == [0, 1, 2, 3, 4]
        assert time.monotonic() - started < 5
    assert accepted(gate) == bodies(5)


@needs_proton
def test_take_leaves_what_is_over_its_limit(gate: FakeGate) -> None:
    with vehicle_to(gate) as vehicle:
        assert [m.json()["n"] for m in vehicle.take("enriched", 2)] == [0, 1]
        assert gate.most_on_their_way == 2
    assert held(gate) == bodies(5)[2:]


@needs_proton
@pytest.mark.parametrize("count", [499, 500, 501, 1_234])
def test_take_goes_over_many_rounds(count: int) -> None:
    with gate_with(enriched=bodies(count)) as gate, vehicle_to(gate) as vehicle:
        assert [m.body for m in vehicle.take("enriched")] == bodies(count)


@needs_proton
def test_take_goes_on_where_the_hub_offers_no_more_than_it_lends() -> None:
    with gate_with(enriched=bodies(10)) as gate, vehicle_to(gate) as vehicle:
        gate.lends = 4
        assert [m.body for m in vehicle.take("enriched")] == bodies(10)


@needs_proton
def test_collect_goes_on_over_many_credits() -> None:
    with gate_with(enriched=bodies(1_000)) as gate, vehicle_to(gate) as vehicle:
        received = [m.body for m in vehicle.collect("enriched", limit=950)]
        assert received == bodies(950)
        assert held(gate) == bodies(1_000)[950:]
        assert gate.most_on_their_way <= 2 * _gate.PREFETCH


@needs_proton
def test_browse_takes_nothing(gate: FakeGate) -> None:
    with vehicle_to(gate) as vehicle:
        assert [m.json()["n"] for m in vehicle.browse("enriched", 3)] == [0, 1, 2]
        assert [m.body for m in vehicle.browse("enriched")] == bodies(5)
        assert held(gate) == bodies(5)
    assert accepted(gate) == []


@needs_proton
def test_large_bodies_arrive_whole() -> None:
    large = bytes(range(256)) * 8_000
    with gate_with(scans=[large, b"small"]) as gate, vehicle_to(gate) as vehicle:
        assert [m.body for m in vehicle.take("scans")] == [large, b"small"]


@needs_proton
def test_unknown_address_is_told_with_its_reason(gate: FakeGate) -> None:
    gate.refuse("enrichd")
    with vehicle_to(gate) as vehicle:
        with pytest.raises(AddressError, match="address 'enrichd' was") as caught:
            next(vehicle.collect("enrichd"))
        assert caught.value.condition == "amqp:not-found"
        assert caught.value.description == "no address 'enrichd'; there is 'enriched'"
        assert len(list(vehicle.take("enriched"))) == 5


@needs_proton
def test_lost_connection_is_told_and_made_again(gate: FakeGate) -> None:
    with vehicle_to(gate) as vehicle:
        messages = vehicle.collect("enriched")
        next(messages)
        gate.cut()
        with pytest.raises(GateConnectionError, match="Collect again"):
            list(messages)
        eventually(lambda: held(gate))
        assert list(vehicle.take("enriched"))


@needs_proton
def test_busy_loop_body_keeps_the_connection(gate: FakeGate) -> None:
    with vehicle_to(gate) as vehicle:
        messages = vehicle.collect("enriched")
        next(messages)
        next(messages)
        # Nobody calls the vehicle now; its pulse sends the first acknowledgement off.
        eventually(lambda: accepted(gate) == bodies(1))


@needs_proton
def test_absent_gate_is_told() -> None:
    vehicle = Vehicle("127.0.0.1", amqp_port=1, connect_timeout=0.3)
    with pytest.raises(GateConnectionError, match="could not be reached"):
        next(vehicle.collect("enriched"))
    vehicle.close()


@needs_proton
def test_port_that_does_not_speak_amqp_is_told_in_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_gate, "LONGEST_CONNECT", 0.3)
    with FakeHub() as hub:
        vehicle = Vehicle(hub.host, amqp_port=hub.port)
        with pytest.raises(GateConnectionError, match="amqp_port are right"):
            next(vehicle.take("enriched"))
        vehicle.close()


@needs_proton
def test_loop_of_a_closed_vehicle_cannot_begin(gate: FakeGate) -> None:
    vehicle = vehicle_to(gate)
    messages = vehicle.take("enriched")
    vehicle.close()
    with pytest.raises(VehicleClosedError):
        next(messages)


@pytest.mark.parametrize("limit", [0, -1])
def test_limit_out_of_range_is_told(limit: int) -> None:
    with Vehicle("localhost") as vehicle:
        for call in (vehicle.take, vehicle.browse):
            with pytest.raises(ValueError, match="limit"):
                call("enriched", limit)
        with pytest.raises(ValueError, match="limit"):
            vehicle.collect("enriched", limit=limit)


def test_missing_extra_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "proton", None)
    with Vehicle("localhost") as vehicle:
        messages = vehicle.take("enriched")
        with pytest.raises(MissingExtraError, match=r"roundabout-vehicle\[amqp\]"):
            next(messages)
