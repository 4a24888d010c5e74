from __future__ import annotations

import pytest

from roundabout_vehicle import ClosedByHubError, FlushError, Refusal


@pytest.mark.parametrize(
    ("refusal", "text"),
    [
        (
            Refusal(3, "duplicate-field", "field 'a' twice", "orders"),
            (
                "duplicate-field: message 3 to stream 'orders' was refused: field 'a' "
                "twice. Send each field of an object once."
            ),
        ),
        (
            Refusal(3, "unknown-stream", "no 'order'. Correct the name.", "order"),
            (
                "unknown-stream: message 3 to stream 'order' was refused: no 'order'. "
                "Correct the name."
            ),
        ),
        (
            Refusal(3, "no-key", ""),
            (
                "no-key: message 3 was refused. Set the field that the stream's `key:` "
                "names, or push with key=."
            ),
        ),
    ],
)
def test_refusal_says_once_what_to_do(refusal: Refusal, text: str) -> None:
    assert str(refusal) == text
    error = FlushError([refusal], 1)
    assert str(error) == f"1 message was refused:\n  {text}"


def test_closing_says_once_what_to_do() -> None:
    text = "this port takes lines, not HTTP. See docs/wire.md."
    told = str(ClosedByHubError("bad-command", text))
    assert told == f"bad-command: the hub closed the connection: {text}"
