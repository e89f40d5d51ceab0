"""A small vocabulary, so that tests of the mechanism do not hang on the shipped phrases."""

from __future__ import annotations

import pytest

from policyglot.extract.lexicon import Lexicon, compile_lexicon
from policyglot.vocabulary import Concept, Vocabulary, iri


def concept(name: str, scheme: str, *phrases: str) -> Concept:
    literal = [p for p in phrases if not any(mark in p for mark in "*|?")]
    patterns = [p for p in phrases if p not in literal]
    return Concept(
        iri=iri(name), scheme=scheme, label=literal[0], alternatives=tuple(literal[1:]), patterns=tuple(patterns)
    )


CONCEPTS = (
    concept("pd:EmailAddress", "data-categories", "email address", "email"),
    concept("pd:Name", "data-categories", "name"),
    concept("dpv:PersonalData", "data-categories", "personal information", "information"),
    concept("pd:SocialMedia", "data-categories", "social media"),
    concept("pg:SocialNetworkProvider", "recipients", "social media company"),
    concept("dpv:ThirdParty", "recipients", "third party"),
    concept("dpv:DataProcessor", "recipients", "service provider"),
    concept(
        "dpv:ServiceOptimisation", "purposes", "improvement", "improve|enhance * service|site", "develop new? product"
    ),
    concept("dpv:Collect", "processing", "collect", "gather"),
    concept("dpv:Use", "processing", "use"),
    concept("dpv:Share", "processing", "share", "disclose"),
    concept("pg:Sell", "processing", "sell", "rent"),
    concept("pg:cue-ignorable", "cues", "the", "our", "your", "this"),
    concept("pg:irregular", "cues", "irregular", "sold=sell", "used=use", "using=use", "uses=use"),
    concept("pg:cue-negation", "cues", "not", "never", "no", "don't"),
    concept("pg:cue-not-negating", "cues", "not limited to"),
    concept("pg:cue-may", "cues", "may"),
    concept("pg:cue-exception", "cues", "except", "unless"),
    concept("pg:cue-contrast", "cues", "but"),
    concept("pg:cue-first-party", "cues", "we"),
    concept("pg:cue-second-party", "cues", "you"),
    concept("pg:cue-third-party", "cues", "they"),
    concept("pg:cue-passive", "cues", "is", "are", "be"),
    concept("pg:cue-agent", "cues", "by"),
    concept("pg:cue-purpose-lead", "cues", "to"),
    concept("pg:cue-control-verb", "cues", "need"),
    concept("pg:cue-relative", "cues", "that"),
)


@pytest.fixture(scope="session")
def small_vocabulary() -> Vocabulary:
    schemes: dict[str, tuple[Concept, ...]] = {}
    for member in CONCEPTS:
        schemes[member.scheme] = (*schemes.get(member.scheme, ()), member)
    return Vocabulary(concepts={c.iri: c for c in CONCEPTS}, schemes=schemes)


@pytest.fixture(scope="session")
def small_lexicon(small_vocabulary: Vocabulary) -> Lexicon:
    return compile_lexicon(small_vocabulary)
