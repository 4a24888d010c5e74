"""From what a script pushes to the bytes that are sent."""

from __future__ import annotations

import json
from typing import Any, Union

from roundabout_vehicle import _wire
from roundabout_vehicle._errors import InvalidMessageError

Value = Union[dict[str, Any], list[Any], str, bytes, bytearray, memoryview]

_to_json = json.JSONEncoder(
    ensure_ascii=False,
    separators=(",", ":"),
    allow_nan=False,
).encode


class Encoder:
    """Makes lines and `!put`s, and refuses what the hub cannot take.

    Knows the hub's limits once it was told. Confined to the pushing thread.
    """

    def __init__(self) -> None:
        """Begin without limits, with which nothing can be encoded."""
        self._max_line = 0
        self._max_put = 0
        self._names: set[str] = set()

    def limit(self, max_line: int, max_put: int) -> None:
        """Take the hub's limits, in bytes."""
        self._max_line = max_line
        self._max_put = max_put

    def encode(
        self,
        stream: str,
        value: Value,
        key: str | None,
        id: str | None,
        type: str | None,
    ) -> tuple[bytes, bytes]:
        """Return the body, and the bytes that are sent to the stream.

        Raises:
            InvalidMessageError: the name, value or size cannot be sent.
        """
        if stream not in self._names:
            self._learn(stream)
        body = to_bytes(value)
        if (
            key is None
            and id is None
            and type is None
            and len(body) < self._max_line
            and (isinstance(value, (str, dict, list)) or body.isascii())
            and _wire.fits_line(body)
        ):
            return body, _wire.line(body)
        if len(body) > self._max_put:
            message = (
                f"too-long: the message has {len(body)} B; the hub takes "
                f"{self._max_put} B. Split it, or raise the hub's limit."
            )
            raise InvalidMessageError(message)
        return body, _wire.put(body, key=key, id=id, type=type)

    def _learn(self, stream: str) -> None:
        if not _wire.is_name(stream):
            message = (
                f"bad-name: '{stream}' cannot name a stream. Start with a letter, use "
                "letters, digits, '-', '_' and '.', at most 64 characters; 'key', "
                "'dead' and 'jobs' are reserved."
            )
            raise InvalidMessageError(message)
        self._names.add(stream)


def to_bytes(value: Value) -> bytes:
    """Return what is kept and delivered of a value.

    Raises:
        InvalidMessageError: it has no JSON or UTF-8 form, or is of another type.
    """
    try:
        if isinstance(value, (dict, list)):
            return _to_json(value).encode()
        if isinstance(value, str):
            return value.encode()
    except (ValueError, TypeError, RecursionError) as error:
        message = f"the message has no JSON or UTF-8 form: {error}. Correct the value."
        raise InvalidMessageError(message) from error
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value)
    message = (
        f"a message is a dict, list, str or bytes, not {type(value).__name__}. "
        "Wrap the value in a dict."
    )
    raise InvalidMessageError(message)
