from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest

from roundabout_vehicle import (
    ClosedByHubError,
    EntranceError,
    FlushError,
    ProtocolError,
    ReceiptTimeoutError,
    RefusedError,
    SessionGoneError,
    UnreachableError,
    Vehicle,
    _carrier,
)
from roundabout_vehicle.testing import FakeHub
from vehicles import eventually, no_vips, vehicle_to

if TYPE_CHECKING:
    from collections.abc import Iterator


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


def test_session_tells_what_was_refused_before() -> None:
    with FakeHub(refuse=no_vips) as hub:
        first = vehicle_to(hub, session="s")
        assert first.refused_before == ()
        for text in ("a", "vip", "b", "vip"):
            first.push("guests", text)
        with pytest.raises(FlushError):
            first.close()
        with vehicle_to(hub, session="s") as vehicle:
            refused = vehicle.refused_before
            assert [(r.number, r.code, r.stream) for r in refused] == [
                (2, "not-allowed", ""),
                (4, "not-allowed", ""),
            ]
            assert str(refused[0]).startswith("not-allowed: message 2 was refused: ")
            with pytest.raises(RefusedError):
                vehicle.push("guests", "vip").wait(5)
            assert vehicle.refused_before == refused
            with pytest.raises(FlushError) as caught:
                vehicle.flush(5)
            assert caught.value.total == 1


def test_what_was_refused_before_is_heard_over_a_lost_connection() -> None:
    answer = b"+hello roundabout/1 session=s last=2 max-line=9 max-put=9 window=9\n"
    greetings: list[bytes] = []

    def serve() -> None:
        for rest in (
            b"-err 1 no-key a\n",
            b"-err 1 no-key a\n-err 2 schema b\n+sync 2\n",
        ):
            connection, _ = listener.accept()
            with connection:
                greetings.append(connection.recv(1024))
                connection.sendall(answer + rest)
                if b"+sync" in rest:
                    while connection.recv(1024):
                        pass

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)
        thread = threading.Thread(target=serve)
        thread.start()
        port = listener.getsockname()[1]
        with Vehicle("127.0.0.1", entrance_port=port, connect_timeout=5) as vehicle:
            assert [r.number for r in vehicle.refused_before] == [1, 2]
        thread.join()
    assert all(b" known=0 " in greeting for greeting in greetings)
