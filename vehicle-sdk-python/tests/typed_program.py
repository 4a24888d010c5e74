"""A vehicle as its author writes it, for a strict type checker; see check.sh."""

from __future__ import annotations

from roundabout_vehicle import FlushError, Message, Receipt, Refusal, Vehicle
from roundabout_vehicle.testing import FakeHub, HeldMessage, ReceivedMessage


def push(vehicle: Vehicle) -> int:
    receipt: Receipt = vehicle.push("orders", {"order_id": 1}, key="c42", id="1")
    with vehicle.batch() as batch:
        batch.push("orders", "text")
        batch.push("scans", b"bytes", type="image/png")
    refused: tuple[Refusal, ...] = vehicle.refused_before
    try:
        vehicle.flush(timeout=1.5)
    except FlushError as error:
        refused += error.refusals
    return receipt.wait() + len(refused) + vehicle.last


def collect(vehicle: Vehicle) -> list[str]:
    message: Message
    texts = [message.text() for message in vehicle.take("enriched", 10)]
    texts += [str(message.key) for message in vehicle.browse("enriched")]
    for message in vehicle.collect("enriched", limit=1, wait=0.5):
        texts.append(str(message.json()["n"]))
    return texts


def refuse(message: ReceivedMessage) -> str | None:
    return "no-key" if message.key is None else None


def rehearse() -> list[HeldMessage]:
    with FakeHub(refuse=refuse) as hub:
        hub.put("enriched", {"n": 1}, key="c42", properties={"completed-by": "all"})
        with Vehicle(hub.host, entrance_port=hub.port) as vehicle:
            push(vehicle)
        return hub.accepted("enriched")
