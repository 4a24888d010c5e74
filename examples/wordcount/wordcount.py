"""Word count: lines of text in, running counts out. A mailbox holds the lines, this script counts, a mailbox holds the counts.

usage: wordcount.py LINES COUNTS     addresses of two mailboxes; ends when no line is ready
environment: ROUNDABOUT_ENTRANCE, ROUNDABOUT_AMQP = HOST:PORT (localhost:7070, localhost:5672)

A line is accepted only after its counts are committed, and the count so far travels with the counts themselves: a script
that is killed between the two counts a line again, and never loses one.
"""

import json
import os
import re
import sys
from collections import Counter

from roundabout_vehicle import Vehicle

lines, counts = sys.argv[1:3]
host, entrance_port = os.environ.get("ROUNDABOUT_ENTRANCE", "localhost:7070").rsplit(":", 1)
amqp_port = os.environ.get("ROUNDABOUT_AMQP", "localhost:5672").rsplit(":", 1)[1]

with Vehicle(host, entrance_port=int(entrance_port), amqp_port=int(amqp_port), name="wordcount") as vehicle:
    words: Counter[str] = Counter()
    for message in vehicle.browse(counts):  # go on from what an earlier run counted; the newest of a word wins
        words[message.json()["word"]] = message.json()["count"]
    for message in vehicle.take(lines):
        new = Counter(re.findall(r"\w+", bytes(message.body).decode().lower()))
        words.update(new)
        for word in new:
            vehicle.push(counts, {"word": word, "count": words[word]}, key=word)
        vehicle.flush(timeout=30)  # the loop accepts the line when it asks for the next one
        print(json.dumps({word: words[word] for word in sorted(new)}))
