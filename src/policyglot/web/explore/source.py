"""The store as the pages ask it: each question in a warm process, within the limits of the workbench."""

from __future__ import annotations

import threading
from collections import OrderedDict
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


class _Answers:
    """The last answers, so that a page that many look at asks once; bounded by their rows."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[object, ...], tuple[tuple[Any, ...], ...]] = OrderedDict()
        self._rows = 0
        self._lock = threading.Lock()

    def get(self, asked: tuple[object, ...]) -> tuple[tuple[Any, ...], ...] | None:
        with self._lock:
            if asked in self._kept:
                self._kept.move_to_end(asked)
            return self._kept.get(asked)

    def put(self, asked: tuple[object, ...], found: tuple[tuple[Any, ...], ...]) -> None:
        with self._lock:
            if asked in self._kept:
                return
            self._kept[asked] = found
            self._rows += len(found) + 1
            while self._rows > self._most:
                _, oldest = self._kept.popitem(last=False)
                self._rows -= len(oldest) + 1


_ANSWERS = _Answers(20_000)


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
        tables = self.folder / "tables"
        # Files are only ever moved into the folder, so that its time changes with what is in it.
        asked = (str(tables), tables.stat().st_mtime_ns if tables.exists() else 0, name, self.most, repr(values))
        known = _ANSWERS.get(asked)
        if known is not None:
            return known
        found = ask_tables(
            _sql(name),
            tables=tables,
            values=values,
            seconds=self.seconds,
            rows=self.most,
            pool=self.pool,
            stopped=self.stopped,
        )
        _ANSWERS.put(asked, found)
        return found

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
