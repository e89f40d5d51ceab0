"""What a policy says inside an OPP-115 segment, in the corpus's categories and facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from benchmarks.gold.crosswalk import Crosswalk
from benchmarks.gold.evidence import Stated
from benchmarks.gold.operations import Prediction, is_only_storage, operations

from policyglot.model import Honoured, Party, Practice
from policyglot.train.documents import Unit

FIRST, THIRD = "First Party Collection/Use", "Third Party Sharing/Collection"
CHOICE, ACCESS, KEPT = "User Choice/Control", "User Access, Edit and Deletion", "Data Retention"
SECURITY, CHANGE, SIGNAL = "Data Security", "Policy Change", "Do Not Track"
AUDIENCE, OTHER = "International and Specific Audiences", "Other"
DATA, PURPOSE, PARTY_NAMED = "Personal Information Type", "Purpose", "Third Party Entity"
# OPP-115 writes two of its values differently for third parties.
THIRD_PARTY_SPELLING = {
    "User profile": "User Profile",
    "Service Operation and Security": "Service operation and security",
}
HONOURED = {
    Honoured.HONOURED: "Honored",
    Honoured.NOT_HONOURED: "Not honored",
    Honoured.UNCLEAR: "Mentioned, but unclear if honored",
}
NAMED, UNNAMED = "Named third party", "Unnamed third party"
# Annotators of paragraphs mark what a paragraph is about, not all that it touches on.
SURE_ENOUGH: Mapping[str, float] = {FIRST: 0.6, THIRD: 0.65, ACCESS: 0.4, SECURITY: 0.6, KEPT: 0.4, AUDIENCE: 0.3}
SURE_OF_DENIAL = 0.8
# What annotators mark as not done: whom data do not reach, and which.
DENIED = (DATA, PURPOSE, PARTY_NAMED)
GENERIC = {DATA: "Generic personal information", "Security Measure": "Generic"}
Fact = tuple[str, str, str]
Sure = Iterator[tuple[Fact, float]]


def _categories(practice: Practice, stated: Stated, crosswalk: Crosswalk) -> set[str]:
    if stated.keeps(practice) and is_only_storage(practice):
        return set()
    sides = operations("opp115", practice, crosswalk)
    if practice.party is not Party.FIRST_PARTY and sides:
        return {THIRD}
    return {FIRST for side in sides if side == "first"} | {THIRD for side in sides if side == "third"}


def _practice_facts(category: str, practice: Practice, stated: Stated, crosswalk: Crosswalk) -> Iterator[Fact]:
    yield category, "", ""
    for attribute, mentions in ((DATA, practice.data), (PURPOSE, practice.purposes)):
        for mention in stated.mentions(mentions):
            for value in crosswalk.values("opp115", attribute, mention.concept):
                yield category, attribute, THIRD_PARTY_SPELLING.get(value, value) if category == THIRD else value
    if category == THIRD:
        for mention in stated.mentions(practice.recipients):
            for value in crosswalk.values("opp115", PARTY_NAMED, mention.concept):
                yield category, PARTY_NAMED, NAMED if mention.name and value == UNNAMED else value
    for choice in stated.choices(practice):
        for value in crosswalk.values("opp115", "Choice Type", choice.kind):
            yield category, "Choice Type", value


def _choice_facts(stated: Stated, crosswalk: Crosswalk) -> Sure:
    """Yield the facts of choices that offer a means; mere consent is a fact of the practice."""
    offered = [(c.means, c.scope, c.confidence) for c in stated.group("choices")]
    offered += [(c.means, c.scope, p.confidence) for p in stated.practices for c in stated.choices(p)]
    for means, scope, confidence in offered:
        named = [mention.concept for mention in stated.mentions(means)]
        for attribute, concepts in (("Choice Type", named), (PURPOSE, scope), (DATA, (*named, *scope))):
            values = [v for c in concepts for v in crosswalk.values("opp115", f"{attribute} of a choice", c)]
            if attribute == "Choice Type" and not values:
                break
            yield (CHOICE, "", ""), confidence
            yield from (((CHOICE, attribute, value), confidence) for value in values)


def _provision_facts(stated: Stated, crosswalk: Crosswalk) -> Sure:
    facets = {
        "measures": (SECURITY, "Security Measure"),
        "rights": (ACCESS, "Access Type"),
        "notices": (CHANGE, "Notification Type"),
        "audiences": (AUDIENCE, "Audience Type"),
        "transfers": (AUDIENCE, "Audience Type"),
    }
    for group, provision in stated.provisions:
        if group == "signals":
            value = HONOURED[provision.honoured or Honoured.UNCLEAR]
            yield (SIGNAL, "Do Not Track policy", value), provision.confidence
        elif group in facets:
            category, attribute = facets[group]
            values = crosswalk.values("opp115", attribute, provision.concept)
            if (
                values
                or crosswalk.values("opp115", "access", provision.concept)
                or group not in {"rights", "audiences"}
            ):
                yield (category, "", ""), provision.confidence
            yield from (((category, attribute, value), provision.confidence) for value in values)
    for practice in stated.practices:
        if practice.retention and stated.keeps(practice):
            yield (KEPT, "", ""), practice.confidence
            for value in crosswalk.values("opp115", "Retention Period", practice.retention.concept):
                yield (KEPT, "Retention Period", value), practice.confidence


def _sure(found: Iterable[tuple[Fact, float]]) -> dict[Fact, float]:
    """Return the highest confidence of each fact."""
    sure: dict[Fact, float] = {}
    for fact, confidence in found:
        sure[fact] = max(confidence, sure.get(fact, 0.0))
    return sure


def _specific(facts: Iterable[Fact]) -> list[Fact]:
    """Leave out generic values where the category has a specific one: annotators mark one or the other."""
    found = list(facts)
    specific = {f[:2] for f in found if f[1] in GENERIC and f[2] != GENERIC[f[1]]}
    return [f for f in found if f[:2] not in specific or f[2] != GENERIC[f[1]]]


def _practices(stated: Stated, crosswalk: Crosswalk, *, denied: bool) -> Sure:
    for practice in stated.practices:
        if practice.is_denied is denied:
            for category in _categories(practice, stated, crosswalk):
                for fact in _practice_facts(category, practice, stated, crosswalk):
                    yield fact, practice.confidence


def segment_prediction(unit: Unit, stated: Stated, crosswalk: Crosswalk) -> Prediction:
    """Return categories, facts and denials of an OPP-115 segment, and how sure the policy is of each."""
    facts = _sure(
        (
            *_practices(stated, crosswalk, denied=False),
            *_choice_facts(stated, crosswalk),
            *_provision_facts(stated, crosswalk),
        )
    )
    denied = _sure(_practices(stated, crosswalk, denied=True))
    kept = _specific(f for f, c in sorted(facts.items()) if c >= SURE_ENOUGH.get(f[0], 0.0))
    refused = [f for f, c in sorted(denied.items()) if c >= SURE_OF_DENIAL]
    categories = {fact[0] for fact in (*kept, *refused)}
    if not categories or stated.contacts:
        categories.add(OTHER)
    return {
        "segment": unit.key,
        "categories": sorted(categories),
        "facts": [list(f) for f in kept if f[1]],
        "denied": [list(f) for f in refused if f[0] == THIRD and f[1] in DENIED],
        "confidence": [[*f, c] for f, c in sorted(facts.items())],
        "confidence of denials": [[*f, c] for f, c in sorted(denied.items())],
    }
