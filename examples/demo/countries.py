"""First vehicle: unloads countries.jsonl with the SDK and learns what became of it."""

import json
import sys
from pathlib import Path

from roundabout_vehicle import FlushError, Vehicle


def main() -> None:
    """Push every line of the file named after host and port."""
    host, port, path = sys.argv[1:]
    with Vehicle(host, name="geographer", entrance_port=int(port)) as vehicle:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
        for line in lines:
            vehicle.push("countries", json.loads(line))
        try:
            vehicle.flush(timeout=30)
        except FlushError as error:
            for refusal in error.refusals:
                print(f"refused: line {refusal.number}: {refusal.code}: {refusal.text}")
        print(f"{len(lines)} countries unloaded; the hub has decided every one of them")


main()
