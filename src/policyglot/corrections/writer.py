"""Writes a corrections file: TOML for people to read and to compare, one table a practice."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from policyglot.corrections.decision import (
    Claim,
    ClaimedRetention,
    Corrections,
    Named,
    PracticeDecision,
    ProvisionDecision,
    Words,
    single_spaced,
)
from policyglot.corrections.terms import SCOPE, term_of
from policyglot.model import Assertion, Modality, Party

_HEAD = """\
# What was read from the words of a policy, and what is decided about it. For each table say
#   decision = "accept"    the words say so
#   decision = "reject"    they do not: it is left out
#   decision = "correct"   they say something else: what, in a table [practices.correction] below it
#                          with the keys that change (processing, data, purposes, recipients, words, …)
#   decision = "add"       for a table of your own: what was missed, with the words that say it
# An empty decision leaves the practice as it was read. The other keys say what is decided about: leave
# them. Concepts go by their labels; `policyglot vocab data-categories` lists those of data, and so on.
# Then: policyglot generate SOURCE --corrections THIS-FILE
"""
_HEAD_PROVISIONS = """\
# Rights, choices, measures and the like can be accepted or rejected.
"""
# Fields of a claim that hold concepts with names.
_NAMED = ("data", "purposes", "recipients", "legal_bases", "data_sources")
_DEFAULT = Claim()
# Control characters that a TOML string must escape and JSON leaves as they are.
_DELETE = ("\x7f", "\\u007F")


def write_corrections(corrections: Corrections) -> str:
    """Return a corrections file.

    Args:
        corrections: What is decided; from `undecided`, `carried` or `read_corrections`.

    Returns:
        TOML 1.0; `read_corrections` makes equal corrections of it.
    """
    parts = [_HEAD]
    for practice in corrections.practices:
        parts.append("\n".join(("[[practices]]", *_practice(practice), "")))
    if corrections.provisions:
        parts.append(_HEAD_PROVISIONS)
    for provision in corrections.provisions:
        parts.append("\n".join(("[[provisions]]", *_provision(provision), "")))
    return "\n".join(parts)


def _practice(decision: PracticeDecision) -> Iterator[str]:
    yield from _decided(decision)
    # Against a claim with no processing: the line is always there, for people to see.
    yield from _claim(decision.claim, against=_DEFAULT)
    yield from _words(decision.words)
    if decision.corrected is not None:
        yield "[practices.correction]"
        changed = list(_claim(decision.corrected, against=decision.claim))
        # A correction that changes nothing still says that it is one.
        yield from changed or ([] if decision.corrected_words else [_terms("processing", decision.corrected)])
        if decision.corrected_words:
            yield from _words(decision.corrected_words)


def _provision(decision: ProvisionDecision) -> Iterator[str]:
    yield from _decided(decision)
    yield f"group = {_text(decision.group)}"
    yield f"concept = {_text(term_of(decision.concept, decision.group))}"
    if decision.assertion is not Assertion.STATED:
        yield f"assertion = {_text(decision.assertion.value)}"
    if decision.value is not None:
        yield f"value = {_text(decision.value)}"
    if decision.honoured is not None:
        yield f"honoured = {_text(decision.honoured.value)}"
    if decision.scope:
        yield f"scope = {_list(_text(term_of(concept, *SCOPE)) for concept in decision.scope)}"
    yield from _words(decision.words)


def _decided(decision: PracticeDecision | ProvisionDecision) -> Iterator[str]:
    yield f"decision = {_text(decision.verdict.value)}"
    if decision.note is not None:
        yield f"note = {_text(decision.note)}"
    if decision.confidence is not None:
        yield f"confidence = {float(decision.confidence)}"


def _claim(claim: Claim, *, against: Claim) -> Iterator[str]:
    """The keys of a claim that differ from another one."""
    if claim.processing != against.processing:
        yield _terms("processing", claim)
    for field, default in (("assertion", Assertion.STATED), ("modality", Modality.DOES), ("party", Party.FIRST_PARTY)):
        value = getattr(claim, field)
        if value is not getattr(against, field):
            yield f"{field} = {_text((value or default).value)}"
    for field in _NAMED:
        if getattr(claim, field) != getattr(against, field):
            yield f"{field} = {_list(_name(field, named) for named in getattr(claim, field))}"
    if claim.retention != against.retention:
        yield f"retention = {_kept(claim.retention)}"
    if claim.identifiability is not against.identifiability:
        yield f"identifiability = {_text(claim.identifiability.value if claim.identifiability else '')}"
    if claim.condition != against.condition:
        yield f"condition = {_text(claim.condition or '')}"
    if claim.audiences != against.audiences:
        yield _terms("audiences", claim)


def _terms(field: str, claim: Claim) -> str:
    concepts: tuple[str, ...] = getattr(claim, field)
    return f"{field} = {_list(_text(term_of(concept, field)) for concept in concepts)}"


def _name(field: str, named: Named) -> str:
    term = _text(term_of(named.concept, field))
    return term if named.name is None else f"{{ concept = {term}, name = {_text(named.name)} }}"


def _kept(retention: ClaimedRetention | None) -> str:
    if retention is None:
        return '""'
    term = _text(term_of(retention.concept, "retention"))
    if retention.duration is None:
        return term
    return f"{{ concept = {term}, duration = {_text(retention.duration)} }}"


def _words(words: Sequence[Words]) -> Iterator[str]:
    yield "words = ["
    for piece in words:
        said = {"section": piece.section, "lead_in": piece.lead_in, "quote": piece.quote}
        yield f"  {{ {', '.join(f'{key} = {_text(value)}' for key, value in said.items() if value)} }},"
    yield "]"


def _list(values: Iterator[str]) -> str:
    return f"[{', '.join(values)}]"


def _text(text: str) -> str:
    r"""A TOML basic string, which is a JSON string but for DEL and lone surrogates (TOML has neither).

    >>> _text('say "no"')
    '"say \\"no\\""'
    """
    plain = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(plain, ensure_ascii=False).replace(*_DELETE)


def words_of(quote: str, *, section: str = "", lead_in: str = "") -> Words:
    """Return words with their white space made single."""
    return Words(quote=single_spaced(quote), section=single_spaced(section), lead_in=single_spaced(lead_in))
