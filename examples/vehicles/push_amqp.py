"""A vehicle that pushes over AMQP 1.0, with python-qpid-proton and nothing else.

usage: push_amqp.py STREAM < LINES    environment: ROUNDABOUT_AMQP = HOST:PORT (localhost:5672)
"""

import os
import sys

from proton import Message
from proton.utils import BlockingConnection, SendException

connection = BlockingConnection("amqp://" + os.environ.get("ROUNDABOUT_AMQP", "localhost:5672"), timeout=30)
sender = connection.create_sender(sys.argv[1])
refused = 0
for line in sys.stdin.buffer:
    try:
        sender.send(Message(body=line.rstrip(b"\n"), inferred=True))  # returns when it is committed
    except SendException:
        print("refused:", line.decode().rstrip())
        refused += 1
connection.close()
sys.exit(1 if refused else 0)
