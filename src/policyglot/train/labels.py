"""What a unit of a gold file states, in the classifier's labels and at its places.

Clauses carry the classifier's own labels. OPP-115 and GDPR-T200 have terms of their own
for whole paragraphs; the words that their annotators selected say which clauses are meant.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from policyglot.model import Span
from policyglot.train.documents import Record, Unit

Claim = tuple[str, str]  # label, selected words

# How many annotators of a paragraph make a majority.
MAJORITY = 2
UNSTATED = frozenset(["Unspecified", "Other"])
FIRST, THIRD = "First Party Collection/Use", "Third Party Sharing/Collection"
# OPP-115 categories that are one label whatever their attributes say.
OPP115_CATEGORIES: Mapping[str, str] = {
    THIRD: "share",
    "User Choice/Control": "choice",
    "Data Retention": "retention",
    "Data Security": "security",
    "Policy Change": "change",
    "Do Not Track": "dnt",
}
# Category, attribute and value that are a label.
OPP115_VALUES: Mapping[tuple[str, str, str], str] = {
    ("User Access, Edit and Deletion", "Access Type", "Edit information"): "rectify",
    ("User Access, Edit and Deletion", "Access Type", "View"): "access",
    ("User Access, Edit and Deletion", "Access Type", "Export"): "portability",
    ("User Access, Edit and Deletion", "Access Type", "Delete account (full)"): "erase",
    ("User Access, Edit and Deletion", "Access Type", "Delete account (partial)"): "erase",
    ("User Access, Edit and Deletion", "Access Type", "Deactivate account"): "erase",
    ("User Access, Edit and Deletion", "Access Type", "Unspecified"): "access",
    ("International and Specific Audiences", "Audience Type", "Children"): "children",
    ("International and Specific Audiences", "Audience Type", "Californians"): "region",
    ("International and Specific Audiences", "Audience Type", "Europeans"): "region",
    ("International and Specific Audiences", "Audience Type", "Citizens from other countries"): "region",
    ("Other", "Other Type", "Privacy contact information"): "contact",
}
GDPR200_REQUIREMENTS: Mapping[str, str] = {
    "Data Categories": "collect",
    "Processing Purpose": "use",
    "Data Recipients": "share",
    "Legal Basis for Processing": "legal-basis",
    "Legitimate Interests for Processing": "legal-basis",
    "Controller Contact": "contact",
    "DPO Contact": "contact",
    "Controller Name": "controller",
    "Data Retention Period": "retention",
    "Right to Erasure": "erase",
    "Right to Access": "access",
    "Right to Rectification": "rectify",
    "Right to Withdraw Consent": "withdraw-consent",
    "Right to Object": "object",
    "Right to Restrict": "restrict",
    "Right to Lodge Complaint": "complain",
    "Right to Portability": "portability",
    "Third-country Transfers": "transfer",
    "Source of Data": "source",
    "Mandatory Data Disclosure": "share",
    "Automated Decision-Making": "automated",
}
DENIABLE = frozenset(["collect", "use", "share"])
# What stands for words left out of a quotation.
GAP = re.compile(r"\s*(?:PLACEHOLDER|\[\.\.\.\])\s*")


def unit_labels(unit: Unit, record: Record) -> list[tuple[Span, frozenset[str]]]:
    """Return the labels of a unit, each with its place.

    Args:
        unit: The unit.
        record: Its gold record.

    Returns:
        Spans relative to the unit's span, with their labels; places without any are left out,
        unless the labels hold for the unit as a whole.
    """
    whole = Span(0, unit.span.end - unit.span.start)
    if "labels" in record:
        return [(whole, frozenset(record["labels"]))]
    if "annotations" in record:
        return [(place, frozenset([label])) for label, words in _quoted(record) for place in _find(unit, words)]
    return list(_agreed(unit, record))


def _quoted(record: Record) -> Iterator[Claim]:
    """Yield the claims of a GDPR-T200 passage."""
    for requirement, quoted, performed in record["annotations"]:
        label = GDPR200_REQUIREMENTS.get(requirement)
        if label:
            denied = not performed and label in DENIABLE
            yield from ((f"no-{label}" if denied else label, words) for words in GAP.split(quoted) if words)


def _find(unit: Unit, words: str) -> Iterator[Span]:
    """Yield where selected words stand in a unit, white space aside."""
    parts = words.split()
    pattern = r"\s+".join(map(re.escape, parts))
    found = re.search(pattern, unit.text.lstrip()) if parts else None
    if found is not None:
        yield Span(found.start(), found.end())


def _claims(practice: Record) -> Iterator[Claim]:
    """Yield the claims of one annotator's reading of an OPP-115 practice."""
    category, attributes = practice["category"], practice["attributes"]
    denied = "no-" if attributes.get("Does/Does Not", [""])[0] == "Does Not" else ""
    if category == FIRST:
        for attribute, (value, words) in attributes.items():
            if words and attribute == "Purpose" and value not in UNSTATED:
                yield f"{denied}use", words
            elif words and attribute.startswith(("Action", "Personal")) and value not in UNSTATED:
                yield f"{denied}collect", words
        return
    for attribute, (value, words) in attributes.items():
        label = OPP115_VALUES.get((category, attribute, value)) or OPP115_CATEGORIES.get(category)
        if label and words:
            yield (f"{denied}{label}" if label in DENIABLE else label), words


def _agreed(unit: Unit, record: Record) -> Iterator[tuple[Span, frozenset[str]]]:
    """Yield what annotators agree about in an OPP-115 segment, sentence for sentence of their choosing."""
    votes: dict[str, dict[int, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for practice in record["practices"]:
        for label, words in _claims(practice):
            votes[label][practice["annotator"]].extend(_find(unit, words))
    for label, by_annotator in votes.items():
        if len(by_annotator) >= MAJORITY:
            yield from ((place, frozenset([label])) for place in _supported(by_annotator.values()))


def _supported(selections: Iterable[list[Span]]) -> list[Span]:
    """Return the selections that another annotator's overlap; all of them where none do."""
    marked = [(n, span) for n, spans in enumerate(selections) for span in dict.fromkeys(spans)]
    support = Counter(a for n, a in marked for m, b in marked if n != m and a.overlaps(b))
    return [span for span in dict.fromkeys(s for _, s in marked) if support[span]] or [s for _, s in marked]
