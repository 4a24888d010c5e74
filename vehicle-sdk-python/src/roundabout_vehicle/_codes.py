"""Codes of the entrance protocol: what to do about each, which to retry."""

from __future__ import annotations

ADVICE = {
    "bad-name": "Use letters, digits, '-', '_' and '.', at most 64 characters.",
    "bad-json": "Send one JSON object per message.",
    "bad-utf8": "Send UTF-8, or declare the stream with `format: bytes`.",
    "duplicate-field": "Send each field of an object once.",
    "too-deep": "Nest at most 32 levels.",
    "too-long": "Split the message, or raise the hub's limit.",
    "no-key": "Set the field that the stream's `key:` names, or push with key=.",
    "bad-key": "Use a string of 1 to 256 bytes or an integer as the key.",
    "schema": "Send what the stream's schema allows.",
    "unknown-stream": "Declare the stream in the pipeline file, or correct its name.",
    "not-allowed": "Ask the hub's owner to allow this vehicle to push here.",
    "conflict": "Use a new id for new content.",
    "batch-count": "Count the batch's messages again; nothing of it was taken.",
    "batch-refused": "Correct the batch's refused message; nothing of it was taken.",
    "batch-too-large": "Push smaller batches; nothing of this one was taken.",
    "bad-body": "Send a body that has a JSON form.",
    "bad-command": "Use versions of the SDK and the hub that fit.",
    "auth": "Check the vehicle's name and token.",
    "session-gone": "Compare with the source, and start a new session.",
}
"""What the author of a vehicle can do about a code."""

RETRY_LATER = frozenset(
    {"too-many", "idle", "slow", "busy", "internal", "shutting-down"},
)
"""Codes of `-close` after which the vehicle comes back by itself."""


def advice(code: str) -> str:
    """Return what to do about `code`, as one sentence; a general one if unknown."""
    return ADVICE.get(code, "See docs/wire.md for this code.")
