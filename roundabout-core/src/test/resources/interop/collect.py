"""Collects with python-qpid-proton: gives the first message back, takes it again, then takes what is ready and leaves.

Usage: collect.py URL ADDRESS. Prints one line per delivery: what was done, the message-id, the body.
"""

import sys

from proton import Delivery
from proton.handlers import MessagingHandler
from proton.reactor import Container


class Collector(MessagingHandler):
    """Gives back, accepts, drains."""

    def __init__(self, url, address):
        super().__init__(prefetch=0, auto_accept=False)
        self.url = url
        self.address = address
        self.deliveries = 0

    def on_start(self, event):
        connection = event.container.connect(self.url, reconnect=False)
        receiver = event.container.create_receiver(connection, self.address)
        receiver.drain(1)

    def on_message(self, event):
        self.deliveries += 1
        released = self.deliveries == 1
        event.delivery.update(Delivery.RELEASED if released else Delivery.ACCEPTED)
        event.delivery.settle()
        message = event.message
        print("released" if released else "accepted", message.id, bytes(message.body).decode(), flush=True)
        if self.deliveries <= 2:
            event.receiver.drain(1 if released else 10)

    def on_link_flow(self, event):
        if event.receiver and event.receiver.credit == 0 and self.deliveries != 1:
            print("drained", flush=True)
            event.connection.close()

    def on_transport_error(self, event):
        sys.exit("transport: " + str(event.transport.condition))


Container(Collector(sys.argv[1], sys.argv[2])).run()
