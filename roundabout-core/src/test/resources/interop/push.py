"""Pushes with python-qpid-proton: COUNT numbered messages, as fast as it is given credit.

Usage: push.py URL STREAM COUNT [KILL_AT PID]. Kills process PID once KILL_AT messages are accepted. Prints the ids of the
accepted messages, and what was said of those that were rejected; then how it ended.
"""

import os
import signal
import sys

from proton import Message
from proton.handlers import MessagingHandler
from proton.reactor import Container


class Pusher(MessagingHandler):
    """Sends while there is credit, and remembers what was accepted."""

    def __init__(self, url, stream, count, kill_at=0, pid=0):
        super().__init__()
        self.url, self.stream, self.count, self.kill_at, self.pid = url, stream, int(count), int(kill_at), int(pid)
        self.sent = self.settled = 0
        self.ids = {}
        self.ended = "lost"

    def on_start(self, event):
        connection = event.container.connect(self.url, reconnect=False)
        event.container.create_sender(connection, self.stream)

    def on_sendable(self, event):
        while event.sender.credit and self.sent < self.count:
            body = b'{"k":"k%d","n":%d}' % (self.sent % 10, self.sent)
            delivery = event.sender.send(Message(id=f"m-{self.sent}", body=body, inferred=True))
            self.ids[delivery.tag] = f"m-{self.sent}"
            self.sent += 1

    def on_accepted(self, event):
        print("accepted", self.ids.pop(event.delivery.tag))
        self.settle(event)

    def on_rejected(self, event):
        condition = event.delivery.remote.condition
        print("rejected", self.ids.pop(event.delivery.tag), condition.name, condition.description)
        self.settle(event)

    def settle(self, event):
        self.settled += 1
        if self.settled == self.kill_at:
            os.kill(self.pid, signal.SIGKILL)
        if self.settled == self.count:
            self.ended = "done"
            event.connection.close()

    def on_transport_error(self, event):
        event.container.stop()


pusher = Pusher(*sys.argv[1:])
Container(pusher).run()
print(pusher.ended)
