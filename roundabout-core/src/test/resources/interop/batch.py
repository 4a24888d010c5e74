"""Pushes a batch of pairs, then one of which a message is refused."""

import sys

from roundabout_vehicle import RefusedError, Vehicle

port, pairs = map(int, sys.argv[1:])
vehicle = Vehicle("127.0.0.1", entrance_port=port)
with vehicle.batch() as batch:
    for n in range(pairs):
        batch.push("orders", {"customer": f"py.{n}"})
        batch.push("payments", {"customer": f"py.{n}"})
print("kept", batch.receipt.wait())
with vehicle.batch() as batch:
    batch.push("payments", {"customer": "py.none"})
    batch.push("orders", {})
try:
    batch.receipt.wait()
except RefusedError as refused:
    print("refused", refused.refusal.number - 2 * pairs, refused.refusal.code)
    vehicle.__exit__(RefusedError, refused, None)
