from __future__ import annotations

import threading
import time
from typing import Any

import pytest

import roundabout_vehicle
from roundabout_vehicle import (
    FlushError,
    FlushTimeoutError,
    InvalidMessageError,
    PushTimeoutError,
    ReceiptTimeoutError,
    RefusedError,
    Vehicle,
    VehicleClosedError,
)
from roundabout_vehicle.testing import FakeHub
from vehicles import eventually, no_vips, vehicle_to


def test_exports_are_sorted_and_exist() -> None:
    names = roundabout_vehicle.__all__
    assert names == sorted(names)
    assert all(hasattr(roundabout_vehicle, name) for name in names)


def test_pushes_values_of_every_kind(hub: FakeHub) -> None:
    with vehicle_to(hub) as vehicle:
        vehicle.push("orders", {"n": 1, "city": "Évora"})
        vehicle.push("orders", [1, 2])
        vehicle.push("notes", "text")
        vehicle.push("notes", "!bye")
        vehicle.push("notes", "two\nlines")
        vehicle.push("notes", "")
        vehicle.push("notes", "ends in\r")
        vehicle.push("scans", b"\x00\n\xff")
        vehicle.push("scans", bytearray(b"\n!"))
        vehicle.push("big", "x" * 70_000)
    assert hub.bodies() == [
        '{"n":1,"city":"Évora"}'.encode(),
        b"[1,2]",
        b"text",
        b"!bye",
        b"two\nlines",
        b"",
        b"ends in\r",
        b"\x00\n\xff",
        b"\n!",
        b"x" * 70_000,
    ]
    streams = [message.stream for message in hub.messages()]
    assert streams == ["orders"] * 2 + ["notes"] * 5 + ["scans"] * 2 + ["big"]


def test_pushes_lines_up_to_the_longest(hub: FakeHub) -> None:
    lengths = [65_534, 65_535, 65_536, 65_537]
    with vehicle_to(hub) as vehicle:
        for length in lengths:
            vehicle.push("notes", "!" * length)
    assert [len(body) for body in hub.bodies()] == lengths


def test_sends_key_id_and_type(hub: FakeHub) -> None:
    with vehicle_to(hub) as vehicle:
        vehicle.push("orders", {"n": 1}, key="c 42", id="ü%", type="a/b; c=d")
    message = hub.messages()[0]
    assert (message.key, message.id, message.type) == ("c 42", "ü%", "a/b; c=d")
    assert message.body == b'{"n":1}'


def test_receipts_carry_numbers_and_become_done(hub: FakeHub) -> None:
    with vehicle_to(hub) as vehicle:
        receipts = [vehicle.push("orders", {"n": n}) for n in range(3)]
        assert [receipt.number for receipt in receipts] == [1, 2, 3]
        assert receipts[2].wait(5) == 3
        assert all(receipt.done for receipt in receipts)


def test_receipt_that_is_not_decided_times_out(hub: FakeHub) -> None:
    with vehicle_to(hub) as vehicle:
        vehicle.push("orders", {"n": 0}).wait(5)
        hub.hold()
        receipt = vehicle.push("orders", {"n": 1})
        with pytest.raises(ReceiptTimeoutError, match="message 2 to stream 'orders'"):
            receipt.wait(0.05)
        assert not receipt.done
        hub.release()
        assert receipt.wait(5) == 2


def test_flush_raises_each_refusal_once() -> None:
    with FakeHub(refuse=no_vips) as hub, vehicle_to(hub) as vehicle:
        for text in ("a", "vip 1", "b", "vip 2"):
            vehicle.push("guests", text)
        with pytest.raises(FlushError) as caught:
            vehicle.flush(5)
        refusals = caught.value.refusals
        assert [(r.number, r.code, r.stream) for r in refusals] == [
            (2, "not-allowed", "guests"),
            (4, "not-allowed", "guests"),
        ]
        assert "Ask the hub's owner" in str(caught.value)
        vehicle.flush(5)
        assert hub.bodies() == [b"a", b"b"]


def test_flush_error_shows_the_first_refusals_and_counts_the_rest() -> None:
    with FakeHub(refuse=no_vips) as hub, vehicle_to(hub) as vehicle:
        for _ in range(20):
            vehicle.push("guests", "vip")
        with pytest.raises(FlushError) as caught:
            vehicle.flush(5)
        assert caught.value.total == 20
        assert len(caught.value.refusals) == 20
        assert str(caught.value).endswith("and 15 more (.refusals)")


def test_receipt_of_a_refused_message_raises() -> None:
    with FakeHub(refuse=no_vips) as hub, vehicle_to(hub) as vehicle:
        good = vehicle.push("guests", "a")
        bad = vehicle.push("guests", "vip")
        assert good.wait(5) == 1
        with pytest.raises(RefusedError, match=r"^not-allowed: message 2 to stream"):
            bad.wait(5)
        assert bad.done
        with pytest.raises(FlushError):
            vehicle.flush(5)


def test_leaving_flushes_and_raises_refusals() -> None:
    with FakeHub(refuse=no_vips) as hub:
        vehicle = vehicle_to(hub)
        vehicle.push("guests", "vip")
        with pytest.raises(FlushError):
            vehicle.close()
        vehicle.close()


def test_flush_times_out_and_can_be_repeated(hub: FakeHub) -> None:
    with vehicle_to(hub) as vehicle:
        vehicle.push("orders", {"n": 1}).wait(5)
        hub.hold()
        vehicle.push("orders", {"n": 2})
        with pytest.raises(FlushTimeoutError, match="1 messages were not decided"):
            vehicle.flush(0.05)
        hub.release()
        vehicle.flush(5)
    assert len(hub.bodies()) == 2


def test_flush_without_a_push_connects_nowhere() -> None:
    with Vehicle("localhost", entrance_port=1) as vehicle:
        vehicle.flush(0)


def test_full_buffer_blocks_and_then_raises(hub: FakeHub) -> None:
    with vehicle_to(hub, buffer_messages=10, push_timeout=0.05) as vehicle:
        vehicle.push("orders", "first").wait(5)
        hub.hold()
        for n in range(10):
            vehicle.push("orders", str(n))
        with pytest.raises(PushTimeoutError, match="10 undecided messages"):
            vehicle.push("orders", "one too many")
        hub.release()
        vehicle.flush(5)
        vehicle.push("orders", "last")
    assert hub.bodies()[-2:] == [b"9", b"last"]
    assert len(hub.bodies()) == 12


def test_buffer_is_bounded_in_bytes(hub: FakeHub) -> None:
    with vehicle_to(hub, buffer_bytes=1_000, push_timeout=0.05) as vehicle:
        vehicle.push("orders", "first").wait(5)
        hub.hold()
        vehicle.push("orders", "x" * 600)
        with pytest.raises(PushTimeoutError):
            vehicle.push("orders", "x" * 600)
        hub.release()
        vehicle.flush(5)
        vehicle.push("orders", "y" * 5_000)
    assert [len(body) for body in hub.bodies()] == [5, 600, 5_000]


def test_push_goes_on_once_there_is_room(hub: FakeHub) -> None:
    with vehicle_to(hub, buffer_messages=1) as vehicle:
        vehicle.push("orders", "first").wait(5)
        hub.hold()
        vehicle.push("orders", "second")
        timer = threading.Timer(0.05, hub.release)
        timer.start()
        vehicle.push("orders", "third")
        timer.join()
    assert hub.bodies() == [b"first", b"second", b"third"]


def test_sends_soon_without_a_flush(hub: FakeHub) -> None:
    with vehicle_to(hub) as vehicle:
        receipt = vehicle.push("orders", "a")
        eventually(lambda: receipt.done)
        other = vehicle.push("orders", "b")
        eventually(lambda: other.done)


def test_leaving_after_an_exception_does_not_wait(hub: FakeHub) -> None:
    started = time.monotonic()

    def fail() -> None:
        with vehicle_to(hub) as vehicle:
            vehicle.push("orders", "a").wait(5)
            hub.hold()
            vehicle.push("orders", "b")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert time.monotonic() - started < 5
    hub.release()


def test_closed_vehicle_says_so(hub: FakeHub) -> None:
    vehicle = vehicle_to(hub)
    vehicle.push("orders", "a")
    vehicle.close()
    vehicle.close()
    for call in (
        lambda: vehicle.push("orders", "b"),
        vehicle.flush,
        lambda: vehicle.collect("orders"),
    ):
        with pytest.raises(VehicleClosedError, match="Create a new one"):
            call()


@pytest.mark.parametrize("name", ["", "1x", "a b", "key", "a" * 65, "café"])
def test_bad_stream_names_are_told_at_once(hub: FakeHub, name: str) -> None:
    with (
        vehicle_to(hub) as vehicle,
        pytest.raises(InvalidMessageError, match="bad-name"),
    ):
        vehicle.push(name, "a")


@pytest.mark.parametrize(
    "value",
    [{"x": float("nan")}, {"x": "\ud800"}, {"x": {1}}, "\ud800", 7, None],
)
def test_values_that_cannot_be_sent_are_told_at_once(
    hub: FakeHub,
    value: Any,
) -> None:
    with vehicle_to(hub) as vehicle:
        with pytest.raises(InvalidMessageError):
            vehicle.push("orders", value)
        vehicle.push("orders", "good")
    assert hub.bodies() == [b"good"]


def test_message_over_the_hubs_limit_is_told_at_once(hub: FakeHub) -> None:
    with (
        vehicle_to(hub) as vehicle,
        pytest.raises(InvalidMessageError, match="too-long"),
    ):
        vehicle.push("scans", bytes(16 * 1024 * 1024 + 1))


@pytest.mark.parametrize(
    "options",
    [
        {"name": ""},
        {"name": "x" * 129},
        {"session": "a\nb"},
        {"buffer_bytes": 0},
        {"buffer_messages": 0},
    ],
)
def test_options_out_of_range_are_told(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="1"):
        Vehicle("localhost", **options)
