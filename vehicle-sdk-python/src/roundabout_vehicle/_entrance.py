"""The hub's side of the entrance protocol: reading what a vehicle writes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

_HELLO = ("vehicle", "token", "session", "known", "resume", "ack")
_PUT = ("key", "id", "type")
_ACK = ("receipts", "final", "off")
_WITH_OPTIONAL_WORD = ("begin", "end")
_BARE = ("abort", "sync", "ping", "bye")
_HTTP = re.compile(rb"[A-Z]+ \S+ HTTP/\d(\.\d)?")
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_MAX_IDENTITY_BYTES = 128


class BadCommandError(ValueError):
    """The line is no command of this version; the connection ends."""


@dataclass(frozen=True)
class Command:
    """A command, or a message of which `body` is yet to be read.

    Attributes:
        name: the word after the `!`; `line` for a message that is a line.
        fields: its options, decoded.
        body: of a line.
        length: of the body that follows a `!put`, in bytes.
    """

    name: str
    fields: dict[str, str | int] = field(default_factory=dict)
    body: bytes = b""
    length: int = 0


def read_line(  # noqa: PLR0911 - one for each form
    line: bytes,
    *,
    first: bool = False,
) -> Command:
    """Read one line, without its end.

    Raises:
        BadCommandError: the connection cannot go on.
    """
    if line.startswith(b"!!"):
        return Command("line", body=line[1:])
    if not line.startswith(b"!"):
        if first and _HTTP.fullmatch(line):
            raise BadCommandError("this is no HTTP server")
        return Command("line", body=line)
    try:
        name, *words = line[1:].decode().split(" ")
    except UnicodeDecodeError as error:
        raise BadCommandError("a command is UTF-8") from error
    if name == "hello":
        return Command(name, _hello(words))
    if name == "stream" and len(words) == 1:
        return Command(name, {"stream": words[0]})
    if name == "put" and words:
        return Command(name, _options(words[:-1], _PUT), length=_number(words[-1]))
    if name in _BARE and not words:
        return Command(name)
    if name in _WITH_OPTIONAL_WORD and len(words) <= 1:
        counted = name == "end" and words
        return Command(name, {"count": _number(words[0])} if counted else {})
    message = f"unknown command !{name}"
    raise BadCommandError(message)


def _hello(words: list[str]) -> dict[str, str | int]:
    fields = _options(words, _HELLO)
    for name in ("known", "resume"):
        if name in fields:
            fields[name] = _number(str(fields[name]))
    for name in ("vehicle", "session"):
        value = str(fields.get(name, name))
        if not 1 <= len(value.encode()) <= _MAX_IDENTITY_BYTES or _CONTROL.search(
            value
        ):
            message = f"{name} is 1 to 128 bytes without control characters"
            raise BadCommandError(message)
    if fields.get("ack", "final") not in _ACK:
        raise BadCommandError("ack is receipts, final or off")
    return fields


def _options(words: list[str], known: tuple[str, ...]) -> dict[str, str | int]:
    fields: dict[str, str | int] = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or name not in known or _BROKEN_ESCAPE.search(value):
            message = f"cannot read {word!r}"
            raise BadCommandError(message)
        try:
            fields[name] = unquote_to_bytes(value).decode()
        except UnicodeDecodeError as error:
            message = f"{name} is not UTF-8"
            raise BadCommandError(message) from error
    return fields


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        message = f"{text!r} is no number"
        raise BadCommandError(message)
    return int(text)
