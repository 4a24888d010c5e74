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
WINDOW = 16 * 1024 * 1024
MAX_BATCH_BYTES = 16 * 1024 * 1024
MAX_BATCH_MESSAGES = 100_000
CLOSING_LINE = 1024 * 1024
CLOSING_PUT = 64 * 1024 * 1024
MAX_KEY_BYTES = 256
KEPT_REFUSALS = 1_000
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

    def refuse(self, number: int, code: str) -> None:
        """Note a refusal; the newest 1,000 are kept."""
        self.refusals.append((number, code))
        del self.refusals[:-KEPT_REFUSALS]

    owner: Connection | None = None


@dataclass
class FakeBatch:
    """What came since `!begin`; its first refused message makes it void."""

    messages: list[ReceivedMessage] = field(default_factory=list)
    count: int = 0
    bytes: int = 0
    refused: tuple[int, str] | None = None

    def add(self, message: ReceivedMessage, code: str | None) -> str | None:
        """Take a message; return the code if it is the first that is refused."""
        self.count += 1
        if self.refused is not None:
            return None
        given = (message.key, message.id, message.type)
        self.bytes += len(message.body)
        self.bytes += sum(len(text.encode()) for text in given if text)
        if code is None and (
            self.count > MAX_BATCH_MESSAGES or self.bytes > MAX_BATCH_BYTES
        ):
            code = "batch-too-large"
        if code is None:
            self.messages.append(message)
        else:
            self.refused = (message.number, code)
            self.messages = []
        return code


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
        self._batch: FakeBatch | None = None
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
            self._take(command.body, {}, _line_problem(command.body))
        elif command.name == "put":
            self._put(command)
        elif command.name == "hello":
            self._hello(command)
        elif command.name == "stream":
            self._stream = str(command.fields["stream"])
        elif command.name == "begin":
            self._begin()
        elif command.name in ("end", "abort"):
            self._end(command)
        elif command.name == "sync":
            self._sync()
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
        self._await_deciding()
        session = self._joined()
        batch = self._batch
        message = ReceivedMessage(
            session=self._name,
            number=session.last + 1 + (batch.count if batch else 0),
            stream=self._stream,
            body=body,
            key=options.get("key"),
            id=options.get("id"),
            type=options.get("type"),
        )
        if not _wire.is_name(self._stream):
            code = "bad-name"
        if batch is not None:
            refused = batch.add(message, code or self._hub._judge(message))
            if refused is not None:
                self.tell_refused(message.number, refused)
            return
        code, repeat = self._hub._decide(session, self, message, code)
        self._owed = self._ack != "off"
        if code is not None:
            self.tell_refused(message.number, code)
        elif repeat and self._owed:
            self._answers.append(f"*dup {message.number}")

    def _await_deciding(self) -> None:
        if self._hub._deciding.is_set():
            return
        if self._ack == "receipts":
            self._acknowledge()
        self._send()
        while not self._hub._deciding.wait(0.05):
            if self._severed:
                break
        if self._severed:
            raise ConnectionError("cut while held")

    def _sync(self) -> None:
        if self._batch is not None:
            self._close("bad-command", "!sync inside a batch")
        self._answers.append(f"+sync {self._joined().last}")

    def _begin(self) -> None:
        if self._batch is not None:
            self._close("bad-command", "!begin inside a batch")
        self._batch = FakeBatch()

    def _end(self, command: Command) -> None:
        """Keep the batch as a whole, or nothing of it."""
        batch, self._batch = self._batch, None
        count = int(command.fields.get("count", batch.count if batch else 0))
        if batch is None or (not batch.count and count):
            self._close("bad-command", f"!{command.name} without a batch to end")
            return
        if not batch.count:
            return
        session = self._joined()
        if command.name == "abort" or batch.refused is not None:
            code = "batch-refused"
        elif count != batch.count:
            code = "batch-count"
        else:
            code = None
        self._owed = self._ack != "off"
        self._hub._decide_batch(session, self, batch, code)

    def tell_refused(self, number: int, code: str) -> None:
        """Answer that a message was refused, unless the vehicle does not listen."""
        if self._ack != "off":
            self._answers.append(f"-err {number} {code} as the fake hub judged")

    def _abandon(self) -> None:
        """The vehicle leaves inside a batch: none of its numbers is used up."""
        batch, self._batch = self._batch, None
        if batch is not None and batch.count:
            self.tell_refused(self._joined().last + batch.count, "batch-refused")

    def _hello(self, command: Command) -> None:
        if not self._first:
            self._close("bad-command", "!hello is the first line")
        fields = command.fields
        self._name = str(fields.get("session", self._name))
        self._ack = str(fields.get("ack", self._ack))
        if self._hub._turning_away:
            self._close(*self._hub._turning_away.partition(" ")[::2])
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
        self._abandon()
        if self._ack == "final":
            self._owed = True
        self._acknowledge()
        self._answers.append(f"+bye {self._joined().last}")
        raise _LeaveError

    def _finish(self) -> None:
        """The vehicle half-closed: say what is decided."""
        if len(self._buffer) > self._position:
            self._partial()
        self._abandon()
        self._owed = True
        self._acknowledge()

    def _partial(self) -> None:
        number = self._joined().last + 1 + (self._batch.count if self._batch else 0)
        self._abandon()
        if self._ack != "off":
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


def _line_problem(body: bytes) -> str | None:
    if len(body) > MAX_LINE:
        return "too-long"
    try:
        body.decode()
    except UnicodeDecodeError:
        return "bad-utf8"
    return None
