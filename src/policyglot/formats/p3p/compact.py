"""Compact policies: the `P3P:` header, read without judging and written from a policy.

Source: P3P 1.0, sections 2.2.2 and 4.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from policyglot.formats.p3p import terms
from policyglot.formats.p3p.compact_parser import CompactHeader, parse_header
from policyglot.formats.p3p.plan import Plan, PlannedData
from policyglot.formats.p3p.planning import plan_policy
from policyglot.formats.p3p.reference_writer import WELL_KNOWN
from policyglot.formats.p3p.references import resolve
from policyglot.model import Dispute, Identifiability, Mention, Policy, Practice, Retention
from policyglot.vocabulary import iri

_SUFFIXES = {"always": "", "opt-in": "i", "opt-out": "o"}
_REQUIRED = {"a": None, "i": "opt-in", "o": "opt-out", "": None}
_NAMED_SCHEMES = (terms.PURPOSES, terms.RECIPIENTS, terms.RETENTIONS, terms.CATEGORIES)

# A compact policy in a string that may also be a whole header line.
_NAMED = re.compile(r"^\s*(?:P3P\s*:|\w+\s*=)", re.IGNORECASE)


def compact_tokens(policy: Policy) -> tuple[str, ...]:
    """Return the tokens of the compact policy of a full one, in the order of the Recommendation.

    Every statement counts. Where statements differ in what can be refused, the least
    protective says it; categories are the fixed ones of every element and those declared.
    """
    return tokens_of(plan_policy(policy))


def tokens_of(plan: Plan) -> tuple[str, ...]:
    """Return the tokens of a planned policy."""
    found = [_token(terms.ACCESS, plan.access)]
    if plan.disputes:
        found.append("DSP")
        remedies = {r for d in plan.disputes for r in d.remedies}
        found += [_token(terms.REMEDIES, name) for name in terms.terms(terms.REMEDIES) if name in remedies]
    if plan.statements and all(s.is_non_identifiable for s in plan.statements):
        found.append("NID")
    for scheme, values in (
        (terms.PURPOSES, [v for s in plan.statements for v in s.purposes]),
        (terms.RECIPIENTS, [v for s in plan.statements for v in s.recipients]),
    ):
        for name in terms.terms(scheme):
            required = [v.required for v in values if v.name == name]
            if required:
                suffix = "" if name in terms.WITHOUT_REQUIRED else _SUFFIXES[terms.least_protective([*required])]
                found.append(_token(scheme, name) + suffix)
    retentions = {s.retention for s in plan.statements}
    found += [_token(terms.RETENTIONS, name) for name in terms.terms(terms.RETENTIONS) if name in retentions]
    categories = {name for s in plan.statements for d in s.data for name in data_categories(d)}
    found += [_token(terms.CATEGORIES, name) for name in terms.terms(terms.CATEGORIES) if name in categories]
    if plan.is_test:
        found.append("TST")
    return tuple(found)


def data_categories(data: PlannedData) -> tuple[str, ...]:
    """Return the names of all categories of planned data, fixed and declared."""
    fixed = resolve(data.reference, base=None).categories
    return (*fixed, *(name for name, _ in data.categories if name not in fixed))


def _token(scheme: str, name: str) -> str:
    return terms.terms(scheme)[name].token or ""


def write_compact(policy: Policy, *, policyref: str = WELL_KNOWN) -> str:
    """Write the header line that a server sends with every response that sets cookies.

    Args:
        policy: The policy.
        policyref: Where the reference file is: a path on the site, or a URL.

    Returns:
        One line in ASCII: `P3P: policyref="/w3c/p3p.xml", CP="…"`.
    """
    return f'P3P: policyref="{policyref}", CP="{" ".join(compact_tokens(policy))}"'


def read_compact(header: str, *, source: str = "header") -> Policy:
    """Read a compact policy.

    Args:
        header: The header line, its value, or the tokens alone.
        source: Name for the policy's source.

    Returns:
        A policy of one practice for each retention, over data of which only the categories are
        known. Tokens that P3P does not have are left out: `validate` reports them.

    >>> read_compact('CP="NOI CUR OUR NOR STA"').practices[0].purposes[0].concept
    'https://w3id.org/policyglot/p3p#current'
    """
    parsed = parse_header(header if _NAMED.match(header) else f'CP="{header.strip()}"')
    said = {scheme: _mentions(parsed, scheme) for scheme in _NAMED_SCHEMES}
    names = {t.name for t in parsed.tokens}
    data = tuple(Mention(concept=m.concept, reference="#dynamic.miscdata") for m in said[terms.CATEGORIES])
    shares = any(m.concept != iri("p3p:ours") for m in said[terms.RECIPIENTS])
    practices = tuple(
        Practice(
            processing=(iri("dpv:Collect"), iri("dpv:Use"), *([iri("dpv:Share")] if shares else [])),
            data=data,
            purposes=said[terms.PURPOSES],
            recipients=said[terms.RECIPIENTS],
            retention=Retention(concept=retention) if retention else None,
            identifiability=Identifiability.AGGREGATED if "NID" in names else None,
        )
        for retention in [m.concept for m in said[terms.RETENTIONS]] or [""]
    )
    access = next((t.term.iri for t in parsed.tokens if t.term and t.term.scheme == terms.ACCESS), None)
    remedies = tuple(t.term.iri for t in parsed.tokens if t.term and t.term.scheme == terms.REMEDIES)
    return Policy(
        source=source,
        sha256=hashlib.sha256(header.encode("utf-8", "surrogatepass")).hexdigest(),
        is_test="TST" in names,
        practices=practices,
        access=access,
        disputes=(Dispute(concept=iri("p3p:resolution-service"), remedies=remedies),) if "DSP" in names else (),
    )


def _mentions(parsed: CompactHeader, scheme: str) -> tuple[Mention, ...]:
    found: dict[str, list[str | None]] = {}
    for token in parsed.tokens:
        if token.term and token.term.scheme == scheme:
            found.setdefault(token.term.iri, []).append(_REQUIRED[token.suffix])
    return tuple(
        Mention(concept=concept, required=None if (r := terms.least_protective(required)) == "always" else r)
        for concept, required in found.items()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CompactDifference:
    """A token that only one of a served compact policy and its full policy has.

    Attributes:
        served: The token as served, or None where it is missing.
        full: The token that the full policy calls for, or None where it calls for none.
    """

    served: str | None
    full: str | None


def compare_compact(header: str, policy: Policy) -> tuple[CompactDifference, ...]:
    """Compare a served compact policy with the full policy that stands behind it.

    Args:
        header: The header line or its value.
        policy: The full policy.

    Returns:
        What differs: tokens that one of them lacks, and tokens whose suffix differs (both set).
    """
    served = {t.name: t.name + _SUFFIXES[_REQUIRED[t.suffix] or "always"] for t in parse_header(header).tokens}
    full = {t[:3]: t for t in compact_tokens(policy)}
    return tuple(
        CompactDifference(served=served.get(name), full=full.get(name))
        for name in dict.fromkeys((*full, *served))
        if served.get(name) != full.get(name)
    )
