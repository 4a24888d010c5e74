from __future__ import annotations

import contextlib

import pytest

from roundabout_vehicle import (
    FlushError,
    InvalidMessageError,
    RefusedError,
    _batch,
)
from roundabout_vehicle.testing import FakeHub
from vehicles import no_vips, vehicle_to


def test_keeps_a_batch_over_several_streams(hub: FakeHub) -> None:
    with vehicle_to(hub) as vehicle:
        vehicle.push("orders", "before")
        with vehicle.batch() as batch:
            batch.push("orders", {"n": 1})
            batch.push("customers", b"\x00", key="c42", id="i", type="t")
            batch.push("orders", "!2")
            assert batch.receipt is None
        vehicle.push("notes", "after")
        assert batch.receipt is not None
        assert batch.receipt.wait(5) == 4
        assert (batch.receipt.count, batch.receipt.stream) == (3, "orders")
    assert hub.bodies("orders") == [b"before", b'{"n":1}', b"!2"]
    assert hub.bodies("customers") == [b"\x00"]
    assert hub.bodies("notes") == [b"after"]
    assert [m.number for m in hub.messages()] == [1, 2, 3, 4, 5]


def test_sends_nothing_of_a_block_that_raised(hub: FakeHub) -> None:
    with vehicle_to(hub) as vehicle:
        batch = vehicle.batch()
        with contextlib.suppress(KeyError), batch:
            batch.push("orders", "half")
            raise KeyError
        assert batch.receipt is None
        assert vehicle.push("orders", "whole").wait(5) == 1
    assert hub.bodies() == [b"whole"]


def test_sends_nothing_of_an_empty_batch(hub: FakeHub) -> None:
    with vehicle_to(hub) as vehicle:
        with vehicle.batch() as batch:
            pass
        assert batch.receipt is None
        assert vehicle.push("orders", "one").wait(5) == 1


def test_names_the_refused_message_of_a_batch() -> None:
    with FakeHub(refuse=no_vips) as hub, vehicle_to(hub) as vehicle:
        with vehicle.batch() as batch:
            batch.push("orders", "a")
            batch.push("vips", "vip")
            batch.push("orders", "b")
        vehicle.push("orders", "c")
        assert batch.receipt is not None
        with pytest.raises(RefusedError, match="not-allowed") as refused:
            batch.receipt.wait(5)
        assert refused.value.refusal.number == 2
        assert refused.value.refusal.stream == "vips"
        with pytest.raises(FlushError) as flushed:
            vehicle.flush(5)
        assert flushed.value.total == 1
        assert hub.bodies() == [b"c"]


def test_learns_the_refusal_of_a_batch_on_the_next_connection() -> None:
    with FakeHub(refuse=no_vips) as hub, vehicle_to(hub) as vehicle:
        vehicle.push("orders", "a").wait(5)
        hub.cut(after=2)
        with vehicle.batch() as batch:
            batch.push("orders", "b")
            batch.push("orders", "vip")
        assert batch.receipt is not None
        with pytest.raises(RefusedError, match="not-allowed"):
            batch.receipt.wait(5)
        with pytest.raises(FlushError):
            vehicle.flush(5)
        assert hub.bodies() == [b"a"]
        assert hub.connections_made == 2


@pytest.mark.parametrize("size", [1, 2, 50])
def test_cuts_lose_and_double_and_split_no_batch(hub: FakeHub, size: int) -> None:
    with vehicle_to(hub) as vehicle:
        for n in range(200):
            if n % 20 == 10:
                hub.cut(after=3 * size)
            with vehicle.batch() as batch:
                for i in range(size):
                    batch.push(f"stream{(n + i) % 3}", f"{n} {i}")
            vehicle.push("orders", f"{n} single")
            if n % 20 == 19:
                vehicle.flush(20)
    expected = []
    for n in range(200):
        expected += [f"{n} {i}".encode() for i in range(size)]
        expected.append(f"{n} single".encode())
    assert hub.bodies() == expected
    for message in hub.messages():
        number, place = message.body.split()
        if place != b"single":
            assert message.stream == f"stream{(int(number) + int(place)) % 3}"
    assert hub.connections_made > 5


def test_sends_a_batch_that_was_under_way_again_as_one(hub: FakeHub) -> None:
    with vehicle_to(hub) as vehicle:
        vehicle.push("orders", "a").wait(5)
        hub.hold()
        with vehicle.batch() as batch:
            for n in range(1_000):
                batch.push("orders", f"{n}" * 1_000)
        hub.cut()
        hub.release()
        vehicle.flush(20)
        assert batch.receipt is not None
        assert batch.receipt.number == 1_001
    assert hub.bodies()[1:] == [(f"{n}" * 1_000).encode() for n in range(1_000)]


def test_refuses_a_batch_above_the_limits(
    hub: FakeHub,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_batch, "MAX_MESSAGES", 3)
    with vehicle_to(hub) as vehicle:
        with vehicle.batch() as batch:
            batch.push("orders", b"x" * _batch.MAX_BYTES)
            with pytest.raises(InvalidMessageError, match="batch-too-large"):
                batch.push("orders", "y")
            batch.push("orders", "")
            batch.push("orders", "")
            with pytest.raises(InvalidMessageError, match="batch-too-large"):
                batch.push("orders", "")
        vehicle.flush(20)
    assert [len(body) for body in hub.bodies()] == [_batch.MAX_BYTES, 0, 0]


def test_takes_nothing_after_its_end(hub: FakeHub) -> None:
    with vehicle_to(hub) as vehicle:
        with vehicle.batch() as batch:
            batch.push("orders", "a")
        with pytest.raises(InvalidMessageError, match="has ended"):
            batch.push("orders", "b")
