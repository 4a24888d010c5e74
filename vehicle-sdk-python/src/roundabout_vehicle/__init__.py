"""Push messages into a roundabout hub, and collect what it made of them."""

from roundabout_vehicle._batch import Batch
from roundabout_vehicle._errors import (
    AddressError,
    ClosedByHubError,
    EntranceError,
    FlushError,
    FlushTimeoutError,
    GateConnectionError,
    GateError,
    InvalidMessageError,
    MissingExtraError,
    ProtocolError,
    PushTimeoutError,
    ReceiptTimeoutError,
    Refusal,
    RefusedError,
    SessionGoneError,
    UnreachableError,
    VehicleClosedError,
    VehicleError,
)
from roundabout_vehicle._message import Message
from roundabout_vehicle._vehicle import Vehicle
from roundabout_vehicle._window import Receipt

__all__ = [
    "AddressError",
    "Batch",
    "ClosedByHubError",
    "EntranceError",
    "FlushError",
    "FlushTimeoutError",
    "GateConnectionError",
    "GateError",
    "InvalidMessageError",
    "Message",
    "MissingExtraError",
    "ProtocolError",
    "PushTimeoutError",
    "Receipt",
    "ReceiptTimeoutError",
    "Refusal",
    "RefusedError",
    "SessionGoneError",
    "UnreachableError",
    "Vehicle",
    "VehicleClosedError",
    "VehicleError",
]
