from __future__ import annotations

import pytest

from roundabout_vehicle._encoding import Encoder


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (b'{"n":1}', b'{"n":1}\n'),
        (bytearray(b"!go"), b"!!go\n"),
        (memoryview(b"a\rb"), b"a\rb\n"),
        # Only ASCII is known to be UTF-8 without looking closer.
        ("é".encode(), b"!put 2\n\xc3\xa9\n"),
        (b"\xff", b"!put 1\n\xff\n"),
        (b"a\nb", b"!put 3\na\nb\n"),
        (b"a\r", b"!put 2\na\r\n"),
        (b"", b"!put 0\n\n"),
        ("é", b"\xc3\xa9\n"),
    ],
)
def test_sends_as_a_line_what_can_be_one(
    value: str | bytes | bytearray | memoryview,
    sent: bytes,
) -> None:
    encoder = Encoder()
    encoder.limit(max_line=100, max_put=1_000)
    assert encoder.encode("orders", value, None, None, None)[1] == sent
