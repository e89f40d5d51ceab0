"""What changes are about, the most important first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from policyglot.compare.facts import Aspect, Fact
from policyglot.compare.known import GIVE, SENSITIVE, operation
from policyglot.vocabulary import iri, load_vocabulary


class Theme(StrEnum):
    """What a change is about, as a heading; in the order in which readers ask."""

    SALE = "Sale"
    SHARING = "Sharing"
    SENSITIVE = "Sensitive data and children"
    RETENTION = "Retention"
    DENIALS = "What is said not to be done"
    DATA = "Data"
    PURPOSES = "Purposes"
    CHOICES = "Choices"
    RIGHTS = "Rights"
    TRANSFERS = "Transfers to other countries"
    SECURITY = "Security"
    GROUNDS = "Legal grounds"
    POLICY = "The policy and who publishes it"


_ASPECTS: Mapping[Aspect, Theme] = {
    Aspect.DATA: Theme.DATA,
    Aspect.PROCESSING: Theme.DATA,
    Aspect.PURPOSE: Theme.PURPOSES,
    Aspect.RECIPIENT: Theme.SHARING,
    Aspect.RETENTION: Theme.RETENTION,
    Aspect.CHOICE: Theme.CHOICES,
    Aspect.SIGNAL: Theme.CHOICES,
    Aspect.LEGAL_BASIS: Theme.GROUNDS,
    Aspect.RIGHT: Theme.RIGHTS,
    Aspect.DECISION: Theme.RIGHTS,
    Aspect.DISPUTE: Theme.RIGHTS,
    Aspect.MEASURE: Theme.SECURITY,
    Aspect.TRANSFER: Theme.TRANSFERS,
    Aspect.AUDIENCE: Theme.POLICY,
    Aspect.NOTICE: Theme.POLICY,
    Aspect.CONTROLLER: Theme.POLICY,
    Aspect.CONTACT: Theme.POLICY,
    Aspect.DATE: Theme.POLICY,
}


def theme_of(facts: Iterable[Fact], *, is_denial: bool = False) -> Theme:
    """Return what facts are about, the most important where there are several.

    Args:
        facts: At least one.
        is_denial: Whether something is denied, or no longer.

    >>> theme_of([Fact(aspect=Aspect.PURPOSE, processing=iri("pg:Sell"), concept=iri("dpv:Advertising"))])
    <Theme.SALE: 'Sale'>
    """
    themes = {_theme(fact) for fact in facts} | ({Theme.DENIALS} if is_denial else set())
    return next(theme for theme in Theme if theme in themes)


def _theme(fact: Fact) -> Theme:
    vocabulary = load_vocabulary()
    act = operation(fact.processing)
    if act == iri("pg:Sell"):
        return Theme.SALE
    if act == GIVE:
        return Theme.SHARING
    if any(vocabulary.is_a(fact.concept, broad) for broad in (*SENSITIVE, iri("dpv:Child"))):
        return Theme.SENSITIVE
    return _ASPECTS[fact.aspect]
