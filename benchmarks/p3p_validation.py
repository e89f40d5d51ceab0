"""How fast published P3P is checked, beside what lxml needs for parsing and the schema alone.

    python benchmarks/p3p_validation.py [FOLDER]

FOLDER holds `*.xml` and `compact.csv` with a column `string`; default `../shared/p3p-real`.
Prints milliseconds for all files, their ratio, and microseconds for one compact policy.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from policyglot.resources import read_bytes
from policyglot.validate import validate
from policyglot.validate.compact import check_header

ROUNDS = 20


def best(work: Callable[[], object]) -> float:
    """Return the CPU seconds of the fastest of `ROUNDS` runs, after one that warms up."""
    work()
    times = []
    for _ in range(ROUNDS):
        before = time.process_time()
        work()
        times.append(time.process_time() - before)
    return min(times)


def main(folder: Path) -> None:
    """Measure and print."""
    files = [(path.read_bytes(), path.name) for path in sorted(folder.glob("*.xml"))]
    with (folder / "compact.csv").open(encoding="utf-8") as lines:
        headers = [row["string"] for row in csv.DictReader(lines)]
    schema = etree.XMLSchema(etree.fromstring(read_bytes("schemas", "p3p", "p3p-1.0.xsd")))
    bare = best(lambda: [schema.validate(etree.fromstring(content)) for content, _ in files])
    ours = best(lambda: [validate(content, name, kind="p3p") for content, name in files])
    compact = best(lambda: [check_header(header) for header in headers])
    print(f"{len(files)} files: lxml {bare * 1000:.1f} ms, policyglot {ours * 1000:.1f} ms, {ours / bare:.1f} times")
    print(f"{len(headers)} compact policies: {compact / len(headers) * 1e6:.0f} µs each")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "shared" / "p3p-real")
