"""The fake hub's side of one conversation; see `testing`."""

from __future__ import annotations

import contextlib
import socket
import threading
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from roundabout_vehicle import _wire
from roundabout_vehicle._entrance import BadCommandError, Command, read_line

if TYPE_CHECKING:
    from roundabout_vehicle.testing import FakeHub

MAX_LINE = 65_536
MAX_PUT = 16 * 1024 * 1024
WINDOW = 8 * 1024 * 1024
CLOSING_LINE = 1024 * 1024
CLOSING_PUT = 64 * 1024 * 1024
MAX_KEY_BYTES = 256
QUIET = 1.0  # seconds after which ack=final answers


@dataclass(frozen=True)
class ReceivedMessage:
    """A message that the fake hub was sent.

    Attributes:
        session: id of the session.
        number: its number in the session, from 1.
        stream: where it was pushed to.
        body: its bytes.
        key: from `!put key=`; the fake hub extracts none.
        id: from `!put id=`.
        type: from `!put type=`.
    """

    session: str
    number: int
    stream: str
    body: bytes
    key: str | None = None
    id: str | None = None
    type: str | None = None


@dataclass
class Session:
    """What a hub remembers of a session; under the hub's lock."""

    last: int = 0
    refusals: list[tuple[int, str]] = field(default_factory=list)
    owner: Connection | None = None


class _LeaveError(Exception):
    """The conversation is over."""


class Connection(threading.Thread):
    """One vehicle's connection: reads commands, answers, until either side leaves."""

    def __init__(self, hub: FakeHub, accepted: socket.socket) -> None:
        super().__init__(name="roundabout-fake-hub-connection", daemon=True)
        self._hub = hub
        self._socket = accepted
        self._buffer = bytearray()
        self._position = 0
        self._answers: list[str] = []
        self._first = True
        self._ack = "final"
        self._name = uuid.uuid4().hex
        self._session: Session | None = None
        self._stream = "default"
        self._owed = False  # an +ok
        self._severed = False

    def cut(self) -> None:
        """Break the connection as a cable would. Any thread."""
        self._severed = True
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def run(self) -> None:
        try:
            with contextlib.suppress(_LeaveError):
                self._converse()
            self._send()
        except OSError:
            pass
        finally:
            self.cut()
            self._socket.close()

    # Bytes.

    def _converse(self) -> None:
        while True:
            line = self._line()
            if line is None:
                self._finish()
                return
            if not line:
                continue
            try:
                command = read_line(line, first=self._first)
                self._obey(command)
            except BadCommandError as problem:
                self._close("bad-command", str(problem))
            self._first = False

    def _line(self) -> bytes | None:
        """Return the next line without its end; None once the vehicle half-closed."""
        searched = self._position
        while True:
            end = self._buffer.find(b"\n", searched)
            size = (end if end >= 0 else len(self._buffer)) - self._position
            if size > CLOSING_LINE:
                self._close("too-long", "a line over 1 MiB")
            if end >= 0:
                line = bytes(self._buffer[self._position : end])
                self._position = end + 1
                return line[:-1] if line.endswith(b"\r") else line
            searched = len(self._buffer)
            before = self._position
            if not self._fill():
                return None
            searched -= before

    def _fill(self) -> bool:
        """Answer what is owed, then read more; False at the vehicle's end."""
        if self._ack == "receipts":
            self._acknowledge()
        self._send()
        del self._buffer[: self._position]
        self._position = 0
        while True:
            self._socket.settimeout(QUIET if self._owed else None)
            try:
                data = self._socket.recv(256 * 1024)
            except socket.timeout:
                self._acknowledge()
                self._send()
                continue
            while not self._hub._deciding.wait(0.05):
                if self._severed:
                    raise ConnectionError("cut while held")
            self._buffer += data
            return bool(data)

    def _body(self, length: int) -> bytes:
        """Return the body of a `!put` and pass its line end."""
        while len(self._buffer) - self._position < length + 1:
            if not self._fill():
                self._partial()
        start, self._position = self._position, self._position + length + 1
        if self._buffer[self._position - 1 : self._position] != b"\n":
            self._close("bad-command", "a !put ends with a line end")
        return bytes(self._buffer[start : start + length])

    def _send(self) -> None:
        if self._answers:
            answers, self._answers = self._answers, []
            self._socket.settimeout(30.0)
            self._socket.sendall("".join(f"{each}\n" for each in answers).encode())

    # Commands.

    def _obey(self, command: Command) -> None:
        if command.name == "line":
            code = "too-long" if len(command.body) > MAX_LINE else None
            self._take(command.body, {}, code or _utf8_problem(command.body))
        elif command.name == "put":
            self._put(command)
        elif command.name == "hello":
            self._hello(command)
        elif command.name == "stream":
            self._stream = str(command.fields["stream"])
        elif command.name == "sync":
            self._answers.append(f"+sync {self._joined().last}")
        elif command.name == "ping":
            self._answers.append("+pong")
        else:
            self._bye()

    def _put(self, command: Command) -> None:
        if command.length > CLOSING_PUT:
            self._close("too-long", "a !put over 64 MiB")
        body = self._body(command.length)
        options = {name: str(value) for name, value in command.fields.items()}
        code = "too-long" if command.length > MAX_PUT else None
        key = options.get("key", "k")
        if not 1 <= len(key.encode()) <= MAX_KEY_BYTES:
            code = "bad-key"
        self._take(body, options, code)

    def _take(self, body: bytes, options: dict[str, str], code: str | None) -> None:
        session = self._joined()
        message = ReceivedMessage(
            session=self._name,
            number=session.last + 1,
            stream=self._stream,
            body=body,
            key=options.get("key"),
            id=options.get("id"),
            type=options.get("type"),
        )
        if not _wire.is_name(self._stream):
            code = "bad-name"
        code, repeat = self._hub._decide(session, self, message, code)
        self._owed = self._ack != "off"
        if self._ack == "off":
            return
        if code is not None:
            self._answers.append(f"-err {message.number} {code} as the fake hub judged")
        elif repeat:
            self._answers.append(f"*dup {message.number}")

    def _hello(self, command: Command) -> None:
        if not self._first:
            self._close("bad-command", "!hello is the first line")
        fields = command.fields
        self._name = str(fields.get("session", self._name))
        self._ack = str(fields.get("ack", self._ack))
        if fields.get("resume") and not self._hub._knows(self._name):
            self._close("session-gone", "the session is not remembered")
        session = self._joined()
        self._answers.append(
            f"+hello {_wire.PROTOCOL} session={quote(self._name, safe='')} "
            f"last={session.last} max-line={MAX_LINE} max-put={MAX_PUT} window={WINDOW}"
        )
        if "known" in fields:
            self._answers += [
                f"-err {number} {code} as before"
                for number, code in session.refusals
                if number > int(fields["known"])
            ]

    def _bye(self) -> None:
        if self._ack == "final":
            self._owed = True
        self._acknowledge()
        self._answers.append(f"+bye {self._joined().last}")
        raise _LeaveError

    def _finish(self) -> None:
        """The vehicle half-closed: say what is decided."""
        if len(self._buffer) > self._position:
            self._partial()
        self._owed = self._owed or self._ack == "final"
        self._acknowledge()

    def _partial(self) -> None:
        if self._ack != "off":
            number = self._joined().last + 1
            self._answers.append(f"-err {number} partial-line the line has no end")
        self._position = len(self._buffer)
        self._owed = self._ack != "off"
        self._acknowledge()
        raise _LeaveError

    def _acknowledge(self) -> None:
        if self._owed and self._ack != "off":
            self._owed = False
            self._answers.append(f"+ok {self._joined().last}")

    def _joined(self) -> Session:
        if self._session is None:
            self._session = self._hub._join(self._name, self)
        return self._session

    def _close(self, code: str, text: str) -> None:
        self._answers.append(f"-close {code} {text}")
        raise _LeaveError


def _utf8_problem(body: bytes) -> str | None:
    try:
        body.decode()
    except UnicodeDecodeError:
        return "bad-utf8"
    return None
