"""What tests of vehicles share."""

from __future__ import annotations

import importlib.util
import time
from typing import TYPE_CHECKING, Any, Callable

import pytest

from roundabout_vehicle import Vehicle

if TYPE_CHECKING:
    from roundabout_vehicle.testing import FakeHub, ReceivedMessage


needs_proton = pytest.mark.skipif(
    importlib.util.find_spec("proton") is None,
    reason="python-qpid-proton is not installed",
)


def vehicle_to(hub: FakeHub, **options: Any) -> Vehicle:
    return Vehicle(hub.host, entrance_port=hub.port, connect_timeout=5, **options)


def eventually(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def no_vips(message: ReceivedMessage) -> str | None:
    return "not-allowed" if b"vip" in message.body else None
