"""Messages that the hub takes all together or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable

from roundabout_vehicle import _wire
from roundabout_vehicle._errors import InvalidMessageError

if TYPE_CHECKING:
    from types import TracebackType

    from roundabout_vehicle._encoding import Encoder, Value
    from roundabout_vehicle._window import Receipt

MAX_BYTES = 16 * 1024 * 1024  # docs/wire.md, "Batches"; never above the hub's window
MAX_MESSAGES = 100_000  # docs/wire.md, "Batches"


class Batch:
    """Messages for any streams that become visible together, or none of them.

    Made by `Vehicle.batch`, and used once, in a `with` block. Nothing is sent before
    the block ends; if it raises, nothing is sent at all. For one thread.

    Attributes:
        receipt: of the whole batch, once the block has ended; None before, and if
            nothing was pushed or the block raised.
    """

    def __init__(
        self,
        encoder: Encoder,
        commit: Callable[[list[str], bytes], Receipt],
        window: int,
    ) -> None:
        """Begin an empty batch; only `Vehicle` does.

        Args:
            encoder: makes what is sent of a message.
            commit: queues a whole batch.
            window: uncommitted bytes after which the hub stops reading.
        """
        self._encoder = encoder
        self._commit = commit
        self._max_bytes = min(MAX_BYTES, window)
        self._streams: list[str] = []
        self._chunks = [_wire.BEGIN]
        self._bytes = 0
        self._ended = False
        self.receipt: Receipt | None = None

    def push(
        self,
        stream: str,
        value: Value,
        *,
        key: str | None = None,
        id: str | None = None,
        type: str | None = None,
    ) -> None:
        """Add one message; the arguments are those of `Vehicle.push`.

        Raises:
            InvalidMessageError: the name, value or size cannot be sent, or the batch
                would have more than 100,000 messages or 16 MiB (less if the hub's
                window is smaller) of bodies, keys, ids and types. It was not added.
        """
        if self._ended:
            message = "the batch has ended. Begin another one with vehicle.batch()."
            raise InvalidMessageError(message)
        body, data = self._encoder.encode(stream, value, key, id, type)
        size = len(body) + sum(len(text.encode()) for text in (key, id, type) if text)
        if self._bytes + size > self._max_bytes or len(self._streams) == MAX_MESSAGES:
            message = (
                f"batch-too-large: a batch takes {MAX_MESSAGES} messages and "
                f"{self._max_bytes} B; this one has {len(self._streams)} messages of "
                f"{self._bytes} B, and {size} B more were pushed. Use smaller batches."
            )
            raise InvalidMessageError(message)
        if self._streams and self._streams[-1] != stream:
            self._chunks.append(_wire.stream(stream))
        self._streams.append(stream)
        self._chunks.append(data)
        self._bytes += size

    def __len__(self) -> int:
        """Return how many messages were pushed."""
        return len(self._streams)

    def __enter__(self) -> Batch:
        """Return the batch itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Queue the batch as a whole, unless the block raised; as `Vehicle.push`."""
        ended, self._ended = self._ended, True
        if error is None and self._streams and not ended:
            self._chunks.append(_wire.end(len(self._streams)))
            self.receipt = self._commit(self._streams, b"".join(self._chunks))
        self._chunks = []

    def __repr__(self) -> str:
        """Show how many messages it has."""
        return f"<Batch of {len(self)} messages>"
