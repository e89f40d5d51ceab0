"""How the workbench holds with many readers: clients on explore and ask for a minute, some of them rude.

    python benchmarks/load.py [--store DIR | --policies 200 --practices 40] [--clients 50] [--seconds 60]

Starts `policyglot serve` on loopback, and never speaks to anything else. Every client asks for one page after
the other; beside them one client takes its answer a byte at a time, one sends its request a byte at a time, and
one hangs up in the middle, again and again. Prints how long answers took, every error, and the memory of the
workbench with its processes, over time. Exits with 1 where anything failed.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import math
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.corpus import load  # noqa: E402 - the path is set above

from policyglot.store.folder import graph_folder  # noqa: E402 - the path is set above
from policyglot.store.query import ask  # noqa: E402 - the path is set above

_QUESTIONS = (
    "SELECT ?purpose (COUNT(*) AS ?n) { ?p a dpv:Process ; dpv:hasPurpose ?purpose } GROUP BY ?purpose LIMIT 20",
    "SELECT ?policy { ?policy a pg:Policy } LIMIT 10",
    "ASK { ?p dpv:hasPersonalData pd:EmailAddress }",
)
_COMPANIES = "SELECT DISTINCT ?name { ?policy dpv:hasDataController ?c . ?c dpv:hasName ?name } ORDER BY ?name LIMIT 8"
_SERVED = re.compile(r"(http://\S+) is the workbench")
# One sample of memory every so many seconds.
_PERIOD = 2.0


@dataclass(slots=True, kw_only=True)
class Seen:
    """What the clients saw.

    Attributes:
        seconds: Path without its query to how long each answer took.
        errors: What went wrong, with how often.
        rude: What became of those who misbehave.
    """

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    rude: Counter[str] = field(default_factory=Counter)


@contextmanager
def workbench(store: Path, folder: Path) -> Iterator[tuple[str, int]]:
    """Serve a store; yield the URL and the process."""
    command = [
        sys.executable,
        "-m",
        "policyglot",
        "serve",
        "--store",
        str(store),
        "--folder",
        str(folder),
        "--port",
        "0",
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own command
        said = process.stderr.readline() if process.stderr else ""
        found = _SERVED.match(said)
        if found is None:
            raise SystemExit(f"the workbench did not start: {said}")
        try:
            yield found[1], process.pid
        finally:
            process.terminate()
            process.wait(15)


def paths(store: Path) -> list[str]:
    """Return the pages that the clients ask for: explore in all its views, ask, and the SPARQL Protocol."""
    found = ask(_COMPANIES, store=graph_folder(store))
    names = [row[0].value for row in found.rows if row[0] is not None]
    companies = [f"/explore/company/{quote(name, safe='')}" for name in names]
    compared = "/explore/compare?" + urlencode([("company", name) for name in names[:5]])
    asked = [f"/{page}?{urlencode({'query': text})}" for page in ("ask", "sparql") for text in _QUESTIONS]
    explored = ["/explore", "/explore?q=a", "/explore/sharing", "/explore/questions", "/explore/questions/sale"]
    return ["/", *explored, compared, *companies, "/ask", *asked, "/static/style.css"]


async def client(place: tuple[str, int], asked: list[str], *, first: int, until: float, seen: Seen) -> None:
    """Ask for one page after the other on connections that are kept."""
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None
    for path in itertools.islice(itertools.cycle(asked), first, None):
        if time.monotonic() >= until:
            break
        began = time.monotonic()
        try:
            if reader is None or writer is None:
                reader, writer = await asyncio.open_connection(*place)
            status, closes = await _get(reader, writer, path)
            if closes:
                writer.close()
                reader = writer = None
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            seen.errors[f"{urlsplit(path).path}: {type(error).__name__}"] += 1
            reader = writer = None
            continue
        seen.seconds.setdefault(_kind(path), []).append(time.monotonic() - began)
        if status != 200:
            seen.errors[f"{path[:80]}: {status}"] += 1
    if writer is not None:
        writer.close()


def _kind(path: str) -> str:
    parts = urlsplit(path)
    return (
        "/explore/company/…"
        if parts.path.startswith("/explore/company/")
        else parts.path + ("?…" if parts.query else "")
    )


async def _get(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> tuple[int, bool]:
    """Ask for a page and read all of it; return its status, and whether the connection is closed then."""
    writer.write(_request(path))
    await writer.drain()
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = re.search(r"\r\ncontent-length: (\d+)", head)
    if length is None:
        await reader.read()
        return int(head.split()[1]), True
    await reader.readexactly(int(length[1]))
    return int(head.split()[1]), "\r\nconnection: close" in head


def _request(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html, application/json, */*;q=0.5\r\n\r\n".encode()


async def slow_reader(place: tuple[str, int], path: str, *, until: float, seen: Seen) -> None:
    """Take an answer a byte at a time."""
    reader, writer = await asyncio.open_connection(*place, limit=1)
    writer.write(_request(path))
    taken = 0
    with contextlib.suppress(OSError):
        while time.monotonic() < until and await reader.read(1):
            taken += 1
            await asyncio.sleep(0.05)
    seen.rude["bytes that the slow reader took"] += taken
    writer.close()


async def slow_sender(place: tuple[str, int], *, until: float, seen: Seen) -> None:
    """Send a request a byte at a time, and begin again when the workbench hangs up."""
    while time.monotonic() < until:
        reader, writer = await asyncio.open_connection(*place)
        with contextlib.suppress(OSError):
            for letter in _request("/" + "x" * 1000):
                if time.monotonic() >= until or reader.at_eof():
                    break
                writer.write(bytes([letter]))
                await writer.drain()
                await asyncio.sleep(0.5)
        seen.rude["requests of the slow sender that were cut off"] += reader.at_eof()
        writer.close()


async def hanging_up(place: tuple[str, int], asked: list[str], *, until: float, seen: Seen) -> None:
    """Ask, and hang up before the answer."""
    for path in itertools.cycle(asked):
        if time.monotonic() >= until:
            return
        _, writer = await asyncio.open_connection(*place)
        writer.write(_request(path))
        await asyncio.sleep(0.01)
        writer.transport.abort()
        seen.rude["requests that were hung up on"] += 1
        await asyncio.sleep(0.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What the workbench costs at a moment.

    Attributes:
        server: Memory of the process that answers, in MB.
        all: Memory of it and of all below it, in MB.
        seconds: Processor time of all of them until now, in seconds.
    """

    server: float
    all: float
    seconds: float


async def watch(process: int, *, until: float, costs: list[Cost]) -> None:
    """Note the costs of a process and all below it every two seconds."""
    while time.monotonic() < until:
        costs.append(_cost(process))
        await asyncio.sleep(_PERIOD)


def _cost(process: int) -> Cost:
    """Proportional memory and processor time. Source: proc(5), smaps_rollup, stat fields 14 to 17."""
    memory: list[float] = []
    ticks, waiting = 0, [process]
    while waiting:
        one = Path("/proc") / str(waiting.pop())
        with contextlib.suppress(OSError):
            found = re.search(r"^Pss:\s+(\d+)", (one / "smaps_rollup").read_text(), re.MULTILINE)
            memory.append(int(found[1]) / 1024 if found else 0.0)
            ticks += sum(map(int, (one / "stat").read_text().rpartition(")")[2].split()[11:15]))
            tasks = list((one / "task").iterdir())
            waiting += [int(child) for task in tasks for child in (task / "children").read_text().split()]
    return Cost(server=memory[0] if memory else 0.0, all=sum(memory), seconds=ticks / os.sysconf("SC_CLK_TCK"))


async def run(url: str, process: int, asked: list[str], *, clients: int, seconds: float) -> tuple[Seen, list[Cost]]:
    """Let all clients loose at once."""
    parts = urlsplit(url)
    place = (parts.hostname or "", parts.port or 0)
    until, seen, costs = time.monotonic() + seconds, Seen(), list[Cost]()
    await asyncio.gather(
        *(client(place, asked, first=n * 7, until=until, seen=seen) for n in range(clients)),
        slow_reader(place, "/explore/questions", until=until, seen=seen),
        slow_sender(place, until=until, seen=seen),
        hanging_up(place, asked, until=until, seen=seen),
        watch(process, until=until, costs=costs),
    )
    return seen, costs


def quantile(values: list[float], share: float) -> float:
    """Return the value that a share of all values does not exceed (nearest rank)."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def report(seen: Seen, costs: list[Cost], *, seconds: float) -> bool:
    """Print what was seen; return whether nothing failed."""
    say = sys.stdout.write
    everything = [one for values in seen.seconds.values() for one in values]
    if not everything:
        say("no answer at all\n")
        return False
    say(f"{'page':34} {'answers':>8} {'median':>8} {'p95':>8} {'most':>8}   seconds\n")
    for kind, values in [*sorted(seen.seconds.items()), ("all", everything)]:
        figures = (quantile(values, 0.5), quantile(values, 0.95), max(values))
        say(f"{kind[:34]:34} {len(values):8,} " + " ".join(f"{one:8.2f}" for one in figures) + "\n")
    say(f"{len(everything) / seconds:.0f} answers a second\n")
    for what, times in sorted(seen.rude.items()):
        say(f"{what}: {times:,}\n")
    # The processes that answer questions are warm after a third of the time.
    warm, last = costs[len(costs) // 3], costs[-1]
    say(f"memory of the server: {warm.server:.0f} MB warm, {last.server:.0f} MB last\n")
    most = max(cost.all for cost in costs)
    say(f"memory with its processes: {warm.all:.0f} MB warm, {last.all:.0f} MB last, {most:.0f} MB most\n")
    spent = last.seconds - costs[0].seconds
    say(f"processor time: {spent:.0f} s, {1000 * spent / len(everything):.0f} ms an answer\n")
    for what, times in seen.errors.most_common(20):
        say(f"ERROR {times:6,} times: {what}\n")
    say(f"errors: {sum(seen.errors.values()):,}\n")
    return not seen.errors


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, help="a store that is there already")
    parser.add_argument("--policies", type=int, default=200, help="policies of the store that is made")
    parser.add_argument("--practices", type=int, default=40, help="practices of each of them")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        store = given.store or Path(name) / "store"
        if given.store is None:
            load(store, given.policies, practices=given.practices)
        with workbench(store, Path(name) / "kept") as (url, process):
            asked = paths(store)
            seen, costs = asyncio.run(run(url, process, asked, clients=given.clients, seconds=given.seconds))
            return 0 if report(seen, costs, seconds=given.seconds) else 1


if __name__ == "__main__":
    sys.exit(main())
