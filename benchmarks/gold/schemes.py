"""What a policy says inside a unit, in the terms of each annotation scheme."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from benchmarks.gold.crosswalk import Crosswalk
from benchmarks.gold.evidence import Stated, in_span
from benchmarks.gold.operations import Prediction, is_only_storage, operations
from benchmarks.gold.opp115 import segment_prediction
from benchmarks.gold.phrases import noun_phrase

from policyglot.model import ContactKind, Mention, Party, Practice, Span
from policyglot.train.documents import Unit

GROUP_LABEL = {
    "choices": "choice",
    "measures": "security",
    "notices": "change",
    "signals": "dnt",
    "transfers": "transfer",
    "legal_bases": "legal-basis",
    "decisions": "automated",
}

# -- clauses ---------------------------------------------------------------------------------------


def _practice_labels(practice: Practice, stated: Stated, crosswalk: Crosswalk) -> set[str]:
    labels = operations("clauses", practice, crosswalk)
    keeps = stated.keeps(practice)
    if keeps and is_only_storage(practice):
        labels = set()
    if practice.party is Party.THIRD_PARTY and labels & {"collect", "use"}:
        labels = labels - {"collect"} | {"share"}
    if "sell" in labels:
        labels.add("share")
    if practice.is_denied:
        labels = {"no-" + label for label in labels}
    if keeps:
        labels.add("retention")
    if any(stated.choices(practice)):
        labels.add("choice")
    if any(stated.mentions(practice.legal_bases)):
        labels.add("legal-basis")
    if any(stated.mentions(practice.data_sources)):
        labels.add("source")
    return labels


def _provision_labels(stated: Stated, crosswalk: Crosswalk) -> Iterator[tuple[str, float]]:
    for group, provision in stated.provisions:
        labels: tuple[str, ...] = ()
        if group in GROUP_LABEL:
            labels = (GROUP_LABEL[group],)
        elif group in {"rights", "audiences"}:
            labels = crosswalk.values("clauses", group.rstrip("s"), provision.concept)
        yield from ((label, provision.confidence) for label in labels)


def _entity_labels(stated: Stated) -> Iterator[str]:
    """Yield the labels of what has no confidence of its own."""
    named = stated.controller
    # A mere name is where the policy mentions its publisher; a clause is where it says who that is.
    if named and in_span((e for e in named.evidence if e.exact != named.name), stated.span):
        yield "controller"
    if stated.contacts:
        yield "contact"
    if stated.is_dispute:
        yield "complain"


def _words(unit: Unit, span: Span) -> str:
    """Return the gold file's own words at a span of the document that lies in the unit."""
    start = unit.span.start
    return unit.text.lstrip()[max(0, span.start - start) : max(0, span.end - start)]


def _spans(unit: Unit, stated: Stated, crosswalk: Crosswalk) -> Iterator[tuple[str, str, str]]:
    def named(kind: str, mentions: Iterator[Mention], sign: str) -> Iterator[tuple[str, str, str]]:
        for mention in mentions:
            key = crosswalk.value("clauses", kind, mention.concept)
            if key and mention.span:
                yield kind + sign, _words(unit, mention.span), key

    for practice in stated.practices:
        sign = "-" if practice.is_denied else ""
        yield from named("data", stated.mentions(practice.data), sign)
        yield from named("purpose", stated.mentions(practice.purposes), sign)
        yield from named("recipient", stated.mentions(practice.recipients), sign)
        if practice.retention and practice.retention.span and stated.keeps(practice):
            key = crosswalk.value("clauses", "retention", practice.retention.concept)
            if key:
                yield "retention", _words(unit, practice.retention.span), key
        for choice in stated.choices(practice):
            yield from _choice_spans(unit, stated, crosswalk, choice.kind, choice.means)
    for provision in stated.group("choices"):
        yield from _choice_spans(unit, stated, crosswalk, provision.concept, provision.means)
    for provision in stated.group("measures"):
        key = crosswalk.value("clauses", "measure", provision.concept)
        spans = [m.span for m in stated.mentions(provision.means)] or [e.span for e in provision.evidence]
        for span in spans:
            if key and span and span.overlaps(unit.span):
                yield "measure", _words(unit, span), key


def _choice_spans(
    unit: Unit, stated: Stated, crosswalk: Crosswalk, kind: str, means: tuple[Mention, ...]
) -> Iterator[tuple[str, str, str]]:
    found = False
    for mention in stated.mentions(means):
        key = crosswalk.value("clauses", "choice", mention.concept)
        if key and mention.span:
            found = True
            yield "choice", _words(unit, mention.span), key
    key = crosswalk.value("clauses", "choice", kind)
    if key and not found:
        yield "choice", unit.text.strip(), key


def clause_prediction(unit: Unit, stated: Stated, crosswalk: Crosswalk) -> Prediction:
    """Return labels and spans of a clause, and how sure the policy is of each label."""
    sure: dict[str, float] = {}
    for label, confidence in _provision_labels(stated, crosswalk):
        sure[label] = max(confidence, sure.get(label, 0.0))
    for practice in stated.practices:
        for label in _practice_labels(practice, stated, crosswalk):
            sure[label] = max(practice.confidence, sure.get(label, 0.0))
    spans = dict.fromkeys(_spans(unit, stated, crosswalk))
    return {
        "id": unit.key,
        "labels": sorted({*sure, *_entity_labels(stated)}),
        "spans": [list(s) for s in spans],
        "confidence": dict(sorted(sure.items())),
    }


# -- GDPR-T200 -------------------------------------------------------------------------------------


def _requirement_spans(unit: Unit, stated: Stated, crosswalk: Crosswalk) -> Iterator[tuple[str, str]]:
    for practice in stated.practices:
        # Of denials, annotators mark only what is not collected.
        if practice.is_denied and "collect" not in operations("clauses", practice, crosswalk):
            continue
        for requirement, mentions in (
            ("Data Categories", practice.data),
            ("Processing Purpose", practice.purposes),
            ("Data Recipients", practice.recipients),
        ):
            for mention in stated.mentions(mentions):
                # "Personal information" alone is no category of data.
                if mention.span and not crosswalk.lists("gdpr200", "unmarked", mention.concept):
                    yield requirement, _quoted(unit, mention.span, requirement)


def _once(spans: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Leave out what a longer quotation of the same requirement repeats: annotators mark a thing once a passage."""
    kept: list[tuple[str, str]] = []
    for requirement, words in sorted(spans, key=lambda span: -len(span[1])):
        if not any(requirement == r and words.lower() in longer.lower() for r, longer in kept):
            kept.append((requirement, words))
    return kept


def _quoted(unit: Unit, span: Span, requirement: str) -> str:
    """Return the words as annotators would quote them: names as whole phrases, purposes as they stand."""
    if requirement == "Processing Purpose":
        return _words(unit, span)
    text, start = unit.text.lstrip(), unit.span.start
    return noun_phrase(text, Span(max(0, span.start - start), max(0, span.end - start))).of(text)


def _practice_requirements(practice: Practice, stated: Stated, crosswalk: Crosswalk) -> Iterator[str]:
    for basis in stated.mentions(practice.legal_bases):
        yield from crosswalk.values("gdpr200", "legal basis", basis.concept)
    if any(stated.mentions(practice.data_sources)):
        yield "Source of Data"
    if practice.retention and stated.keeps(practice):
        yield "Data Retention Period"
    for purpose in stated.mentions(practice.purposes):
        if "share" in operations("clauses", practice, crosswalk):
            yield from crosswalk.values("gdpr200", "purpose of sharing", purpose.concept)


def passage_prediction(unit: Unit, stated: Stated, crosswalk: Crosswalk) -> Prediction:
    """Return the requirements and the quoted words of a GDPR-T200 passage."""
    spans = _once(dict.fromkeys(_requirement_spans(unit, stated, crosswalk)))
    found = {requirement for requirement, _ in spans}
    for practice in stated.practices:
        found |= set(_practice_requirements(practice, stated, crosswalk))
    facets = {
        "rights": "right",
        "legal_bases": "legal basis",
        "choices": "choice",
        "transfers": "transfer",
        "decisions": "decision",
    }
    for group, provision in stated.provisions:
        if group in facets:
            found |= set(crosswalk.values("gdpr200", facets[group], provision.concept))
            for mention in stated.mentions(provision.means):
                found |= set(crosswalk.values("gdpr200", facets[group], mention.concept))
    if stated.controller:
        found.add("Controller Name")
    # "Contact us" points to details that annotators mark where they stand.
    given = [c for c in stated.contacts if c.kind is not ContactKind.POINTER]
    found |= {"DPO Contact" if c.is_officer else "Controller Contact" for c in given}
    return {"passage": unit.key, "requirements": sorted(found), "spans": [list(s) for s in spans]}


SCHEMES: Mapping[str, Callable[[Unit, Stated, Crosswalk], Prediction]] = {
    "opp115": segment_prediction,
    "gdpr200": passage_prediction,
    "clauses": clause_prediction,
}
