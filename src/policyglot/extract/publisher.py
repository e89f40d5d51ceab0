"""The publisher's own names: "Acme may share …" is said of the one who says "we" elsewhere."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from policyglot.extract.acts import FIRST_PARTY
from policyglot.extract.lexicon import CUES, Match
from policyglot.extract.parties import legal_form
from policyglot.extract.tokens import Tokens
from policyglot.model import Clause, Controller, Document

# A short name that stands in brackets and quotes behind a longer one: '("FSD")', '(collectively, “Acme”)'.
SHORT = re.compile(
    r"[^()]{0,30}\((?:[a-z ,]{0,30})[\"“‘'](?P<short>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,2})[\"”’'][^()]{0,60}\)"
)
# A genitive, as names are found with it.
_GENITIVE = re.compile(r"['’]s?$")
_SHORTEST = 3


def own_names(document: Document, controller: Controller | None) -> re.Pattern[str] | None:
    """Return a pattern of the names by which a policy calls its publisher, or None where it names nobody.

    It finds the name that the policy gives, the same without its legal form, and the short name
    that stands in brackets behind it; a genitive ("Acme's partners") is somebody else.

    Args:
        document: The policy's prose.
        controller: Who publishes it, as the policy names them.
    """
    if controller is None or controller.name is None:
        return None
    name = _GENITIVE.sub("", controller.name)
    names = [name, legal_form().sub("", name).rstrip(" ,.")]
    span = controller.evidence[0].span
    short = SHORT.match(document.text, span.end) if span is not None else None
    if short is not None:
        names.append(short["short"])
    kept = sorted({n for n in names if len(n) >= _SHORTEST}, key=len, reverse=True)
    return re.compile(rf"(?<![\w.@/-])(?:{'|'.join(map(re.escape, kept))})(?![\w@/-]|['’]s|\.\w)") if kept else None


def named_as_we(pattern: re.Pattern[str], clause: Clause, tokens: Tokens) -> Iterator[Match]:
    """Yield a mention of the first party wherever a clause calls the publisher by name."""
    offset = clause.span.start
    for found in pattern.finditer(clause.text):
        first = bisect_left(tokens.starts, offset + found.start())
        last = bisect_left(tokens.starts, offset + found.end())
        if first < last:
            yield Match(FIRST_PARTY, CUES, first, last, tokens.starts[first], tokens.ends[last - 1])
