"""Subscribes to the topic 'news' with python-qpid-proton, takes what is ready, and leaves.

Usage: topic.py URL FROM NAME drain|detach|close. FROM is held, new or latest. With drain the subscription ends with its
link; else it is durable, and is left by a detach, or ended by a close. Prints the field n of each body.
"""

import json
import sys

from proton import symbol
from proton.handlers import MessagingHandler
from proton.reactor import Container, DurableSubscription, Filter


class Subscriber(MessagingHandler):
    """Takes what is ready and leaves."""

    def __init__(self, url, start, name, way):
        super().__init__(prefetch=0)
        self.url = url
        self.start = start
        self.name = name
        self.way = way

    def on_start(self, event):
        connection = event.container.connect(self.url, reconnect=False)
        options = [Filter({symbol("roundabout:from"): self.start})]
        if self.way != "drain":
            options.append(DurableSubscription())
        receiver = event.container.create_receiver(connection, "news", name=self.name, options=options)
        receiver.drain(100)

    def on_message(self, event):
        print(json.loads(bytes(event.message.body))["n"], flush=True)

    def on_link_flow(self, event):
        if event.receiver and event.receiver.credit == 0:
            if self.way == "detach":
                event.receiver.detach()
            elif self.way == "close":
                event.receiver.close()
            else:
                event.connection.close()

    def on_link_remote_detach(self, event):
        event.connection.close()

    def on_link_closed(self, event):
        event.connection.close()

    def on_link_error(self, event):
        sys.exit("link: " + str(event.link.remote_condition))

    def on_transport_error(self, event):
        sys.exit("transport: " + str(event.transport.condition))


container = Container(Subscriber(*sys.argv[1:]))
container.container_id = "topic-py"
container.run()
