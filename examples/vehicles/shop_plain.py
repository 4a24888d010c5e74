"""A vehicle in Python without the SDK: the standard library pushes, python-qpid-proton collects.

usage: shop_plain.py KEY    environment: ROUNDABOUT_ENTRANCE, ROUNDABOUT_AMQP = HOST:PORT (localhost:7070, :5672)
"""

import json
import os
import socket
import sys

from proton import Timeout
from proton.utils import BlockingConnection

key = sys.argv[1]
entrance = os.environ.get("ROUNDABOUT_ENTRANCE", "localhost:7070").rsplit(":", 1)
amqp = os.environ.get("ROUNDABOUT_AMQP", "localhost:5672")


def push(lines: list[str]) -> None:
    """Pushes lines, commands among them, and returns when every message is committed."""
    with socket.create_connection((entrance[0], int(entrance[1])), timeout=30) as hub:
        hub.sendall("".join(line + "\n" for line in lines).encode())
        hub.shutdown(socket.SHUT_WR)  # asks the hub for its last "+ok"
        answers = hub.makefile("r", encoding="utf-8").read().splitlines()
    messages = sum(not line.startswith("!") for line in lines)
    if answers != [f"+ok {messages}"]:
        sys.exit(f"the hub says: {answers}")


def collect(address: str) -> None:
    """Takes one result, if there is one within ten seconds."""
    connection = BlockingConnection(f"amqp://{amqp}", timeout=30)
    receiver = connection.create_receiver(address, credit=1)
    try:
        message = receiver.receive(timeout=10)
        result = json.loads(bytes(message.body))
        print(result["key"], result["customers"]["name"], result["orders"]["order_id"])
        receiver.accept()  # only now the hub forgets it
    except Timeout:
        print("nothing is ready")
    connection.close()


push(["!stream orders", json.dumps({"order_id": 1, "customer": key})])
push(["!stream customers", json.dumps({"id": key, "name": "Ada"})])
collect("enriched")
