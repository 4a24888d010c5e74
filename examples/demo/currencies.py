"""Second vehicle: unloads currencies.jsonl over a bare socket; any language can do this."""

import socket
import sys
from pathlib import Path

host, port, path = sys.argv[1:]
with socket.create_connection((host, int(port)), timeout=30) as hub:
    hub.sendall(b"!stream currencies\n" + Path(path).read_bytes())
    hub.shutdown(socket.SHUT_WR)  # no more; the hub commits and answers
    answer = b"".join(iter(lambda: hub.recv(4096), b""))
print("the hub answered", answer.decode().strip())
