from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING, Any, Callable

import pytest

import roundabout_vehicle
from roundabout_vehicle import (
    ClosedByHubError,
    EntranceError,
    FlushError,
    FlushTimeoutError,
    InvalidMessageError,
    ProtocolError,
    PushTimeoutError,
    ReceiptTimeoutError,
    RefusedError,
    SessionGoneError,
    UnreachableError,
    Vehicle,
    VehicleClosedError,
    _carrier,
)
from roundabout_vehicle.testing import FakeHub, ReceivedMessage

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _no_long_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_carrier, "FIRST_DELAY", 0.01)
    monkeypatch.setattr(_carrier, "LONGEST_DELAY", 0.05)


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    with FakeHub() as hub:
        yield hub


def vehicle_to(hub: FakeHub, **options: Any) -> Vehicle:
    return Vehicle(hub.host, entrance_port=hub.port, connect_timeout=5, **options)


def eventually(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def no_vips(message: ReceivedMessage) -> str | None:
    return "not-allowed" if b"vip" in message.body else None


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


@pytest.mark.parametrize("after", [1, 7, 100, 499, 500])
def test_cut_connection_loses_and_doubles_nothing(hub: FakeHub, after: int) -> None:
    with vehicle_to(hub) as vehicle:
        vehicle.push("orders", {"n": 0}).wait(5)
        hub.cut(after)
        for n in range(1, 501):
            vehicle.push(f"stream{n // 50 % 3}", str(n))
        vehicle.flush(20)
    assert hub.bodies()[1:] == [str(n).encode() for n in range(1, 501)]
    assert [m.number for m in hub.messages()] == list(range(1, 502))
    for message in hub.messages()[1:]:
        assert message.stream == f"stream{int(message.body) // 50 % 3}"
    assert hub.connections_made == 2


def test_many_cuts_while_pushing_lose_and_double_nothing(hub: FakeHub) -> None:
    with vehicle_to(hub) as vehicle:
        for n in range(5_000):
            if n % 500 == 250:
                hub.cut(after=37)
            vehicle.push("orders", str(n))
            if n % 500 == 499:
                vehicle.flush(20)
    assert hub.bodies() == [str(n).encode() for n in range(5_000)]


def test_restarted_hub_goes_on_where_it_was(hub: FakeHub) -> None:
    with vehicle_to(hub) as vehicle:
        vehicle.push("orders", "before").wait(5)
        hub.stop()
        receipt = vehicle.push("orders", "while down")
        assert not receipt.done
        hub.start()
        vehicle.flush(20)
    assert hub.bodies() == [b"before", b"while down"]


def test_refusals_whose_answer_was_lost_are_told_again() -> None:
    with FakeHub(refuse=no_vips) as hub, vehicle_to(hub) as vehicle:
        vehicle.push("guests", "a").wait(5)
        hub.cut(after=2)
        receipts = [vehicle.push("guests", text) for text in ("vip", "b", "c")]
        with pytest.raises(FlushError) as caught:
            vehicle.flush(20)
        assert [refusal.number for refusal in caught.value.refusals] == [2]
        assert [receipt.refusal is not None for receipt in receipts] == [
            True,
            False,
            False,
        ]
        assert hub.bodies() == [b"a", b"b", b"c"]


def test_lost_answer_to_the_last_message_is_found_out(hub: FakeHub) -> None:
    with vehicle_to(hub) as vehicle:
        vehicle.push("orders", "a").wait(5)
        hub.cut(after=1)
        assert vehicle.push("orders", "b").wait(20) == 2
    assert hub.bodies() == [b"a", b"b"]


def test_explicit_session_goes_on_after_last(hub: FakeHub) -> None:
    with vehicle_to(hub, session="nightly 1") as vehicle:
        assert vehicle.last == 0
        vehicle.push("orders", "a")
        vehicle.push("orders", "b")
    with vehicle_to(hub, session="nightly 1") as vehicle:
        assert vehicle.last == 2
        assert vehicle.push("orders", "c").number == 3
    assert [(m.number, m.session) for m in hub.messages()] == [
        (1, "nightly 1"),
        (2, "nightly 1"),
        (3, "nightly 1"),
    ]


def test_forgotten_session_ends_the_vehicle(hub: FakeHub) -> None:
    vehicle = vehicle_to(hub)
    vehicle.push("orders", "a").wait(5)
    hub.forget()
    hub.cut()
    receipt = vehicle.push("orders", "b")
    with pytest.raises(SessionGoneError, match="start a new session"):
        receipt.wait(5)
    with pytest.raises(SessionGoneError):
        vehicle.close()


def test_second_vehicle_of_a_session_fences_the_first(hub: FakeHub) -> None:
    first = vehicle_to(hub, session="s")
    first.push("orders", "a").wait(5)
    with vehicle_to(hub, session="s") as second:
        assert second.last == 1
        second.push("orders", "b").wait(5)
    with pytest.raises(SessionGoneError):
        first.push("orders", "c").wait(5)
    with pytest.raises(SessionGoneError):
        first.close()
    assert hub.bodies() == [b"a", b"b"]


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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_absent_hub_is_unreachable() -> None:
    port = free_port()
    vehicle = Vehicle("127.0.0.1", entrance_port=port, connect_timeout=0.2)
    with pytest.raises(UnreachableError, match=f"hub '127.0.0.1:{port}'") as caught:
        vehicle.push("orders", "a")
    assert caught.value.port == port
    vehicle.close()


def test_hub_that_comes_late_is_waited_for() -> None:
    hub = FakeHub(port=free_port())
    timer = threading.Timer(0.1, hub.start)
    timer.start()
    with vehicle_to(hub) as vehicle:
        vehicle.push("orders", "a")
    timer.join()
    hub.stop()
    assert hub.bodies() == [b"a"]


def answering(line: bytes) -> Iterator[int]:
    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.recv(1024)
                connection.sendall(line)

    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


@pytest.mark.parametrize(
    ("line", "error", "text"),
    [
        (b"-close auth who are you\n", ClosedByHubError, "auth: .* name and token"),
        (b"-close session-gone x\n", SessionGoneError, "session-gone"),
        (b"HTTP/1.1 400 Bad Request\r\n", ProtocolError, "entrance_port"),
        (b"-close too-many wait\n", UnreachableError, "too-many: wait"),
        (b"-close of-a-later-version x\n", UnreachableError, "of-a-later-version"),
    ],
)
def test_refused_greeting_is_told(
    line: bytes, error: type[Exception], text: str
) -> None:
    servers = answering(line)
    vehicle = Vehicle("127.0.0.1", entrance_port=next(servers), connect_timeout=1)
    with pytest.raises(error, match=text):
        vehicle.push("orders", "a")
    vehicle.close()
    servers.close()  # type: ignore[attr-defined]


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


def test_silent_hub_is_given_up_and_found_again(
    hub: FakeHub,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_carrier, "SILENCE", 0.2)
    monkeypatch.setattr(_carrier, "TICK", 0.02)
    with vehicle_to(hub) as vehicle:
        vehicle.push("orders", "a").wait(5)
        hub.hold()
        vehicle.push("orders", "b")
        eventually(lambda: hub.connections_made > 1)
        hub.release()
        vehicle.flush(20)
    assert hub.bodies() == [b"a", b"b"]


def test_back_off_grows_to_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_carrier, "FIRST_DELAY", 0.2)
    monkeypatch.setattr(_carrier, "LONGEST_DELAY", 30.0)
    monkeypatch.setattr("random.uniform", lambda _, longest: longest)
    assert [_carrier.delay(n) for n in (0, 1, 2, 7, 8, 9, 1_000_000)] == [
        0.2,
        0.4,
        0.8,
        25.6,
        30.0,
        30.0,
        30.0,
    ]


def test_connection_lost_while_nothing_is_open_is_made_again(hub: FakeHub) -> None:
    with vehicle_to(hub) as vehicle:
        vehicle.push("orders", "a").wait(5)
        hub.cut()
        time.sleep(0.05)
        vehicle.flush(5)
        vehicle.push("orders", "b").wait(5)
    assert hub.bodies() == [b"a", b"b"]
    assert hub.connections_made == 2


def test_fault_of_the_carrier_itself_is_told(
    hub: FakeHub,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vehicle = vehicle_to(hub)
    vehicle.push("orders", "a").wait(5)
    monkeypatch.setattr(_carrier.Carrier, "_on_answer", None)
    receipt = vehicle.push("orders", "b")
    with pytest.raises(EntranceError, match="a fault of this package"):
        receipt.wait(5)
    with pytest.raises(EntranceError):
        vehicle.close()


def test_one_stream_held_is_held_though_another_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notices = b"*hold stream=a reason=quota\n*hold stream=b reason=disk\n*go stream=a\n"
    greeting = (
        b"+hello roundabout/1 session=s last=0 max-line=65536 max-put=9 window=9\n"
    )
    monkeypatch.setattr(_carrier, "SILENCE", 0.1)
    monkeypatch.setattr(_carrier, "TICK", 0.02)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        accepted: list[socket.socket] = []

        def serve() -> None:
            connection, _ = listener.accept()
            accepted.append(connection)
            connection.sendall(greeting + notices)

        thread = threading.Thread(target=serve)
        thread.start()
        vehicle = Vehicle("127.0.0.1", entrance_port=port, connect_timeout=5)
        receipt = vehicle.push("b", "waits")
        with pytest.raises(ReceiptTimeoutError):
            receipt.wait(0.4)
        assert accepted[0].recv(65536).endswith(b"\n!stream b\nwaits\n")
        accepted[0].sendall(b"*go stream=b\n+ok 1\n")
        assert receipt.wait(5) == 1
        accepted[0].close()
        vehicle.close()
        thread.join()
