"""From nodes to a policy: the way back from `to_nodes`, strict about what it is given.

Nodes come from files that anybody may have written. Every value is checked; what does not fit is
refused with the path to it. What a general DPV document says without our words (`hasPurpose` with
no mention, `hasRight` with no provision) is read as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from math import inf
from typing import TypeVar

from policyglot.errors import InputError
from policyglot.formats.terms import THIS, expand
from policyglot.formats.to_nodes import DPV_TERMS, MENTION_TERMS, PROVISION_TERMS
from policyglot.model import (
    Assertion,
    Choice,
    Contact,
    ContactKind,
    Controller,
    Dispute,
    Evidence,
    Honoured,
    Identifiability,
    Mention,
    Modality,
    Party,
    Policy,
    Practice,
    Provision,
    Retention,
    Span,
)

Raw = Mapping[str, object]
_E = TypeVar("_E", bound=StrEnum)
_V = TypeVar("_V")


class Misfit(Exception):  # noqa: N818 - internal: caught by `policy_from`, which makes an InputError of it
    """A value that does not fit its term.

    Attributes:
        message: What was expected.
        path: Terms and indexes that lead to it, innermost first; it grows while unwinding.
    """

    def __init__(self, message: str, *path: str) -> None:
        super().__init__(message)
        self.message = message
        self.path = list(path)


def _string(node: Raw, term: str) -> str | None:
    value = node.get(term)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Misfit("expected a string", term)
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise Misfit("half of a surrogate pair, which is no character", term) from error
    return value


def _integer(node: Raw, term: str) -> int | None:
    value = node.get(term)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Misfit("expected a whole number that is not negative", term)
    return value


def _position(node: Raw) -> float:
    """Return the place among its like; what has none stands behind what has one."""
    place = _integer(node, "position")
    return inf if place is None else place


def _truth(node: Raw, term: str) -> bool:
    value = node.get(term, False)
    if not isinstance(value, bool):
        raise Misfit("expected true or false", term)
    return value


def _confidence(node: Raw) -> float:
    value = node.get("confidence", 1.0)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise Misfit("expected a number from 0 to 1", "confidence")
    return float(value)


def _list(node: Raw, term: str) -> Sequence[object]:
    value = node.get(term)
    if value is None:
        return ()
    return value if isinstance(value, list) else [value]


def _iri(value: object) -> str:
    if not isinstance(value, str):
        raise Misfit("expected an IRI")
    full = expand(value)
    if (
        ":" not in full
        or full.startswith(f"{THIS}:")
        or any(c in full for c in ' <>"{}|\\^`')
        or not full.isprintable()
    ):
        raise Misfit(f"expected an IRI, not {value!r}")
    return full


def _concepts(node: Raw, term: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_each(node, term, _iri)))


def _concept(node: Raw, term: str) -> str:
    found = _concepts(node, term)
    if len(found) != 1:
        raise Misfit(f"expected one IRI, not {len(found)}", term)
    return found[0]


def _optional_concept(node: Raw, term: str) -> str | None:
    return _concept(node, term) if node.get(term) is not None else None


def _choice_of(node: Raw, term: str, kind: type[_E]) -> _E | None:
    name = _string(node, term)
    if name is None:
        return None
    try:
        return kind(name)
    except ValueError:
        raise Misfit(f"expected one of {', '.join(kind)}, not {name!r}", term) from None


def _each(node: Raw, term: str, make: Callable[[object], _V]) -> list[_V]:
    made = []
    for index, value in enumerate(_list(node, term)):
        try:
            made.append(make(value))
        except Misfit as misfit:
            misfit.path += [str(index), term]
            raise
    return made


def _node(value: object) -> Raw:
    if not isinstance(value, dict):
        raise Misfit("expected a node")
    return value


def _types(node: Raw) -> frozenset[str]:
    return frozenset(t for t in _list(node, "type") if isinstance(t, str))


def _span(node: Raw) -> Span | None:
    start, end = _integer(node, "start"), _integer(node, "end")
    if start is None and end is None:
        return None
    if start is None or end is None or start > end:
        raise Misfit("expected start and end, in this order", "start")
    return Span(start, end)


class _Reader:
    """Reads the nodes of one policy; a node that is met twice is read once.

    A hostile graph can share nodes so that a walk without this memory never ends.
    """

    def __init__(self) -> None:
        self._read: dict[tuple[str, int], object] = {}

    def _nodes(self, node: Raw, term: str, make: Callable[[Raw], _V]) -> tuple[_V, ...]:
        def once(value: object) -> _V:
            found = self._read.get((make.__name__, id(value)))
            if found is None:
                found = self._read[(make.__name__, id(value))] = make(_node(value))
            return found  # type: ignore[return-value]  # what `make` gave for this very node

        return tuple(_each(node, term, once))

    def _mention(self, node: Raw) -> Mention:
        return Mention(
            concept=_concept(node, "concept"),
            span=_span(node),
            exact=_string(node, "exact") or "",
            name=_string(node, "name"),
            optional=_truth(node, "optional"),
            required=_string(node, "required"),
            reference=_string(node, "reference"),
        )

    def _mentions(self, node: Raw, ours: str, dpv: str) -> tuple[Mention, ...]:
        """Read the mentions, and what DPV's property names beyond them."""
        mentions = self._nodes(node, ours, self._mention)
        known = {m.concept for m in mentions}
        return mentions + tuple(Mention(concept=c) for c in _concepts(node, dpv) if c not in known)

    def _evidence(self, node: Raw) -> Evidence:
        span, quote = None, {"exact": "", "prefix": "", "suffix": ""}
        for selector in self._nodes(node, "selector", dict):
            types = _types(selector)
            if "TextPositionSelector" in types:
                span = _span(selector)
            if "TextQuoteSelector" in types:
                quote = {part: _string(selector, part) or "" for part in quote}
        return Evidence(
            span=span,
            lead_in=_string(node, "leadIn") or "",
            source=_string(node, "source"),
            line=_integer(node, "line"),
            pointer=_string(node, "path"),
            **quote,
        )

    def _all_evidence(self, node: Raw) -> tuple[Evidence, ...]:
        return self._nodes(node, "evidence", self._evidence)

    def _retention(self, node: Raw) -> Retention | None:
        kept = self._nodes(node, "retention", self._retention_node)
        if kept:
            return kept[0]
        concept = _optional_concept(node, "hasStorageCondition")
        return Retention(concept=concept, duration=_string(node, "hasDuration")) if concept else None

    def _retention_node(self, node: Raw) -> Retention:
        return Retention(
            concept=_concept(node, "concept"),
            duration=_string(node, "hasDuration"),
            event=_string(node, "event"),
            span=_span(node),
            exact=_string(node, "exact") or "",
        )

    def _choice(self, node: Raw) -> Choice:
        return Choice(
            kind=_concept(node, "kind"),
            means=self._nodes(node, "means", self._mention),
            scope=_concepts(node, "scope"),
            evidence=self._all_evidence(node),
        )

    def _practice(self, node: Raw) -> tuple[float, Practice]:
        mentions = {field: self._mentions(node, ours, dpv) for field, dpv, ours in MENTION_TERMS}
        practice = Practice(
            processing=_concepts(node, "hasProcessing"),
            assertion=Assertion.DENIED if "DeniedProcess" in _types(node) else Assertion.STATED,
            modality=_choice_of(node, "modality", Modality) or Modality.DOES,
            party=_choice_of(node, "party", Party) or Party.FIRST_PARTY,
            retention=self._retention(node),
            choices=self._nodes(node, "choice", self._choice),
            identifiability=_choice_of(node, "identifiability", Identifiability),
            condition=_string(node, "condition"),
            audiences=_concepts(node, "hasDataSubject"),
            evidence=self._all_evidence(node),
            description=_string(node, "description"),
            confidence=_confidence(node),
            **mentions,
        )
        return _position(node), practice

    def practices(self, root: Raw) -> tuple[Practice, ...]:
        found: list[tuple[float, Practice]] = []
        for term, denied in (("hasProcess", False), ("deniesProcess", True)):
            for value in self._nodes(root, term, self._practice):
                if value[1].is_denied is not denied:
                    raise Misfit("a denied process must be a DeniedProcess and hang on deniesProcess", term)
                found.append(value)
        return tuple(practice for _, practice in sorted(found, key=lambda pair: pair[0]))

    def _provision(self, node: Raw) -> tuple[float, Provision]:
        provision = Provision(
            concept=_concept(node, "concept"),
            assertion=Assertion.DENIED if "DeniedProvision" in _types(node) else Assertion.STATED,
            value=_string(node, "value"),
            honoured=_choice_of(node, "response", Honoured),
            means=self._nodes(node, "means", self._mention),
            scope=_concepts(node, "scope"),
            evidence=self._all_evidence(node),
            confidence=_confidence(node),
        )
        return _position(node), provision

    def provisions(self, root: Raw, group: str) -> tuple[Provision, ...]:
        stated, denied = (self._nodes(root, term, self._provision) for term in PROVISION_TERMS[group])
        if any(p.assertion is not Assertion.DENIED for _, p in denied):
            raise Misfit("expected a DeniedProvision", PROVISION_TERMS[group][1])
        if any(p.assertion is Assertion.DENIED for _, p in stated):
            raise Misfit("a DeniedProvision hangs on the denying term", PROVISION_TERMS[group][0])
        found = [p for _, p in sorted((*stated, *denied), key=lambda pair: pair[0])]
        if group in DPV_TERMS:
            known = {p.concept for p in found}
            found += [Provision(concept=c) for c in _concepts(root, DPV_TERMS[group]) if c not in known]
        return tuple(found)

    def _contact(self, node: Raw) -> Contact:
        kind, value = _choice_of(node, "contactKind", ContactKind), _string(node, "value")
        if kind is None or value is None:
            raise Misfit("expected contactKind and value", "contactKind")
        return Contact(kind=kind, value=value, is_officer=_truth(node, "isOfficer"), evidence=self._all_evidence(node))

    def _part(self, node: Raw) -> tuple[str, str]:
        reference, value = _string(node, "reference"), _string(node, "value")
        if reference is None or value is None:
            raise Misfit("expected reference and value", "reference")
        return reference, value

    def _controller(self, node: Raw) -> Controller:
        return Controller(
            name=_string(node, "hasName"),
            contacts=self._nodes(node, "hasContact", self._contact),
            parts=self._nodes(node, "entityPart", self._part),
            evidence=self._all_evidence(node),
        )

    def controller(self, root: Raw) -> Controller | None:
        found = self._nodes(root, "hasDataController", self._controller)
        return found[0] if found else None

    def _dispute(self, node: Raw) -> Dispute:
        return Dispute(
            concept=_concept(node, "concept"),
            service=_string(node, "service"),
            description=_string(node, "description"),
            verification=_string(node, "verification"),
            remedies=_concepts(node, "remedy"),
            evidence=self._all_evidence(node),
        )

    def policy(self, root: Raw, content: bytes, source: str) -> Policy:
        return Policy(
            source=_string(root, "source") or source,
            sha256=_string(root, "sha256") or hashlib.sha256(content).hexdigest(),
            language=_string(root, "language") or "und",
            title=_string(root, "title"),
            site=_string(root, "site"),
            issued=_string(root, "issued"),
            modified=_string(root, "modified"),
            policy_url=_string(root, "policyUrl"),
            choice_url=_string(root, "choiceUrl"),
            expires=_string(root, "expires"),
            is_test=_truth(root, "isTest"),
            controller=self.controller(root),
            practices=self.practices(root),
            access=_optional_concept(root, "access"),
            disputes=self._nodes(root, "dispute", self._dispute),
            **{group: self.provisions(root, group) for group in PROVISION_TERMS},
        )


def policy_from(root: Raw, *, content: bytes, source: str) -> Policy:
    """Return the policy that a node describes.

    Args:
        root: Node of the policy, its keys the terms of our context, its IRIs full or CURIEs.
        content: The file, whose hash stands in where the node has none.
        source: Path or URL of the file, for messages, and where the node names no source.

    Raises:
        InputError: A value does not fit its term; the message says which, and where.
    """
    try:
        return _Reader().policy(root, content, source)
    except Misfit as misfit:
        pointer = "/".join(reversed(misfit.path))
        raise InputError(f"{pointer}: {misfit.message}", source=source) from misfit
