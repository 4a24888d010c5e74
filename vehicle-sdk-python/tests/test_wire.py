from __future__ import annotations

from typing import Any

import pytest

import vectors
from roundabout_vehicle import ProtocolError, Refusal, _wire
from roundabout_vehicle._entrance import BadCommandError, read_line

COMMANDS = vectors.read("commands.json")
DECODING = vectors.read("decoding.json")
ANSWERS = vectors.read("answers.json")


def encode(command: str, fields: dict[str, Any]) -> bytes:
    texts = {
        name: value if isinstance(value, int) else vectors.to_text(value)
        for name, value in fields.items()
        if name != "body"
    }
    body = vectors.to_bytes(fields.get("body", ""))
    if command == "hello":
        return _wire.hello(texts)
    if command == "stream":
        return _wire.stream(str(texts["stream"]))
    if command == "line":
        return _wire.line(body)
    if command == "put":
        return _wire.put(body, **{name: str(text) for name, text in texts.items()})
    if command == "end":
        return _wire.end(int(texts["count"]))
    bare = {"begin": _wire.BEGIN, "abort": _wire.ABORT}
    return {**bare, "sync": _wire.SYNC, "ping": _wire.PING, "bye": _wire.BYE}[command]


@pytest.mark.parametrize("vector", COMMANDS, ids=vectors.names(COMMANDS))
def test_encodes_commands_as_the_vectors_say(vector: dict[str, Any]) -> None:
    expected = vectors.to_bytes(vector["bytes"])
    assert encode(vector["command"], vector["fields"]) == expected


@pytest.mark.parametrize(
    "vector",
    [*COMMANDS, *DECODING],
    ids=vectors.names([*COMMANDS, *DECODING]),
)
def test_decodes_commands_as_the_vectors_say(vector: dict[str, Any]) -> None:
    line, _, body = vectors.to_bytes(vector["bytes"]).partition(b"\n")
    line = line[:-1] if line.endswith(b"\r") else line
    if "code" in vector:
        with pytest.raises(BadCommandError):
            read_line(line, first=True)
        return
    command = read_line(line, first=True)
    fields: dict[str, Any] = dict(command.fields)
    if command.name == "line":
        fields["body"] = command.body
    if command.name == "put":
        fields["body"] = body[: command.length]
        assert body[command.length :] == b"\n"
    expected = {
        name: vectors.to_bytes(value)
        if name == "body"
        else value
        if isinstance(value, int)
        else vectors.to_text(value)
        for name, value in vector["fields"].items()
    }
    assert (command.name, fields) == (vector["command"], expected)


def parsed(answer: _wire.Answer) -> dict[str, Any]:
    if isinstance(answer, _wire.Hello):
        return {
            "kind": "hello",
            "protocol": answer.protocol,
            "session": answer.session,
            "last": answer.last,
            "max-line": answer.max_line,
            "max-put": answer.max_put,
            "window": answer.window,
        }
    if isinstance(answer, Refusal):
        facts = {"number": answer.number, "code": answer.code, "text": answer.text}
        return {"kind": "err", **facts}
    if isinstance(answer, _wire.Notice):
        return {"kind": "notice", "name": answer.name, "text": answer.text}
    kind = "sync" if isinstance(answer, _wire.Synced) else type(answer).__name__.lower()
    return {"kind": kind, **vars(answer)}


@pytest.mark.parametrize("vector", ANSWERS, ids=vectors.names(ANSWERS))
def test_reads_answers_as_the_vectors_say(vector: dict[str, Any]) -> None:
    assert parsed(_wire.parse_answer(vector["line"].encode())) == vector["parsed"]


@pytest.mark.parametrize(
    "line",
    [
        b"HTTP/1.1 400 Bad Request",
        b"+ok",
        b"+ok many",
        b"+ok -1",
        b"+ok  1",
        b"-err 1",
        b"-close",
        b"+pong 1",
        b"+hello roundabout/2 session=s last=0 max-line=1 max-put=1 window=1",
        b"+hello roundabout/1 session=s",
        b"\xff",
    ],
)
def test_names_the_port_when_no_hub_answers(line: bytes) -> None:
    with pytest.raises(ProtocolError, match="Check that entrance_port"):
        _wire.parse_answer(line)


@pytest.mark.parametrize("vector", vectors.read("names.json"))
def test_knows_names(vector: dict[str, Any]) -> None:
    assert _wire.is_name(vectors.to_text(vector["stream"])) is vector["valid"]


def test_reads_the_fields_of_a_notice() -> None:
    notice = _wire.parse_answer(b"*hold stream=orders reason=quota")
    assert isinstance(notice, _wire.Notice)
    assert notice.fields == {"stream": "orders", "reason": "quota"}


@pytest.mark.parametrize(
    ("body", "fits"),
    [
        (b"a", True),
        (b"a\rb", True),
        (b"", False),
        (b"a\nb", False),
        (b"a\r", False),
    ],
)
def test_knows_what_a_line_can_carry(body: bytes, fits: bool) -> None:  # noqa: FBT001 - a table
    assert _wire.fits_line(body) is fits
