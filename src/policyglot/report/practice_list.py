"""The list of everything that the policy says, each with its words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from policyglot.report.entries import Entry
from policyglot.report.label import Stance
from policyglot.report.label_table import symbol
from policyglot.report.markup import Html, element, join, text
from policyglot.report.words import Words

# How many places of one entry are quoted; the others follow as numbers.
_QUOTED = 4


def practice_list(entries: Sequence[Entry], words: Words) -> Html:
    """Return the entries, one list a group."""
    if not entries:
        return element("p", {"class": "empty"}, "Nothing was made of these words.")
    groups = []
    for group, members in groupby(entries, key=lambda entry: entry.group):
        own = list(members)
        title = element("h3", None, group, " ", element("span", {"class": "count"}, str(len(own))))
        groups += [title, element("ol", {"class": "entries"}, *(_entry(entry, words) for entry in own))]
    return join(groups, "\n")


def _entry(entry: Entry, words: Words) -> Html:
    number = element("i", None, str(entry.number))
    denied = [symbol(Stance.DENIED), "denied: "] if entry.is_denied else []
    sure = f" {entry.confidence:.0%}" if entry.confidence is not None else ""
    title = element("p", None, number, " ", element("b", None, *denied, entry.title), element("small", None, sure))
    quotes = [words.quote(span) for span in entry.spans[:_QUOTED]]
    quotes += [words.link(span, str(at)) for at, span in enumerate(entry.spans[_QUOTED:], _QUOTED + 1)]
    said = element("p", None, join(quotes, " ")) if quotes else text("")
    attributes = {"id": f"p{entry.number}", "class": "denied" if entry.is_denied else None}
    return element("li", attributes, title, said, _facts(entry))


def _facts(entry: Entry) -> Html:
    if not entry.facts:
        return text("")
    terms = [join([element("dt", None, name), element("dd", None, "; ".join(values))]) for name, values in entry.facts]
    summary = element("summary", None, f"More of {entry.number}")
    return element("details", None, summary, element("dl", None, *terms))
