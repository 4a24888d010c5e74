"""A vehicle that pushes lines over AMQP 1.0, with python-qpid-proton and nothing else.

usage: push_amqp.py STREAM FILE    environment: ROUNDABOUT_AMQP = HOST:PORT (localhost:5672)
"""

import os
import sys

from proton import Delivery, Message
from proton.utils import BlockingConnection

if len(sys.argv) != 3:
    sys.exit("usage: push_amqp.py STREAM FILE")
connection = BlockingConnection("amqp://" + os.environ.get("ROUNDABOUT_AMQP", "localhost:5672"), timeout=30)
sender = connection.create_sender(sys.argv[1])
with open(sys.argv[2], "rb") as source:
    for line in source.read().splitlines():
        answer = sender.send(Message(body=line, inferred=True), error_states=[])  # returns when it is decided
        if answer.remote_state != Delivery.ACCEPTED:
            print(answer.remote.condition.name, line.decode())
connection.close()
