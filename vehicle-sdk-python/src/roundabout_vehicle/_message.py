"""What a vehicle collects."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Message:
    """One collected message. Immutable, and safe to keep after it was acknowledged.

    Attributes:
        body: the bytes as they were pushed, or the joined result.
        address: where it was collected.
        key: its key; None if it has none.
        message_id: stays the same when the message is delivered again.
        subject: name of the join, compute or stream it comes from.
        content_type: such as `application/json`; None if unknown.
        created: seconds since 1970 when it was made; 0.0 if unknown.
        delivery_count: failed attempts to deliver it, 0 at first.
        properties: the application properties, such as `completed-by`.
    """

    body: bytes
    address: str
    key: str | None = None
    message_id: str | None = None
    subject: str | None = None
    content_type: str | None = None
    created: float = 0.0
    delivery_count: int = 0
    properties: Mapping[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        """Return the body as text.

        Raises:
            UnicodeDecodeError: it is not UTF-8; use `body`.
        """
        return self.body.decode()

    def json(self) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Return the body as what its JSON says.

        Raises:
            ValueError: it is not JSON; use `body` or `text`.
        """
        return json.loads(self.body)
