"""Bare names: what "Phone number" states in a list or table below "What we collect"."""

from __future__ import annotations

from collections.abc import Mapping

from policyglot.extract.reading import Reading

# A clause of so many words can be a bare name, which states what its heading or lead-in speaks of.
_LONGEST = 8
# At least one word in so many is part of the name: "(a) Name of the User".
_LARGEST_REST = 4
_CONFIDENCE = 0.65
_NAMED = (
    ("data-categories", "collect", frozenset(["collect", "use"])),
    ("recipients", "share", frozenset(["share"])),
)


def listed(reading: Reading, operations: Mapping[str, str]) -> dict[str, float]:
    """Return what a bare name states where the lead-in or a heading speaks of collecting or sharing.

    Args:
        reading: A clause that states nothing by itself.
        operations: IRI of a processing concept to its family.

    Returns:
        Label to confidence: "collect" for data, "share" for a recipient; empty for anything else.
    """
    words = [at for at, word in enumerate(reading.tokens.words) if word[:1].isalpha() and len(word) > 1]
    is_name = 0 < len(words) <= _LONGEST and not reading.clause.text.endswith(":")
    if not is_name or reading.acts:
        return {}
    spoken = {operations[t.concept] for t in reading.topics if t.concept in operations}
    if reading.lead_in is not None:
        spoken |= {a.operation for a in reading.lead_in.acts if not a.denied}
        if reading.lead_in.of("data-categories"):
            # "Personal data may include:" speaks of what is collected.
            spoken.add("collect")
        elif reading.lead_in.of("recipients") and not any(a.denied for a in reading.lead_in.acts):
            # "Providers that the app uses" speaks of who receives data.
            spoken.add("share")
    for scheme, label, needed in _NAMED:
        named = {at for m in reading.of(scheme) for at in range(m.first, m.last)}
        if _LARGEST_REST * len(named.intersection(words)) >= len(words) and not spoken.isdisjoint(needed):
            return {label: _CONFIDENCE}
    return {}
