"""The entrance protocol as pure functions on bytes; tested with docs/vectors."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Union
from urllib.parse import quote, unquote

from roundabout_vehicle._errors import ProtocolError, Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

PROTOCOL = "roundabout/1"
SYNC = b"!sync\n"
PING = b"!ping\n"
BYE = b"!bye\n"
BEGIN = b"!begin\n"
ABORT = b"!abort\n"

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*")
_MAX_NAME = 64
_RESERVED = frozenset({"key", "dead", "jobs"})
# Options of !hello in the order in which they are written.
_HELLO = ("vehicle", "token", "session", "known", "resume", "ack")


@dataclass(frozen=True)
class Hello:
    """`+hello`: the hub knows the session up to number `last`.

    Attributes:
        session: the session's id.
        last: number of the last message decided, 0 if none.
        max_line: longest line, in bytes without its end.
        max_put: longest body of a `!put`, in bytes.
        window: uncommitted bytes after which the hub stops reading.
        protocol: name and version, `roundabout/1`.
    """

    session: str
    last: int
    max_line: int
    max_put: int
    window: int
    protocol: str = PROTOCOL


@dataclass(frozen=True)
class Ok:
    """`+ok`: everything up to `number` is decided."""

    number: int


@dataclass(frozen=True)
class Close:
    """`-close`: the hub closes the connection after this line."""

    code: str
    text: str


@dataclass(frozen=True)
class Synced:
    """`+sync`: everything up to `number` is decided, and nothing sent is open."""

    number: int


@dataclass(frozen=True)
class Pong:
    """`+pong`."""


@dataclass(frozen=True)
class Bye:
    """`+bye`: everything up to `number` is decided; the connection ends."""

    number: int


@dataclass(frozen=True)
class Notice:
    """A line that starts with `*`; may be ignored.

    Attributes:
        name: the word after the `*`, such as `hold`.
        text: the rest of the line.
        fields: what in `text` has the form `name=value`.
    """

    name: str
    text: str
    fields: Mapping[str, str] = field(default_factory=dict, compare=False)


Answer = Union[Hello, Ok, Refusal, Close, Synced, Pong, Bye, Notice]


def is_name(name: str) -> bool:
    """Return whether `name` may name a stream."""
    return (
        len(name) <= _MAX_NAME
        and _NAME.fullmatch(name) is not None
        and name not in _RESERVED
    )


def hello(options: Mapping[str, object]) -> bytes:
    """Return `!hello` with those of its options that are not None."""
    words = [
        f" {name}={quote(str(options[name]), safe='')}"
        for name in _HELLO
        if options.get(name) is not None
    ]
    return f"!hello{''.join(words)}\n".encode()


def stream(name: str) -> bytes:
    """Return the command that sends what follows to stream `name`."""
    return b"!stream %b\n" % name.encode()


def end(count: int) -> bytes:
    """Return the command that ends a batch of `count` messages."""
    return b"!end %d\n" % count


def fits_line(body: bytes) -> bool:
    """Return whether `body` can be a line: not empty, no line end in or after it."""
    return bool(body) and b"\n" not in body and not body.endswith(b"\r")


def line(body: bytes) -> bytes:
    """Return `body` as one line, a leading `!` doubled."""
    return b"!%b\n" % body if body.startswith(b"!") else body + b"\n"


def put(
    body: bytes,
    *,
    key: str | None = None,
    id: str | None = None,
    type: str | None = None,
) -> bytes:
    """Return `!put` with any body, and the options that are not None."""
    options = (("key", key), ("id", id), ("type", type))
    words = "".join(
        f" {name}={quote(value, safe='')}"
        for name, value in options
        if value is not None
    )
    return b"!put%b %d\n%b\n" % (words.encode(), len(body), body)


def parse_answer(data: bytes) -> Answer:
    """Read one line of the hub, without its end.

    Raises:
        ProtocolError: no hub of this protocol answers so.
    """
    try:
        return _parse(data.decode())
    except (ValueError, KeyError, IndexError) as error:
        shown = data[:80].decode(errors="replace")
        message = (
            f"the hub answered {shown!r}, which is not {PROTOCOL}. "
            "Check that entrance_port is the entrance's."
        )
        raise ProtocolError(message) from error


def _parse(text: str) -> Answer:  # noqa: PLR0911 - one for each answer
    word, _, rest = text.partition(" ")
    if word == "+ok":
        return Ok(_number(rest))
    if word == "-err":
        number, _, reason = rest.partition(" ")
        code, _, text = reason.partition(" ")
        return Refusal(_number(number), _required(code), text)
    if word.startswith("*"):
        return Notice(word[1:], rest, _fields(rest))
    if word == "-close":
        code, _, text = rest.partition(" ")
        return Close(_required(code), text)
    if word == "+hello":
        return _parse_hello(rest)
    if word == "+sync":
        return Synced(_number(rest))
    if word == "+bye":
        return Bye(_number(rest))
    if text == "+pong":
        return Pong()
    raise ValueError(text)


def _parse_hello(rest: str) -> Hello:
    protocol, _, options = rest.partition(" ")
    if protocol != PROTOCOL:
        raise ValueError(protocol)
    fields = _fields(options)
    return Hello(
        session=fields["session"],
        last=_number(fields["last"]),
        max_line=_number(fields["max-line"]),
        max_put=_number(fields["max-put"]),
        window=_number(fields["window"]),
    )


def _fields(text: str) -> dict[str, str]:
    pairs = (word.partition("=") for word in text.split(" "))
    return {name: unquote(value) for name, sign, value in pairs if sign}


def _number(text: str) -> int:
    # int() alone would take blanks, signs, underscores and digits of any script.
    if not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text)


def _required(code: str) -> str:
    if not code:
        raise ValueError(code)
    return code
