"""How fast a core turns prose into a graph, and how much memory that takes.

Runs every policy of a folder through each part in turn and prints megabytes of input a second,
policies a second for the whole, and the peak of memory. Refused texts are left out of all figures.

    python benchmarks/throughput.py ../shared/corpus/policies [--limit 40]
"""

from __future__ import annotations

import argparse
import gc
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from policyglot.errors import PolicyglotError
from policyglot.extract import extract
from policyglot.formats import jsonld, p3p, rdf
from policyglot.model import Document, Policy
from policyglot.read import read_document, segment

T = TypeVar("T")

# The parts in the order of work; extraction segments the document itself.
PARTS = ("read", "segment", "extract", "JSON-LD", "P3P", "N-Quads")


@dataclass(slots=True)
class Clock:
    """Processor seconds by part."""

    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(PARTS, 0.0))

    def timed(self, part: str, work: Callable[[], T]) -> T:
        """Return what the work returns, its processor time added to its part."""
        start = time.process_time()
        try:
            return work()
        finally:
            self.seconds[part] += time.process_time() - start


def run(path: Path, clock: Clock, *, max_bytes: int) -> bool:
    """Take one policy through all parts; say whether it was one."""
    try:
        document: Document = clock.timed("read", lambda: read_document(path, max_bytes=max_bytes))
    except PolicyglotError:
        return False
    clock.timed("segment", lambda: segment(document))
    policy: Policy = clock.timed("extract", lambda: extract(document, site="https://example.com/"))
    clock.timed("JSON-LD", lambda: jsonld.write(policy))
    clock.timed("P3P", lambda: p3p.write_policy(policy))
    clock.timed("N-Quads", lambda: rdf.write_nquads(policy))
    return True


def policies_of(folder: Path, limit: int | None) -> list[Path]:
    """Return the texts of a folder, evenly picked where there is a limit."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix in (".md", ".txt", ".html"))
    if not limit or limit >= len(paths):
        return paths
    return [paths[index * len(paths) // limit] for index in range(limit)]


def main() -> int:
    """Run all policies of the folder and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, help="only so many policies, evenly picked")
    parser.add_argument("--max-bytes", type=int, default=5_000_000)
    options = parser.parse_args()
    paths = policies_of(options.folder, options.limit)
    if not paths:
        sys.stderr.write(f"{options.folder}: no policies there\n")
        return 2
    run(paths[0], Clock(), max_bytes=options.max_bytes)  # the vocabulary is loaded once, not by any policy
    gc.collect()
    clock = Clock()
    used = [path for path in paths if run(path, clock, max_bytes=options.max_bytes)]
    megabytes = sum(path.stat().st_size for path in used) / 1e6
    total = sum(seconds for part, seconds in clock.seconds.items() if part != "segment")
    to_quads = total - clock.seconds["JSON-LD"] - clock.seconds["P3P"]
    for part, seconds in clock.seconds.items():
        sys.stdout.write(f"{part:<22} {megabytes / max(seconds, 1e-9):8.2f} MB/s a core\n")
    sys.stdout.write(f"{'prose to N-Quads':<22} {megabytes / to_quads:8.2f} MB/s a core\n")
    sys.stdout.write(f"{'all of it':<22} {len(used) / total:8.1f} policies/s\n")
    # Linux counts in kibibytes, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    sys.stdout.write(f"{'peak memory':<22} {peak:8.0f} MB\n")
    sys.stdout.write(f"{len(used)} policies, {megabytes:.1f} MB; {len(paths) - len(used)} refused\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
