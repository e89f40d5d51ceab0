"""Dates: when a policy took effect and when it was last changed."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from policyglot.model import Clause
from policyglot.vocabulary import load_vocabulary

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
# "1 March 2020", "March 1st, 2020", "March 2020", "2020-03-01", "03/01/2020"; case does not matter.
DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?,? (?P<month>{_MONTH})\.?,? (?P<year>\d{{4}})"
    rf"|(?P<month2>{_MONTH})\.? (?:(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,? )?(?P<year2>\d{{4}})"
    r"|(?P<iso>\d{4}-\d\d-\d\d)"
    r"|(?P<first>\d{1,2})[/.](?P<second>\d{1,2})[/.](?P<year3>\d{4}))\b",
    re.IGNORECASE,
)
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_LONGEST_CLAUSE = 240


def alternatives(term: str) -> str:
    """Return the labels of a concept as alternatives of a regular expression, longest first."""
    return "|".join(re.escape(label) for label in sorted(load_vocabulary()[term].phrases, key=len, reverse=True))


@cache
def _says(term: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives(term)})\b", re.IGNORECASE)


def find_dates(text: str) -> Iterator[str]:
    """Yield the dates in a text as ISO 8601, a month without a day as "2004-09".

    Dates that could be read in two ways (03/04/2020) are left out, as are impossible ones.
    """
    for found in DATE.finditer(text):
        iso = _iso(found)
        if iso is not None:
            yield iso


def _iso(found: re.Match[str]) -> str | None:
    if found["iso"]:
        year, month, day = (int(part) for part in found["iso"].split("-"))
    elif found["first"]:
        first, second, year = int(found["first"]), int(found["second"]), int(found["year3"])
        if first <= 12 and second <= 12 and first != second:
            return None
        month, day = (second, first) if first > 12 else (first, second)
    else:
        month = _MONTHS[(found["month"] or found["month2"]).lower()]
        year = int(found["year"] or found["year2"])
        if not (found["day"] or found["day2"]):
            return f"{year:04}-{month:02}" if _FIRST_YEAR <= year <= _LAST_YEAR else None
        day = int(found["day"] or found["day2"])
    try:
        return date(year, month, day).isoformat() if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None


def policy_dates(clauses: Sequence[Clause]) -> tuple[str | None, str | None]:
    """Return when the policy took effect and when it was last changed, each None where unsaid.

    Only short clauses count that say what the date is; the first of each kind wins.
    """
    issued: str | None = None
    modified: str | None = None
    for clause in clauses:
        if len(clause.text) > _LONGEST_CLAUSE:
            continue
        found = next(find_dates(clause.text), None)
        if found is None:
            continue
        if _says("pg:date-modified").search(clause.text) and modified is None:
            modified = found
        if _says("pg:date-issued").search(clause.text) and issued is None:
            issued = found
    return issued, modified
