"""Practices: what the decided statements of a clause say is done, or not done, with data."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from policyglot.extract.acts import CONDITION, FIRST_PARTY, Act, Form, Region, Who, negation_places, region_at
from policyglot.extract.choices import OPTING_OUT, choice_kind, choice_means
from policyglot.extract.decide import OPT_OUT, SELL
from policyglot.extract.lexicon import Match
from policyglot.extract.parties import find_companies
from policyglot.extract.reading import DENIALS, Reading
from policyglot.extract.retention import find_retentions
from policyglot.extract.scope import Scope, clause_evidence, mentions
from policyglot.model import (
    Assertion,
    Choice,
    Identifiability,
    Mention,
    Modality,
    Party,
    Practice,
    Retention,
    Span,
)
from policyglot.vocabulary import iri

COLLECT, USE, SHARE, STORE = iri("dpv:Collect"), iri("dpv:Use"), iri("dpv:Share"), iri("dpv:Store")
AGGREGATED = iri("pg:AggregatedData")
PSEUDONYMOUS = iri("dpv:PseudonymisedData")
DENIES = iri("pg:denies")
TRACKING = (iri("pg:CookieIdentifier"), iri("pg:WebBeacon"))
THIRD_PARTY = iri("dpv:ThirdParty")
THIRD_PARTY_SOURCE = iri("dpv:ThirdPartyDataSource")
PERSONAL_DATA = iri("dpv:PersonalData")
# Processing IRI that stands for each label where no act of the clause names a narrower one.
_DEFAULT = {"collect": COLLECT, "use": USE, "share": SHARE, "sell": SELL}
_ORDER = ("collect", "use", "share", "sell")


class PracticeBuilder:
    """Builds the practices of one clause from its decided labels.

    Args:
        scope: The document and the vocabulary.
        reading: What was found in the clause.
        labels: Decided labels with their confidence.
        audiences: IRIs of the people that the section is limited to.
    """

    def __init__(
        self, scope: Scope, reading: Reading, *, labels: Mapping[str, float], audiences: tuple[str, ...]
    ) -> None:
        self._scope = scope
        self._reading = reading
        self._labels = labels
        self._audiences = audiences
        self._evidence = (clause_evidence(scope, reading.clause),)
        self._is_mixed = bool({"no-collect", "no-use", "no-share"} & set(labels)) and bool(
            {"collect", "use", "share"} & set(labels)
        )

    def build(self) -> list[Practice]:
        """Return the practices, handling first, then disclosure, then retention."""
        practices: list[Practice] = []
        for denied in (False, True):
            prefix = "no-" if denied else ""
            handling = [op for op in ("collect", "use") if prefix + op in self._labels]
            disclosure = [op for op in ("share", "sell") if prefix + op in self._labels]
            if handling:
                practices.append(self._handling(handling, denied=denied))
            if disclosure:
                practices.append(self._disclosure(disclosure, denied=denied))
        if "retention" in self._labels:
            practices += self._retention()
        return practices

    def _regions(self, *, denied: bool) -> list[int]:
        """Return the regions whose polarity is the one asked for."""
        reading = self._reading
        any_denied = any(a.denied for a in reading.acts)
        chosen = []
        for number, region in enumerate(reading.regions):
            acts = [a for a in reading.acts if a.region == number]
            polarity = any(a.denied for a in acts) if acts else self._denies(region, otherwise=any_denied)
            if polarity == denied:
                chosen.append(number)
        return chosen or list(range(len(reading.regions)))

    def _aside(self) -> list[int]:
        """Return the later regions that have no verb and deny what they name: "…, but not your name"."""
        verbal = {act.region for act in self._reading.acts}
        return [
            number
            for number, region in enumerate(self._reading.regions)
            if number and number not in verbal and self._denies(region, otherwise=False)
        ]

    def _denies(self, region: Region, *, otherwise: bool) -> bool:
        """Say whether a region without a verb denies: by a negation of its own ("but not your name") or as the rest."""
        own = any(region.first <= place < region.last for place in negation_places(self._reading.matches))
        return own or (otherwise and not region.is_exception)

    def _found(self, scheme: str, *, denied: bool) -> list[Match]:
        """Return the matches of a scheme that belong to one polarity, else those of the lead-in."""
        reading = self._reading
        found = reading.of(scheme)
        if self._is_mixed or denied:
            regions = self._regions(denied=denied)
            if scheme == "data-categories" and all(reading.regions[r].is_exception for r in regions):
                # "We do not share your name except with …": the exception is about the same data.
                regions = [r for r in range(len(reading.regions)) if r not in regions] or regions
            found = [m for m in found if reading.region_of(m) in regions]
        elif aside := self._aside():
            found = [m for m in found if reading.region_of(m) not in aside]
        if not found and reading.lead_in is not None:
            found = reading.lead_in.of(scheme)
        return found

    def _acts(self, operations: Collection[str], *, denied: bool) -> list[Act]:
        own = [a for a in self._reading.acts if a.operation in operations and a.denied == denied]
        if not own and self._reading.lead_in is not None:
            own = [a for a in self._reading.lead_in.acts if a.operation in operations and a.denied == denied]
        return own

    def _modality(self, acts: Sequence[Act]) -> Modality:
        return Modality.MAY if any(a.modality is Modality.MAY for a in acts) else Modality.DOES

    def _handling(self, operations: list[str], *, denied: bool) -> Practice:
        acts = [a for a in self._acts(operations, denied=denied) if a.who is not Who.SECOND]
        purposes = self._found("purposes", denied=denied) if "use" in operations else []
        if denied:
            purposes = [*purposes, *self._denied_purposes()]
        prefix = "no-" if denied else ""
        sources = self._sources() if "source" in self._labels and not denied else ()
        data = mentions(self._scope, self._found("data-categories", denied=denied))
        third = bool(acts) and all(a.who is Who.THIRD for a in acts)
        return Practice(
            processing=tuple(_processing(operations, acts)),
            assertion=Assertion.DENIED if denied else Assertion.STATED,
            modality=self._modality(acts),
            party=Party.RECIPIENT if third else Party.FIRST_PARTY,
            data=data,
            purposes=mentions(self._scope, purposes),
            choices=self._choices(),
            legal_bases=mentions(self._scope, self._reading.of("legal-bases")),
            data_sources=sources,
            identifiability=self._identifiability(data),
            condition=self._condition(denied=denied),
            audiences=self._audiences,
            evidence=self._evidence,
            confidence=max(self._labels[prefix + op] for op in operations),
        )

    def _denied_purposes(self) -> list[Match]:
        """Return the purposes that are denied by a phrase of their own."""
        concepts = self._scope.vocabulary.concepts
        return [m._replace(concept=concepts[m.concept].properties[DENIES][0]) for m in self._reading.of(DENIALS)]

    def _disclosure(self, operations: list[str], *, denied: bool) -> Practice:
        prefix = "no-" if denied else ""
        acts = self._acts(operations, denied=denied)
        found = self._found("data-categories", denied=denied)
        collectors = [
            a
            for a in self._acts(("collect", "use"), denied=denied)
            if a.who is Who.THIRD and (a.operation == "collect" or self._is_tracking(found))
        ]
        on_site = bool(collectors) and not acts
        processing = _processing(["collect"], collectors) if on_site else _processing(operations, acts)
        data = mentions(self._scope, found)
        return Practice(
            processing=tuple(processing),
            assertion=Assertion.DENIED if denied else Assertion.STATED,
            modality=self._modality(acts or collectors),
            party=Party.THIRD_PARTY if on_site else Party.FIRST_PARTY,
            data=data,
            purposes=mentions(self._scope, self._found("purposes", denied=denied)),
            recipients=self._recipients(denied=denied),
            choices=self._choices(),
            legal_bases=mentions(self._scope, self._reading.of("legal-bases")),
            identifiability=self._identifiability(data),
            condition=self._condition(denied=denied),
            audiences=self._audiences,
            evidence=self._evidence,
            confidence=max(self._labels[prefix + op] for op in operations),
        )

    def _is_tracking(self, data: Sequence[Match]) -> bool:
        """Say whether the data are cookies and beacons alone: who uses them on a site collects there."""
        is_a = self._scope.vocabulary.is_a
        return bool(data) and all(any(is_a(m.concept, device) for device in TRACKING) for m in data)

    def _recipients(self, *, denied: bool) -> tuple[Mention, ...]:
        named = list(mentions(self._scope, self._found("recipients", denied=denied)))
        clause = self._reading.clause
        regions = self._regions(denied=denied) if self._is_mixed or denied else None
        for span in find_companies(clause, controller=self._scope.controller):
            inside = any(m.span is not None and m.span.overlaps(span) for m in named)
            if inside or (regions is not None and self._region_at(span) not in regions):
                continue
            words = span.of(self._scope.document.text)
            named.append(Mention(concept=THIRD_PARTY, span=span, exact=words, name=words))
        return tuple(sorted(named, key=lambda m: m.span or Span(0, 0)))

    def _region_at(self, span: Span) -> int:
        starts = self._reading.tokens.starts
        token = next((i for i, start in enumerate(starts) if start >= span.start), len(starts) - 1)
        return region_at(self._reading.regions, token)

    def _sources(self) -> tuple[Mention, ...]:
        named = self._reading.of("data-sources")
        if not named:
            named = [m._replace(concept=THIRD_PARTY_SOURCE) for m in self._reading.of("recipients")]
        if not named and self._reading.lead_in is not None:
            named = self._reading.lead_in.of("data-sources")
        return mentions(self._scope, named)

    def _choices(self) -> tuple[Choice, ...]:
        """Return the opt-in or opt-out that the clause makes a condition of its practices."""
        if "choice" not in self._labels:
            return ()
        kind = choice_kind(self._reading)
        if kind == OPTING_OUT and not self._reading.has(OPT_OUT) and not self._reading.of("choices"):
            return ()
        return (Choice(kind=kind, means=choice_means(self._scope, self._reading), evidence=self._evidence),)

    def _identifiability(self, data: Sequence[Mention]) -> Identifiability | None:
        if not data:
            return None
        vocabulary = self._scope.vocabulary
        if all(vocabulary.is_a(m.concept, AGGREGATED) for m in data):
            return Identifiability.AGGREGATED
        if all(vocabulary.is_a(m.concept, PSEUDONYMOUS) for m in data):
            return Identifiability.PSEUDONYMOUS
        return None

    def _condition(self, *, denied: bool) -> str | None:
        reading = self._reading
        if denied:
            exception = next((r for r in reading.regions if r.is_exception), None)
            if exception is not None:
                return self._words(exception.first, exception.last)
        cue = next((m for m in reading.matches if m.concept == CONDITION), None)
        if cue is None:
            return None
        keys = reading.tokens.keys
        stop = next((i for i in range(cue.last, len(keys)) if keys[i] in (",", ";", ".")), len(keys))
        return self._words(cue.first, min(stop, self._main_clause(cue.last)))

    def _main_clause(self, after: int) -> int:
        """Return where a statement of the organisation's begins after a condition: "when you register we …"."""
        reading = self._reading
        verb = next((a.at for a in reading.acts if a.who is Who.FIRST and a.form is Form.MAIN and a.at > after), None)
        subjects = [m.first for m in reading.matches if m.concept == FIRST_PARTY and verb and after < m.last <= verb]
        return subjects[-1] if subjects and subjects[-1] > after else len(reading.tokens)

    def _words(self, first: int, last: int) -> str | None:
        tokens = self._reading.tokens
        while last > first and not tokens.words[last - 1][:1].isalnum() and tokens.keys[last - 1] != ")":
            last -= 1
        return self._scope.document.text[tokens.starts[first] : tokens.ends[last - 1]] if last > first else None

    def _retention(self) -> list[Practice]:
        reading, clause = self._reading, self._reading.clause
        retentions: tuple[Retention | None, ...] = find_retentions(
            clause.text,
            offset=clause.span.start,
            tokens=reading.tokens,
            matches=reading.matches,
            vocabulary=self._scope.vocabulary,
        )
        data = mentions(self._scope, reading.of("data-categories"))
        return [
            Practice(
                processing=(STORE,),
                data=data,
                retention=retention,
                condition=None,
                audiences=self._audiences,
                evidence=self._evidence,
                confidence=self._labels["retention"],
            )
            for retention in retentions or (None,)
        ]


def _processing(operations: Sequence[str], acts: Sequence[Act]) -> list[str]:
    """Return the processing IRIs of the acts of each operation, in the model's order."""
    found: list[str] = []
    for operation in _ORDER:
        if operation not in operations:
            continue
        named = [a.concept for a in acts if a.operation == operation and a.concept != SELL]
        found += [_DEFAULT["sell"]] if operation == "sell" else (named or [_DEFAULT[operation]])
    return list(dict.fromkeys(found))
