"""How well the main text of a page is found.

Reads pages `*.html` that have, beside them, the policy's own text `*.txt`, and compares
4-word shingles: how many of the text's are found, and how many of those extracted are not in it.

    python benchmarks/main_text.py ../shared/corpus/html
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path

from policyglot.errors import PolicyglotError
from policyglot.read import read_document

# Words for shingles: letters and digits only, so that quotes and spaces do not count.
WORD = re.compile(r"\w+")


def shingles(text: str) -> set[tuple[str, ...]]:
    """Return the sets of four words in a row."""
    words = WORD.findall(text.lower())
    return set(zip(words, words[1:], words[2:], words[3:], strict=False))


def measured(page: Path) -> tuple[float, float, float]:
    """Return recall, noise and seconds for one page; a refused page has recall 0."""
    wanted = shingles(page.with_suffix(".txt").read_text(encoding="utf-8", errors="replace"))
    start = time.process_time()
    try:
        found = shingles(read_document(page).text)
    except PolicyglotError as error:
        sys.stderr.write(f"{error}\n")
        found = set()
    seconds = time.process_time() - start
    recall = len(wanted & found) / max(1, len(wanted))
    return recall, len(found - wanted) / max(1, len(found)), seconds


def main() -> int:
    """Print a line for each page, worst recall first, and the means."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    pages = sorted(parser.parse_args().folder.glob("*.html"))
    results = [(*measured(page), page.stem) for page in pages if page.with_suffix(".txt").is_file()]
    if not results:
        sys.stderr.write("no pages with their text beside them\n")
        return 2
    for recall, noise, seconds, name in sorted(results):
        sys.stdout.write(f"{recall:.3f} found  {noise:.3f} noise  {seconds * 1000:5.0f} ms  {name}\n")
    means = [sum(values) / len(results) for values in list(zip(*results, strict=True))[:3]]
    sys.stdout.write(f"{means[0]:.3f} found  {means[1]:.3f} noise  {means[2] * 1000:5.0f} ms  mean of {len(results)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
