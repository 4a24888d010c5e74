"""Drives a hub with one vehicle at a time, and sets each beside the bare thing.

benchmarks/vehicles calls it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
PYTHON = HOME / "vehicle-sdk-python" / "benchmarks"

# What is set beside what: each name in `Round.commands`; the second is the bare thing.
RATIOS = (
    ("push-file", "driver-push"),
    ("python-push-dict", "driver-push"),
    ("python-push-bytes", "driver-push"),
    ("python-collect", "proton-handler"),
    ("python-collect-again", "proton-blocking"),
)


@dataclass(frozen=True)
class Sample:
    """One process.

    Attributes:
        rate: messages per second, as the process itself measured them.
        process_rate: the same from before its start to after its end.
        cpu: its user and system time, in microseconds per message.
        others: share of all processors that neither it nor the hub took, 0 to 1.
    """

    rate: float
    process_rate: float
    cpu: float
    others: float


class Hub:
    """Where the hub is, and the processor time it has used."""

    def __init__(self, pid: int, entrance: int, amqp: int) -> None:
        """Remember where it is; `pid` is the process'."""
        self.entrance = entrance
        self.amqp = amqp
        self._stat = Path(f"/proc/{pid}/stat")

    def seconds(self) -> float:
        """Return user and system time."""
        fields = self._stat.read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def machine_seconds() -> float:
    """Return the busy time of all processors, stolen time included."""
    user, nice, system, _, _, irq, soft, steal = map(
        int, Path("/proc/stat").read_text().split(None, 9)[1:9]
    )
    return (user + nice + system + irq + soft + steal) / os.sysconf("SC_CLK_TCK")


def of_children() -> float:
    """Return user and system time of the processes that were waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measure(command: list[str], hub: Hub, messages: int) -> Sample:
    """Run a command that prints a line of JSON with its messages and seconds."""
    busy, of_hub, before = machine_seconds(), hub.seconds(), time.perf_counter()
    children = of_children()
    process = subprocess.run(  # noqa: S603 - a command of this file
        command, stdout=subprocess.PIPE, text=True, check=False
    )
    cpu = of_children() - children
    seconds = time.perf_counter() - before
    figures = json.loads(process.stdout) if process.returncode == 0 else {}
    if figures.get("messages", figures.get("committed")) != messages:
        called = f"{' '.join(command)} ended with {process.returncode}"
        sys.exit(f"benchmark: WRONG: {called} and said {process.stdout!r}")
    others = machine_seconds() - busy - (hub.seconds() - of_hub) - cpu
    return Sample(
        rate=messages / figures["seconds"],
        process_rate=messages / seconds,
        cpu=cpu / messages * 1e6,
        others=max(0.0, others) / seconds / (os.cpu_count() or 1),
    )


class Round:
    """The commands of one round. No more is collected than was pushed before."""

    def __init__(self, hub: Hub, options: argparse.Namespace) -> None:
        """Prepare; `options` are the script's."""
        self._hub = hub
        self._options = options

    def messages(self, name: str) -> int:
        """Return how many messages a command moves."""
        options = self._options
        return int(options.messages if "push" in name else options.collected)

    def commands(self, number: int) -> dict[str, list[str]]:
        """Return the commands by name, in the order they run."""
        options, hub = self._options, self._hub
        push = [sys.executable, str(PYTHON / "push_rate.py")]
        push += ["--entrance", str(hub.entrance)]
        collect = [sys.executable, str(PYTHON / "collect_rate.py")]
        last = [str(hub.amqp), str(options.collected)]
        return {
            "driver-push": [
                *options.driver.split(),
                "io.roundabout.benchmark.Orders",
                f"entrance={hub.entrance}",
                f"messages={options.messages}",
                f"session=round-{number}",
            ],
            "push-file": [
                str(HOME / "bin" / "roundabout"),
                *("push", "orders", options.file, "--again", "--json"),
                *("--entrance", f"127.0.0.1:{hub.entrance}"),
            ],
            "python-push-bytes": [*push, "--file", options.file, "--body", "bytes"],
            "python-push-dict": [*push, "--file", options.file],
            "proton-handler": [*collect, "handler", *last],
            "python-collect": [*collect, "vehicle", *last],
            "proton-blocking": [*collect, "blocking", *last],
            "python-collect-again": [*collect, "vehicle", *last],
        }


def median(samples: list[Sample], what: str) -> float:
    """Return the median of one of a sample's figures."""
    return float(statistics.median(vars(sample)[what] for sample in samples))


def table(samples: dict[str, list[Sample]]) -> str:
    """Return medians for people, in brackets the least and the greatest."""
    head = ("messages/s", "with its start", "us CPU each", "others")
    lines = ["{:20} {:>26} {:>15} {:>12} {:>7}".format("", *head)]
    for name, those in samples.items():
        rates = sorted(sample.rate for sample in those)
        shown = f"{median(those, 'rate'):,.0f} ({rates[0]:,.0f}-{rates[-1]:,.0f})"
        lines.append(
            f"{name:20} {shown:>26} {median(those, 'process_rate'):>15,.0f} "
            f"{median(those, 'cpu'):>12.2f} {median(those, 'others'):>7.0%}"
        )
    for name, bare in RATIOS:
        pairs = [a.rate / b.rate for a, b in zip(samples[name], samples[bare])]
        lines.append(
            f"{name} / {bare}: {statistics.median(pairs):.0%} "
            f"({min(pairs):.0%}-{max(pairs):.0%})"
        )
    return "\n".join(lines)


def as_json(samples: dict[str, list[Sample]], options: argparse.Namespace) -> str:
    """Return every sample in one line."""
    return json.dumps(
        {
            "commit": options.commit,
            "messages": options.messages,
            "collected": options.collected,
            "samples": {
                name: [vars(sample) for sample in those]
                for name, those in samples.items()
            },
        }
    )


def main() -> None:
    """Measure in rounds, so that what is compared meets the same machine."""
    parser = argparse.ArgumentParser()
    for name in ("--hub-pid", "--entrance", "--amqp"):
        parser.add_argument(name, type=int, required=True)
    for name in ("--messages", "--collected", "--rounds"):
        parser.add_argument(name, type=int, required=True)
    for name in ("--driver", "--file", "--commit"):
        parser.add_argument(name, required=True)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    hub = Hub(options.hub_pid, options.entrance, options.amqp)
    rounds = Round(hub, options)
    samples: dict[str, list[Sample]] = {}
    for number in range(options.rounds + 1):
        for name, command in rounds.commands(number).items():
            print(f"benchmark: round {number}: {name} …", file=sys.stderr)
            sample = measure(command, hub, rounds.messages(name))
            # The first round warms the hub.
            if number > 0:
                samples.setdefault(name, []).append(sample)
    print(as_json(samples, options) if options.json else table(samples))


if __name__ == "__main__":
    main()
