"""Choices: whether a clause offers to agree or to refuse, and by which means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from policyglot.extract.decide import CONTACT_US, OPT_IN, OPT_OUT
from policyglot.extract.lexicon import Match
from policyglot.extract.parties import find_contacts
from policyglot.extract.reading import Reading
from policyglot.extract.scope import Scope, mention
from policyglot.model import Contact, ContactKind, Mention, Span
from policyglot.vocabulary import iri

OPTING_IN, OPTING_OUT = iri("dpv:OptingInToProcess"), iri("dpv:OptingOutFromProcess")
SETTING = iri("pg:PrivacySetting")
EQUIPMENT = frozenset([iri("pg:BrowserControl"), iri("pg:DeviceSetting")])
BY_CONTACT, BY_LINK = iri("pg:OptOutByContact"), iri("pg:OptOutLink")


def choice_kind(reading: Reading) -> str:
    """Return the IRI of opting in or opting out, for a clause that offers a choice."""
    return OPTING_IN if reading.has(OPT_IN) and not reading.has(OPT_OUT) else OPTING_OUT


def choice_means(scope: Scope, reading: Reading) -> tuple[Mention, ...]:
    """Return the ways that a clause names for its choice, in order.

    Who refuses by telling the organisation does so at the address, number or page that the
    clause gives; it becomes the name of the means.
    """
    found = [mention(scope, m) for m in _named(scope, reading)]
    if choice_kind(reading) == OPTING_IN:
        return tuple(found)
    given = list(find_contacts(scope.document, reading.clause))
    pages = [c for c in given if c.kind is ContactKind.URL]
    found = _with_addresses(found, BY_LINK, pages)
    found = _with_addresses(found, BY_CONTACT, [c for c in given if c not in pages])
    if all(m.concept not in (BY_CONTACT, BY_LINK) for m in found):
        found += [mention(scope, m._replace(concept=BY_CONTACT)) for m in reading.matches if m.concept == CONTACT_US]
    return tuple(sorted(found, key=lambda m: m.span or Span(0, 0)))


def _named(scope: Scope, reading: Reading) -> Iterator[Match]:
    """Yield the means that a clause names; settings beside those of a browser or device are the same ones."""
    is_a = scope.vocabulary.is_a
    named = reading.of("choices")
    equipment = [m for m in named if m.concept in EQUIPMENT]
    for match in named:
        own = is_a(match.concept, SETTING) and match.concept not in EQUIPMENT
        if not (own and any(abs(o.first - match.last) <= 6 or abs(match.first - o.last) <= 6 for o in equipment)):
            yield match


def _with_addresses(found: Sequence[Mention], concept: str, contacts: Sequence[Contact]) -> list[Mention]:
    """Give the first mention of a means its address; further addresses are mentions of their own."""
    named = list(found)
    bare = next((at for at, m in enumerate(named) if m.concept == concept), None)
    for contact in contacts:
        words = contact.evidence[0]
        if bare is not None:
            named[bare] = replace(named[bare], name=contact.value)
            bare = None
        else:
            named.append(Mention(concept=concept, span=words.span, exact=words.exact, name=contact.value))
    return named
