"""The store as the pages ask it: each question in a warm process, within the limits of the workbench."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from policyglot.model import Policy
from policyglot.store.catalogue import NamedQuery
from policyglot.store.folder import check_layout
from policyglot.store.pool import Pool
from policyglot.store.query import ask, ask_tables, policies_in
from policyglot.store.results import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A store and what asking it may cost.

    Attributes:
        folder: Folder of the store.
        pool: Processes that answer, or None for one a question.
        seconds: Most seconds that a question may take.
        most: Most rows of an answer.
        stopped: Is set when nobody waits for the answers any more, or None.
    """

    folder: Path
    pool: Pool | None = None
    seconds: float = 30.0
    most: int = 10_000
    stopped: threading.Event | None = None

    def rows(self, name: str, /, **values: object) -> tuple[tuple[Any, ...], ...]:
        """Return the rows of a question of ours to the tables.

        Args:
            name: File in `sql/`, without suffix.
            **values: Its parameters, every one of them.

        Raises:
            StoreError: There is no store, or none with tables.
            QueryError: It did not end in time.
        """
        check_layout(self.folder)
        return ask_tables(
            _sql(name),
            tables=self.folder / "tables",
            values=values,
            seconds=self.seconds,
            rows=self.most,
            pool=self.pool,
            stopped=self.stopped,
        )

    def policies(self, iris: Sequence[str]) -> tuple[Policy, ...]:
        """Return policies from the graph, those that it has; raises as `rows`."""
        check_layout(self.folder)
        return policies_in(
            iris, store=self.folder / "graph", seconds=self.seconds, pool=self.pool, stopped=self.stopped
        )

    def answer(self, query: NamedQuery, parameters: Mapping[str, str], *, rows: int) -> Result:
        """Return the answer to a named query, of the tables where there are any; raises as `rows`."""
        check_layout(self.folder)
        return ask(
            query,
            store=self.folder / "graph",
            tables=self.folder / "tables",
            parameters=parameters,
            seconds=self.seconds,
            rows=rows,
            pool=self.pool,
            stopped=self.stopped,
        )


@cache
def _sql(name: str) -> str:
    return (files("policyglot.web.explore") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
