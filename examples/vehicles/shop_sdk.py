"""A vehicle in Python with the SDK: pushes an order and its customer, and collects what the hub made of them.

usage: shop_sdk.py KEY      environment: ROUNDABOUT_ENTRANCE, ROUNDABOUT_AMQP = HOST:PORT (localhost:7070, :5672)
"""

import os
import sys

from roundabout_vehicle import Vehicle

key = sys.argv[1]
host, entrance_port = os.environ.get("ROUNDABOUT_ENTRANCE", "localhost:7070").rsplit(":", 1)
amqp_port = os.environ.get("ROUNDABOUT_AMQP", "localhost:5672").rsplit(":", 1)[1]

with Vehicle(host, entrance_port=int(entrance_port), amqp_port=int(amqp_port), name="shop") as vehicle:
    vehicle.push("orders", {"order_id": 1, "customer": key})
    vehicle.push("customers", {"id": key, "name": "Ada"})
    vehicle.flush(timeout=30)  # returns when both are committed
    for message in vehicle.take("enriched"):  # what is ready now; accepted as the loop goes on
        print(message.key, message.json()["customers"]["name"], message.json()["orders"]["order_id"])
