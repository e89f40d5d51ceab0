"""What a policy says inside an OPP-115 segment, in the corpus's categories and facts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from benchmarks.gold.crosswalk import Crosswalk
from benchmarks.gold.evidence import Stated
from benchmarks.gold.operations import Prediction, is_only_storage, operations

from policyglot.model import Evidence, Honoured, Party, Practice, Span
from policyglot.train.documents import Unit
from policyglot.vocabulary import iri

FIRST, THIRD = "First Party Collection/Use", "Third Party Sharing/Collection"
CHOICE, ACCESS, KEPT = "User Choice/Control", "User Access, Edit and Deletion", "Data Retention"
SECURITY, CHANGE, SIGNAL = "Data Security", "Policy Change", "Do Not Track"
AUDIENCE, OTHER = "International and Specific Audiences", "Other"
DATA, PURPOSE, PARTY_NAMED = "Personal Information Type", "Purpose", "Third Party Entity"
CHOICE_TYPE = "Choice Type"
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
SURE_ENOUGH: Mapping[str, float] = {
    FIRST: 0.6,
    THIRD: 0.6,
    CHOICE: 0.7,
    ACCESS: 0.4,
    SECURITY: 0.6,
    KEPT: 0.5,
    AUDIENCE: 0.3,
}
# What a paragraph is about where it states nothing surer.
SURE_ENOUGH_ALONE = 0.5
SURE_OF_DENIAL = 0.8
# Where nothing is said to be shared, a denial is what the paragraph is about.
SURE_OF_PLAIN_DENIAL = 0.5
SURE_OF_BARE_CHOICE = 0.7
# Some facts of a category are surer or less sure than the category is.
SURE_OF_FACT: Mapping[tuple[str, str], float] = {
    (FIRST, PURPOSE): 0.75,
    (FIRST, DATA): 0.7,
    (THIRD, DATA): 0.65,
    (THIRD, PARTY_NAMED): 0.65,
}
# What is less of a segment than this, beside other categories, is said in passing.
LEAST_SHARE: Mapping[str, float] = {CHOICE: 0.5, ACCESS: 0.6, KEPT: 0.25, SECURITY: 0.3, FIRST: 0.1, AUDIENCE: 0.1}
# A segment of which the policy makes so little is about something else as well.
UNSAID = 0.6
# Contact details there are the way to exercise a choice or a right.
REACHED = frozenset([CHOICE, FIRST, THIRD, KEPT])
# What annotators mark as not done: whom data do not reach, and which.
DENIED = (DATA, PURPOSE, PARTY_NAMED)
GENERIC = "Generic personal information"
# Annotators call data generic where the words say that they are personal; "information" alone is unspecified.
SAYS_PERSONAL = re.compile(r"personal|identif", re.IGNORECASE)
CHILD = iri("dpv:Child")
Fact = tuple[str, str, str]
# A fact, how sure the policy is of it, and the words that state it.
Sure = Iterator[tuple[Fact, float, tuple[Evidence, ...]]]


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
                if value == GENERIC and not SAYS_PERSONAL.search(mention.exact):
                    continue
                yield category, attribute, THIRD_PARTY_SPELLING.get(value, value) if category == THIRD else value
    if category == THIRD:
        for mention in stated.mentions(practice.recipients):
            for value in crosswalk.values("opp115", PARTY_NAMED, mention.concept):
                yield category, PARTY_NAMED, NAMED if mention.name and value == UNNAMED else value
    for choice in stated.choices(practice):
        means = stated.mentions(choice.means) if category == FIRST else ()
        for concept in (choice.kind, *(mention.concept for mention in means)):
            for value in crosswalk.values("opp115", CHOICE_TYPE, concept):
                yield category, CHOICE_TYPE, value


def _choice_facts(stated: Stated, crosswalk: Crosswalk) -> Sure:
    """Yield the facts of choices; where practices are stated, mere consent is a fact of those."""
    offered = [(c.concept, c.means, c.scope, c.confidence, c.evidence) for c in stated.group("choices")]
    offered += [
        (c.kind, c.means, c.scope, p.confidence, c.evidence) for p in stated.practices for c in stated.choices(p)
    ]
    is_apart = not stated.practices
    for kind, means, scope, confidence, words in offered:
        named = [mention.concept for mention in stated.mentions(means)]
        types = [v for c in named for v in crosswalk.values("opp115", "Choice Type of a choice", c)]
        if is_apart and not types:
            types = list(crosswalk.values("opp115", "Choice Type of a choice", kind))
        if not types and not (is_apart and confidence >= SURE_OF_BARE_CHOICE):
            continue
        yield (CHOICE, "", ""), confidence, words
        yield from (((CHOICE, CHOICE_TYPE, value), confidence, words) for value in types)
        for attribute, concepts in ((PURPOSE, scope), (DATA, (*named, *scope))):
            for concept in concepts:
                for value in crosswalk.values("opp115", f"{attribute} of a choice", concept):
                    yield (CHOICE, attribute, value), confidence, words


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
            yield (SIGNAL, "Do Not Track policy", value), provision.confidence, provision.evidence
        elif group in facets:
            category, attribute = facets[group]
            values = crosswalk.values("opp115", attribute, provision.concept)
            if (
                values
                or crosswalk.values("opp115", "access", provision.concept)
                or group not in {"rights", "audiences"}
            ):
                yield (category, "", ""), provision.confidence, provision.evidence
            yield from (((category, attribute, value), provision.confidence, provision.evidence) for value in values)
    yield from _retention_facts(stated, crosswalk)


def _retention_facts(stated: Stated, crosswalk: Crosswalk) -> Sure:
    """Yield how long which data are kept; that a child's are deleted is said of children."""
    of_children = {e for p in stated.group("audiences") if p.concept == CHILD for e in p.evidence}
    for practice in stated.practices:
        if practice.retention and stated.keeps(practice) and of_children.isdisjoint(practice.evidence):
            yield (KEPT, "", ""), practice.confidence, practice.evidence
            for value in crosswalk.values("opp115", "Retention Period", practice.retention.concept):
                yield (KEPT, "Retention Period", value), practice.confidence, practice.evidence
            for _, attribute, value in _practice_facts(KEPT, practice, stated, crosswalk):
                if attribute == DATA:
                    yield (KEPT, DATA, value), practice.confidence, practice.evidence


def _sure(found: Iterable[tuple[Fact, float, tuple[Evidence, ...]]]) -> dict[Fact, float]:
    """Return the highest confidence of each fact."""
    sure: dict[Fact, float] = {}
    for fact, confidence, _ in found:
        sure[fact] = max(confidence, sure.get(fact, 0.0))
    return sure


def _shares(found: Iterable[tuple[Fact, float, tuple[Evidence, ...]]], segment: Span) -> dict[str, float]:
    """Return how much of the segment states something of each category, 0 to 1; "" stands for any category."""
    places: dict[str, set[int]] = {"": set()}
    for fact, _, words in found:
        for span in (e.span for e in words if e.span is not None and e.span.overlaps(segment)):
            inside = range(max(span.start, segment.start), min(span.end, segment.end))
            places.setdefault(fact[0], set()).update(inside)
            places[""].update(inside)
    length = max(1, segment.end - segment.start)
    return {category: len(found) / length for category, found in places.items()}


def _practices(stated: Stated, crosswalk: Crosswalk, *, denied: bool) -> Sure:
    for practice in stated.practices:
        if practice.is_denied is denied:
            for category in _categories(practice, stated, crosswalk):
                for fact in _practice_facts(category, practice, stated, crosswalk):
                    yield fact, practice.confidence, practice.evidence
        elif practice.is_denied and THIRD in _categories(practice, stated, crosswalk):
            # What is not shared "without your consent" is shared with it.
            for fact in _practice_facts(THIRD, practice, stated, crosswalk):
                if fact[1] == CHOICE_TYPE:
                    yield fact, practice.confidence, practice.evidence


def segment_prediction(unit: Unit, stated: Stated, crosswalk: Crosswalk) -> Prediction:
    """Return categories, facts and denials of an OPP-115 segment, and how sure the policy is of each."""
    found = [
        *_practices(stated, crosswalk, denied=False),
        *_choice_facts(stated, crosswalk),
        *_provision_facts(stated, crosswalk),
    ]
    against = list(_practices(stated, crosswalk, denied=True))
    facts, denied = _sure(found), _sure(against)
    likely = [f for f in found if f[1] >= SURE_OF_FACT.get(f[0][:2], SURE_ENOUGH.get(f[0][0], 0.0))]
    unlikely = list(_refused(against, shares_too=any(f[0] == (THIRD, "", "") for f in found)))
    passing = _in_passing((*likely, *unlikely), unit.span)
    kept = [f for f in sorted({f for f, _, _ in likely}) if f[0] not in passing]
    refused = sorted({f for f, _, _ in unlikely if f[0] not in passing})
    categories = {fact[0] for fact in (*kept, *refused)}
    if not categories and not stated.contacts:
        categories = {f[0][0] for f in found if f[1] >= SURE_ENOUGH_ALONE}
    if _is_other(stated, categories, _shares((*found, *against), unit.span)):
        categories.add(OTHER)
    return {
        "segment": unit.key,
        "categories": sorted(categories),
        "facts": [list(f) for f in kept if f[1]],
        "denied": [list(f) for f in refused if f[0] == THIRD and f[1] in DENIED],
        "confidence": [[*f, c] for f, c in sorted(facts.items())],
        "confidence of denials": [[*f, c] for f, c in sorted(denied.items())],
    }


def _refused(against: Iterable[tuple[Fact, float, tuple[Evidence, ...]]], *, shares_too: bool) -> Sure:
    """Yield the denials that annotators mark: not the purposes of what is shared for others."""
    for fact, confidence, words in against:
        enough = SURE_OF_DENIAL if shares_too else SURE_OF_PLAIN_DENIAL
        if confidence >= enough and not (shares_too and fact[1] == PURPOSE):
            yield fact, confidence, words


def _in_passing(found: Sequence[tuple[Fact, float, tuple[Evidence, ...]]], segment: Span) -> set[str]:
    """Return the categories that a segment only touches on: others have most of its words."""
    shares = _shares(found, segment)
    return {c for c, share in shares.items() if len(shares) > 2 and share < LEAST_SHARE.get(c, 0.0)}


def _is_other(stated: Stated, categories: Collection[str], shares: Mapping[str, float]) -> bool:
    """Say whether a segment is, also, about something else: contact details, or nothing that is a practice."""
    if not categories or 1 - shares[""] >= UNSAID:
        return True
    return bool(stated.contacts) and REACHED.isdisjoint(categories)
