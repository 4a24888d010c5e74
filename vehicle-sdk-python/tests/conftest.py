from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from roundabout_vehicle import _carrier
from roundabout_vehicle.testing import FakeHub

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
