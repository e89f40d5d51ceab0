"""Tokens exist.

What: Every token of a compact policy is one of the Recommendation's.
Why: Agents skip what they do not know, or take the whole policy as invalid. A third of all
    compact policies had unknown tokens when they were counted in 2010; free text in place of
    tokens was common.
Fix: Write tokens of three capital letters: CUR for the current purpose, OUR for the site itself.
Source: P3P 1.0, section 4.2; CMU-CyLab-10-014.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import lru_cache

from policyglot.findings import Severity
from policyglot.formats.p3p.compact_parser import MARKS, CompactHeader
from policyglot.formats.p3p.terms import by_token
from policyglot.validate.rule import Problem, Rule


def _check(header: CompactHeader) -> Iterator[Problem]:
    for token in header.tokens:
        if not token.is_known:
            close = _similar(token.text.upper()[:4])
            yield Problem(
                message=f"“{token.text[:40]}” is no token of P3P",
                hint=f"did you mean {close}?" if close else "remove it",
                line=1,
                column=token.offset + 1,
            )


@lru_cache(maxsize=1024)
def _similar(text: str) -> str | None:
    return next(iter(difflib.get_close_matches(text, (*by_token(), *sorted(MARKS)), n=1)), None)


RULE: Rule[CompactHeader] = Rule(id="PG601", name="tokens-are-known", severity=Severity.ERROR, check=_check)
