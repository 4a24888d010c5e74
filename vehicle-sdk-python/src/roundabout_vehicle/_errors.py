"""What can go wrong, as a tree.

::

    VehicleError
    ├── InvalidMessageError      never sent: value, name or size (ValueError)
    ├── VehicleClosedError       used after close()
    ├── EntranceError            the way in
    │   ├── UnreachableError     no connection in the time allowed
    │   ├── PushTimeoutError     the buffer stayed full (TimeoutError)
    │   ├── FlushTimeoutError    not all was decided in time (TimeoutError)
    │   ├── ReceiptTimeoutError  one message was not decided in time (TimeoutError)
    │   ├── RefusedError         the hub refused one message
    │   ├── FlushError           the hub refused messages since the last flush
    │   ├── ClosedByHubError     the hub ended the connection for good
    │   │   └── SessionGoneError     it does not know what was pushed before
    │   └── ProtocolError        the other side does not speak roundabout/1
    └── GateError                the way out
        ├── MissingExtraError    python-qpid-proton is not installed (ImportError)
        ├── GateConnectionError  no connection, or it was lost
        └── AddressError         the hub refused to attach to an address

Each keeps its facts as attributes, and says in its text what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from roundabout_vehicle._codes import advice

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN_REFUSALS = 5


@dataclass(frozen=True)
class Refusal:
    """One message that the hub refused.

    Attributes:
        number: its number in the session, from 1.
        code: why, as a code that does not change between versions.
        text: why, for people.
        stream: where it was pushed to; empty if no longer known.
    """

    number: int
    code: str
    text: str
    stream: str = ""

    def __str__(self) -> str:
        """Return one sentence with every fact, and what to do."""
        where = f" to stream '{self.stream}'" if self.stream else ""
        what = f"{self.code}: message {self.number}{where} was refused"
        return _with_advice(what, self.code, self.text)


def _with_advice(what: str, code: str, text: str) -> str:
    """Return what happened and why; what to do, too, if the hub did not say it."""
    told = f"{what}: {text}" if text else what
    # A text that goes on after its first sentence says what to do.
    return told if told.endswith(".") else f"{told}. {advice(code)}"


class VehicleError(Exception):
    """Root of everything this package raises on purpose."""


class InvalidMessageError(VehicleError, ValueError):
    """The message cannot be sent as it is; nothing was sent. Correct the call."""


class VehicleClosedError(VehicleError):
    """The vehicle was closed. Create a new one."""


class EntranceError(VehicleError):
    """Root of what goes wrong while pushing."""


class UnreachableError(EntranceError):
    """The hub could not be reached in time. Check address and port; try again later.

    Attributes:
        host: where the vehicle tried to connect.
        port: the entrance's TCP port.
        reason: the last problem seen.
    """

    def __init__(self, host: str, port: int, reason: str, seconds: float) -> None:
        """Keep the facts; `seconds` is how long it was tried."""
        super().__init__(
            f"hub '{host}:{port}' could not be reached within {seconds:g} s: {reason}. "
            "Check that it runs and that host and entrance_port are right.",
        )
        self.host = host
        self.port = port
        self.reason = reason


class PushTimeoutError(EntranceError, TimeoutError):
    """The buffer stayed full; this message was not taken. Push it again later."""


class FlushTimeoutError(EntranceError, TimeoutError):
    """Not everything was decided in time. It is still being sent: flush again.

    Attributes:
        undecided: messages that wait for an answer.
    """

    def __init__(self, undecided: int, seconds: float, trouble: str) -> None:
        """Keep the facts; `trouble` is the last connection problem, or empty."""
        because = f" (last problem: {trouble})" if trouble else ""
        super().__init__(
            f"{undecided} messages were not decided within {seconds:g} s{because}. "
            "They are still being sent; flush again, or allow more time.",
        )
        self.undecided = undecided


class ReceiptTimeoutError(EntranceError, TimeoutError):
    """One message was not decided in time. It is still being sent: wait again."""


class RefusedError(EntranceError):
    """The hub refused this message; all others are unaffected.

    Attributes:
        refusal: number, stream, code and text.
    """

    def __init__(self, refusal: Refusal) -> None:
        """Keep the refusal."""
        super().__init__(str(refusal))
        self.refusal = refusal


class FlushError(EntranceError):
    """Everything was decided, and some of it was refused. Raised once per refusal.

    Attributes:
        refusals: what was refused since the last flush, by number. At most the
            first 10,000 are listed.
        total: how many were refused.
    """

    def __init__(self, refusals: Sequence[Refusal], total: int) -> None:
        """Keep the refusals."""
        shown = "\n".join(f"  {refusal}" for refusal in refusals[:SHOWN_REFUSALS])
        more = total - min(len(refusals), SHOWN_REFUSALS)
        rest = f"\n  and {more} more (.refusals)" if more else ""
        were = "message was" if total == 1 else "messages were"
        super().__init__(f"{total} {were} refused:\n{shown}{rest}")
        self.refusals = tuple(refusals)
        self.total = total


class ClosedByHubError(EntranceError):
    """The hub ended the connection, and coming back would not help.

    Attributes:
        code: why, as a code that does not change between versions.
        text: why, for people.
    """

    def __init__(self, code: str, text: str) -> None:
        """Keep the facts."""
        what = f"{code}: the hub closed the connection"
        super().__init__(_with_advice(what, code, text))
        self.code = code
        self.text = text


class SessionGoneError(ClosedByHubError):
    """Hub and vehicle do not agree on what was pushed in this session.

    Either the hub has forgotten it, or another vehicle uses the same session.
    """

    def __init__(self, text: str) -> None:
        """Keep the reason."""
        super().__init__("session-gone", text)


class ProtocolError(EntranceError):
    """The other side does not speak roundabout/1. Check entrance_port."""


class GateError(VehicleError):
    """Root of what goes wrong while collecting."""


class MissingExtraError(GateError, ImportError):
    """Collecting needs python-qpid-proton: install `roundabout-vehicle[amqp]`."""


class GateConnectionError(GateError):
    """The gate cannot be reached, or the connection was lost. Collect again.

    What was yielded but not yet acknowledged may come again.
    """


class AddressError(GateError):
    """The hub refused to attach to an address.

    Attributes:
        address: the address asked for.
        condition: the AMQP error condition, such as `amqp:not-found`.
        description: why, for people.
    """

    def __init__(self, address: str, condition: str, description: str) -> None:
        """Keep the facts."""
        super().__init__(
            f"{condition}: address '{address}' was refused: {description}. "
            "Correct the address, or declare it in the pipeline file.",
        )
        self.address = address
        self.condition = condition
        self.description = description
