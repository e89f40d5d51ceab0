"""Compares a policy with what a careful reader found: the expectation files of tests/data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from policyglot.formats import p3p
from policyglot.formats.p3p.base_schema import base_schema
from policyglot.formats.p3p.terms import least_protective
from policyglot.model import Mention, Policy, Practice
from policyglot.vocabulary import Vocabulary, iri

# Operation of an expectation to the processing concepts that make it; narrower ones count.
OPERATIONS = {
    "collect": ("dpv:Obtain", "dpv:Store"),
    "use": ("dpv:Use", "dpv:Processing"),
    "share": ("dpv:Disclose", "dpv:Transfer", "pg:Sell", "dpv:Share"),
    "sell": ("pg:Sell",),
}
RIGHTS = {
    "access": "pg:RightOfAccess",
    "rectify": "pg:RightToRectification",
    "erase": "pg:RightToErasure",
    "portability": "pg:RightToPortability",
    "restrict": "pg:RightToRestriction",
    "object": "pg:RightToObject",
    "withdraw-consent": "pg:RightToWithdrawConsent",
    "complain": "pg:RightToComplain",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How one key of an expectation file compares.

    Attributes:
        key: The key ("collected").
        missing: What is expected and not found.
        surplus: What is found and neither expected nor tolerated.
        agreed: How many expected things were found.
    """

    key: str
    missing: tuple[str, ...]
    surplus: tuple[str, ...]
    agreed: int


def does(vocabulary: Vocabulary, practice: Practice, operation: str) -> bool:
    """Say whether a practice is of an operation ("collect", "use", "share", "sell")."""
    listed = [iri(c) for c in OPERATIONS[operation]]
    return any(vocabulary.is_a(p, c) for p in practice.processing for c in listed)


def found_sets(policy: Policy, vocabulary: Vocabulary) -> dict[str, set[str]]:
    """Return what a policy claims, for the keys that are sets of concepts."""
    stated = policy.stated
    shared = [p for p in stated if does(vocabulary, p, "share") or p.party.value == "third-party-on-site"]
    handled = [p for p in stated if p not in shared]
    return {
        "collected": {m.concept for p in handled for m in p.data},
        "shared": {m.concept for p in shared for m in p.data},
        "not_collected": {m.concept for p in policy.denied if does(vocabulary, p, "collect") for m in p.data},
        "purposes": {m.concept for p in stated for m in p.purposes},
        "recipients": {m.concept for p in shared for m in p.recipients},
        "rights": {p.concept for p in policy.rights},
        "measures": {p.concept for p in policy.measures} - {iri("pg:SecurityLimits")},
        "retention": {p.retention.concept for p in stated if p.retention},
    }


def expected_set(expected: Mapping[str, Any], key: str) -> set[str]:
    """Return the IRIs that an expectation lists under a key."""
    listed: Iterable[Any] = expected.get(key, ())
    if key == "rights":
        return {iri(RIGHTS[name]) for name in listed}
    return {iri(entry["concept"] if isinstance(entry, dict) else entry) for entry in listed}


def compare_sets(policy: Policy, expected: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[Comparison]:
    """Yield how each key that is a set of concepts compares; a narrower concept counts as its broader one."""
    for key, claimed in found_sets(policy, vocabulary).items():
        wanted = expected_set(expected, key)
        tolerated = expected_set(expected.get("tolerated", {}), key)
        missing = {w for w in wanted if not any(vocabulary.is_a(c, w) for c in claimed)}
        surplus = {c for c in claimed if not any(vocabulary.is_a(c, w) for w in wanted | tolerated)}
        yield Comparison(
            key=key, missing=tuple(sorted(missing)), surplus=tuple(sorted(surplus)), agreed=len(wanted - missing)
        )


def holds(policy: Policy, table: Mapping[str, Any], vocabulary: Vocabulary) -> bool:
    """Say whether some one practice of a policy has everything that a table of an expectation file says."""
    return any(_fits(practice, table, vocabulary) for practice in policy.practices)


def _fits(practice: Practice, table: Mapping[str, Any], vocabulary: Vocabulary) -> bool:
    named = {m.name or m.exact for m in practice.recipients}
    kinds = {"opt-in": iri("dpv:OptingInToProcess"), "opt-out": iri("dpv:OptingOutFromProcess")}
    on_site = practice.party.value == "third-party-on-site" and table["does"] == "share"
    checks = [
        on_site or does(vocabulary, practice, table["does"]),
        practice.is_denied == table.get("denied", False),
        all(_names(practice.data, wanted, vocabulary) for wanted in table.get("data", ())),
        all(_names(practice.purposes, wanted, vocabulary) for wanted in table.get("purposes", ())),
        all(_names(practice.recipients, wanted, vocabulary) for wanted in table.get("recipients", ())),
        all(any(wanted in name for name in named) for wanted in table.get("names", ())),
        "party" not in table or practice.party.value == table["party"],
        not table.get("conditional") or practice.condition is not None,
        "choice" not in table or any(c.kind == kinds[table["choice"]] for c in practice.choices),
        all(any(_names(c.means, wanted, vocabulary) for c in practice.choices) for wanted in table.get("means", ())),
        "retention" not in table
        or (practice.retention is not None and vocabulary.is_a(practice.retention.concept, iri(table["retention"]))),
        "duration" not in table
        or (practice.retention is not None and practice.retention.duration == table["duration"]),
    ]
    return all(checks)


def _names(mentions: Iterable[Mention], wanted: str, vocabulary: Vocabulary) -> bool:
    return any(vocabulary.is_a(m.concept, iri(wanted)) for m in mentions)


def denies(policy: Policy, table: Mapping[str, Any], vocabulary: Vocabulary) -> bool:
    """Say whether a policy denies what an entry of `denied` lists, with an exception where it has one."""
    wanted = {"does": table["processing"], "denied": True, "conditional": table.get("unless", False)}
    return holds(
        policy, {**wanted, **{k: table[k] for k in ("data", "purposes", "recipients") if k in table}}, vocabulary
    )


P3P_PARENTS = {
    "RECIPIENT": "recipients",
    "RETENTION": "retention",
    "ACCESS": "access",
    "PURPOSE": "purposes",
    "CATEGORIES": "categories",
}


def p3p_sets(policy: Policy) -> dict[str, set[str]]:
    """Return what the P3P written from a policy declares, by the keys of an expectation's `p3p` table.

    Categories are those of the elements too. `required` holds "purpose value", the least protective of each.
    """
    found: dict[str, set[str]] = {key: set() for key in P3P_PARENTS.values()}
    required: dict[str, list[str | None]] = {}
    for element in etree.fromstring(p3p.write_policy(policy)).iterfind(".//{*}STATEMENT//{*}*"):
        parent, name = element.getparent(), etree.QName(element).localname
        if name == "DATA":
            found["categories"] |= set(base_schema()[element.get("ref", "").removeprefix("#")].categories)
        if parent is not None and (key := P3P_PARENTS.get(etree.QName(parent).localname)) is not None:
            found[key].add(name)
            if key == "purposes":
                required.setdefault(name, []).append(element.get("required"))
    for element in etree.fromstring(p3p.write_policy(policy)).iterfind(".//{*}ACCESS/{*}*"):
        found["access"].add(etree.QName(element).localname)
    found["required"] = {f"{name} {least_protective(said)}" for name, said in required.items()}
    return {key: names - {"EXTENSION"} for key, names in found.items()}
