"""Holds groups in a join and measures how long `explain` takes over HTTP. Called by `explain`.

Arguments: entrance port, HTTP port, groups to hold, questions to ask. Prints one line of figures.
"""

import json
import random
import socket
import sys
import time
import urllib.request

entrance, http, groups, questions = (int(argument) for argument in sys.argv[1:])

started = time.monotonic()
with socket.create_connection(("127.0.0.1", entrance)) as vehicle:
    answers = vehicle.makefile("r", encoding="utf-8")
    vehicle.sendall(b"!stream orders\n")
    for first in range(0, groups, 10_000):
        last = min(groups, first + 10_000)
        lines = "".join(
            json.dumps({"customer": f"c{n}", "order_id": n, "note": "x" * 120}) + "\n"
            for n in range(first, last)
        )
        vehicle.sendall(lines.encode())
        vehicle.sendall(b"!sync\n")
        for answer in answers:
            if answer.startswith("+ok") and int(answer.split()[1]) >= last:
                break
            if answer.startswith("-"):
                sys.exit("refused: " + answer)
held = time.monotonic() - started

times = []
draw = random.Random(1)
for _ in range(questions):
    key = f"c{draw.randrange(groups)}"
    asked = time.monotonic()
    with urllib.request.urlopen(f"http://127.0.0.1:{http}/api/v1/explain/enriched/{key}") as answer:
        view = json.load(answer)
    times.append(time.monotonic() - asked)
    if view["state"] != "incomplete" or view["missing"] != ["customers"]:
        sys.exit("wrong: " + json.dumps(view))

times.sort()
print(
    f"{groups} groups held in {held:.1f} s; {questions} explains:"
    f" p50 {times[len(times) // 2] * 1000:.1f} ms,"
    f" p99 {times[len(times) * 99 // 100] * 1000:.1f} ms, max {times[-1] * 1000:.1f} ms"
)
