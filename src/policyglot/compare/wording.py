"""Facts in plain words: "share: location, e-mail address; for advertising; with Adnet Ltd"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policyglot.compare.facts import Aspect, Fact
from policyglot.vocabulary import curie, load_vocabulary

# How the aspects of a practice are put behind what is done, in this order.
_JOINED: Mapping[Aspect, str] = {Aspect.DATA: "", Aspect.PURPOSE: "for ", Aspect.RECIPIENT: "with "}
_DATES: Mapping[str, str] = {"dct:issued": "issued", "dct:modified": "last changed"}


def phrases(facts: Iterable[Fact]) -> tuple[str, ...]:
    """Return facts as people read them, those of the same operations together.

    >>> from policyglot.vocabulary import iri
    >>> share = Fact(aspect=Aspect.DATA, processing=iri("dpv:Share"), concept=iri("pd:EmailAddress"))
    >>> phrases([share, Fact(aspect=Aspect.RECIPIENT, processing=share.processing, concept="", detail="Adnet Ltd")])
    ('share: email address; with Adnet Ltd',)
    """
    acts: dict[tuple[Aspect, str], dict[str, None]] = {}
    others: dict[Aspect, dict[str, None]] = {}
    for fact in facts:
        if fact.aspect in _JOINED:
            acts.setdefault((fact.aspect, _named(fact)), {})[fact.processing] = None
        elif fact.aspect is Aspect.PROCESSING:
            others.setdefault(fact.aspect, {})[label(fact.processing)] = None
        else:
            others.setdefault(fact.aspect, {})[_named(fact)] = None
    together: dict[tuple[str, ...], dict[Aspect, list[str]]] = {}
    for (aspect, name), done in acts.items():
        together.setdefault(tuple(done), {}).setdefault(aspect, []).append(name)
    lines = [f"{_listed(map(label, done))}: {_about(names)}" for done, names in together.items()]
    lines += [
        _listed(names) if aspect is Aspect.PROCESSING else f"{aspect.value}: {', '.join(names)}"
        for aspect, names in others.items()
    ]
    return tuple(lines)


def label(concept: str) -> str:
    """Return the preferred label of a concept, or its CURIE where the vocabulary lacks it."""
    known = load_vocabulary().concepts.get(concept)
    return known.label if known else curie(concept)


def _about(names: Mapping[Aspect, list[str]]) -> str:
    return "; ".join(_JOINED[aspect] + ", ".join(names[aspect]) for aspect in _JOINED if aspect in names)


def _named(fact: Fact) -> str:
    """The concept and its detail; of a name the name alone, of a date what it is of."""
    detail = label(fact.detail) if "://" in fact.detail and fact.aspect is Aspect.CHOICE else fact.detail
    if fact.aspect is Aspect.DATE:
        return f"{_DATES[curie(fact.concept)]} {detail}"
    if fact.aspect in {Aspect.CONTROLLER, Aspect.CONTACT}:
        return " ".join(detail.split())
    if fact.aspect is Aspect.RECIPIENT and detail:
        kind = label(fact.concept) if fact.concept else ""
        return f"{detail} ({kind})" if kind else detail
    name = label(fact.concept)
    return f"{name} ({' '.join(detail.split())})" if detail else name


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    return " and ".join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else found[0]
