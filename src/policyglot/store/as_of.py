"""Which version of each policy held at a date.

The version that a series has at a date is its last one from no later than that; a policy without a date is left out,
since nobody knows when it held. A date of a year or month is its first day.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from policyglot.errors import QueryError, StoreError
from policyglot.store.folder import ledger_of

MOST = 500
"""So many policies can be asked as of a date by SPARQL: they are copied into memory, of which each takes some MB."""

# An ISO 8601 date that may end after the year or the month.
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)

_HELD = """
SELECT DISTINCT policy FROM (
  SELECT policy, row_number() OVER (PARTITION BY series ORDER BY substr(date, 1, 10) DESC, policy DESC) AS place
  FROM done WHERE substr(date, 1, 10) <= ?
) WHERE place = 1 ORDER BY policy"""


def first_day(text: str) -> str:
    """Return a date, month or year as the date of its first day.

    Raises:
        QueryError: It is no ISO 8601 date.

    >>> first_day("2024-05")
    '2024-05-01'
    """
    found = _DATE.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1)).isoformat()
    except ValueError as error:
        raise QueryError(f"{text!r} is no date", source="query", advice="give one as 2024-05-31") from error


def held(graph: str, day: str) -> list[str]:
    """Return the IRIs of the policies that held at a date, from the ledger beside a graph.

    Args:
        graph: Folder of the graph of a store.
        day: ISO 8601 date.

    Raises:
        QueryError: They are too many to be asked by SPARQL.
        StoreError: There is no ledger.
    """
    folder = Path(graph).parent
    with closing(ledger_of(folder)) as ledger:
        try:
            found = [iri for (iri,) in ledger.execute(_HELD, (day,))]
        except sqlite3.Error as error:
            raise StoreError(f"the ledger cannot be read: {error}", source=str(folder)) from error
    if len(found) > MOST:
        raise QueryError(
            f"{len(found):,} policies held at that date, and SPARQL is asked of {MOST:,} at most as of a date",
            source="query",
            advice="ask a named query, of a store with tables, or restrict your query by pg:asOf",
        )
    return found


def undated(graph: str) -> int:
    """Return how many policies of a store have no date, so that they hold at none.

    Args:
        graph: Folder of the graph of a store.

    Raises:
        StoreError: There is no ledger.
    """
    folder = Path(graph).parent
    with closing(ledger_of(folder)) as ledger:
        try:
            (count,) = ledger.execute("SELECT COUNT(DISTINCT policy) FROM done WHERE date IS NULL").fetchone()
        except sqlite3.Error as error:
            raise StoreError(f"the ledger cannot be read: {error}", source=str(folder)) from error
    return int(count)
