"""Decisions: which kinds of statement a clause makes, with a confidence each.

The rules here are the whole decision where no weights are given; with weights they are
features of the classifier, whose probabilities then decide (see `classify`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policyglot.extract.acts import CONDITION, NEGATION, NEGATIVE_OBJECT, SECOND_PARTY, Act, Form, Who
from policyglot.extract.classify import Classifier
from policyglot.extract.features import document_features
from policyglot.extract.listed import listed
from policyglot.extract.parties import EMAIL_ADDRESS, TELEPHONE
from policyglot.extract.reading import DENIALS, Reading, operation_index, statement_index
from policyglot.vocabulary import Vocabulary, iri

OPT_IN = iri("pg:cue-opt-in")
OPT_OUT = iri("pg:cue-opt-out")
CONTACT_US = iri("pg:cue-contact")
CONTROLLER_ROLE = iri("pg:cue-controller")
NOT_A_PRACTICE = iri("pg:cue-not-practice")
SELL = iri("pg:Sell")
CHILD = iri("dpv:Child")
# What a verb's standing in its clause makes of the statement's certainty.
_FORM_CONFIDENCE = {
    Form.MAIN: 0.85,
    Form.PASSIVE: 0.8,
    Form.INFINITIVE: 0.45,
    Form.RELATIVE: 0.4,
    Form.NOMINAL: 0.35,
}
THRESHOLD = 0.5
# How sure a plain statement of sale is, and how many words may stand between its verb and the data.
_SALE_CONFIDENCE = 0.8
_FARTHEST_OBJECT = 4
# What a definition of a term may still state.
_DEFINED = frozenset(["controller", "contact"])
# A definition that names so many data lists what is collected: "Personal Data means your name, address …".
_LISTED_DATA = 3
# Words that deny a purpose whatever else a clause says.
_DENIAL_CONFIDENCE = 0.8
# Schemes of which one named concept makes the clause a statement of one kind.
_BY_SCHEME = {
    "measures": ("security", 0.75),
    "transfers": ("transfer", 0.7),
    "notices": ("change", 0.75),
    "signals": ("dnt", 0.8),
    "legal-bases": ("legal-basis", 0.7),
    "decisions": ("automated", 0.75),
    "retention": ("retention", 0.75),
}


def rule_labels(reading: Reading, vocabulary: Vocabulary) -> dict[str, float]:
    """Return the kinds of statement that the rules see in a clause.

    Returns:
        Label ("collect", "no-share", "security", …) to confidence in 0..1; those below
        THRESHOLD are hints, no statements.
    """
    if _is_silent(reading):
        return {}
    labels = _denials(reading)
    _from_acts(reading, labels)
    _from_lead_in(reading, labels)
    _from_purposes(reading, labels)
    _from_schemes(reading, labels, statement_index(vocabulary))
    _from_contacts(reading, labels)
    if reading.has(NOT_A_PRACTICE):
        labels = {label: confidence * 0.5 for label, confidence in labels.items()}
    return labels


def decide(
    readings: Sequence[Reading], vocabulary: Vocabulary, classifier: Classifier | None
) -> list[dict[str, float]]:
    """Decide which kinds of statement each clause makes.

    Args:
        readings: The clauses of a document, in order.
        vocabulary: The vocabulary.
        classifier: Weights, or None to let the rules decide alone.

    Returns:
        For each clause, the labels that hold, with their confidence in 0..1.
    """
    ruled = [rule_labels(reading, vocabulary) for reading in readings]
    if classifier is None:
        return [{label: c for label, c in labels.items() if c >= THRESHOLD} for labels in ruled]
    operations = operation_index(vocabulary)
    return [
        {}
        if _is_silent(reading)
        else _of_definition(reading, classifier.holding(features))
        if reading.is_definition
        else consistent(reading, affirmed(reading, classifier.holding(features)) | _denials(reading) | sold(reading))
        or listed(reading, operations)
        for reading, features in zip(readings, document_features(readings, ruled), strict=True)
    ]


def _is_silent(reading: Reading) -> bool:
    """Say whether a clause states nothing, being a heading or a question."""
    return reading.is_heading or reading.clause.text.endswith("?")


def _of_definition(reading: Reading, labels: Mapping[str, float]) -> dict[str, float]:
    """Return those labels that the definition of a term can have: who "the Company" is, and which data are meant."""
    lists_data = len(reading.of("data-categories")) >= _LISTED_DATA
    return {label: c for label, c in labels.items() if label in _DEFINED or (lists_data and label == "collect")}


def _denials(reading: Reading) -> dict[str, float]:
    return {"no-use": _DENIAL_CONFIDENCE} if reading.of(DENIALS) else {}


def affirmed(reading: Reading, labels: Mapping[str, float]) -> dict[str, float]:
    """Return labels of which none denies what its clause says of us in plain words, with nothing that denies it.

    Nearly all policies that speak of sale deny it, so that weights take "we sell your data" for a denial. What is
    denied without such words ("your data stay with us") has no verb of ours for it.

    Args:
        reading: The clause.
        labels: Decided labels with their confidence.
    """
    if reading.has(CONDITION) or reading.has(OPT_IN) or _has_negation(reading):
        return dict(labels)
    own = [act for act in reading.acts if act.form is Form.MAIN and act.who is Who.FIRST]
    said = {act.operation for act in own} | {"sell" for act in own if act.concept == SELL}
    found: dict[str, float] = {}
    for label, confidence in labels.items():
        _raise(found, _opposite(label) if label.startswith("no-") and _opposite(label) in said else label, confidence)
    return found


def sold(reading: Reading) -> dict[str, float]:
    """Return the labels of a sale of data that a clause states of us in plain words: "we sell your location data".

    Weights hardly ever saw one: policies that speak of sale deny it. The data have to be the verb's object, so that
    goods are none.

    Args:
        reading: The clause.
    """
    # "If we sell", "the right to know to whom we sell": what may be so.
    if reading.has(CONDITION) or reading.of("rights") or any(topic.scheme == "rights" for topic in reading.topics):
        return {}
    if _has_negation(reading):
        return {}
    for act in reading.acts:
        if act.concept == SELL and act.who is Who.FIRST and act.form is Form.MAIN:
            objects = (m for m in reading.of("data-categories") if 0 < m.first - act.at <= _FARTHEST_OBJECT)
            if not all(_is_broken(reading, act.at + 1, m.first) for m in objects):
                return {"sell": _SALE_CONFIDENCE, "share": _SALE_CONFIDENCE}
    return {}


def _is_broken(reading: Reading, first: int, last: int) -> bool:
    """Say whether punctuation or another act parts a verb from what might be its object."""
    keys = reading.tokens.keys[first:last]
    return any(not key[:1].isalnum() for key in keys) or any(first <= act.at < last for act in reading.acts)


def _has_negation(reading: Reading) -> bool:
    """Say whether anything in a clause, or in the lead-in that it completes, denies."""
    return any(
        any(act.denied for act in part.acts) or part.of(DENIALS) or part.has(NEGATION) or part.has(NEGATIVE_OBJECT)
        for part in (reading, reading.lead_in)
        if part is not None
    )


def consistent(reading: Reading, labels: Mapping[str, float]) -> dict[str, float]:
    """Return labels of which no clause both states and denies the same thing without a turn.

    "We collect names but not ages" does both; where a clause has no such turn, the surer label holds.

    Args:
        reading: The clause.
        labels: Decided labels with their confidence.
    """
    polarities = {act.denied for act in reading.acts}
    if len(polarities) > 1 or len(reading.regions) > 1:
        return dict(labels)
    return {label: c for label, c in labels.items() if c >= labels.get(_opposite(label), 0.0)}


def _opposite(label: str) -> str:
    return label.removeprefix("no-") if label.startswith("no-") else f"no-{label}"


def _raise(labels: dict[str, float], label: str, confidence: float) -> None:
    labels[label] = max(labels.get(label, 0.0), confidence)


def act_labels(act: Act, *, has_object: bool, has_recipient: bool) -> dict[str, float]:
    """Return the labels that one act stands for.

    Args:
        act: The act.
        has_object: Whether its region names data.
        has_recipient: Whether its region names a recipient.
    """
    confidence = _FORM_CONFIDENCE[act.form] * (1.0 if has_object or has_recipient else 0.6)
    label = act.operation
    if act.who is Who.SECOND:
        if act.operation != "share":
            return {}
        label, confidence = "collect", confidence * 0.7
    elif act.who is Who.THIRD and act.operation == "collect":
        label = "share"
    elif act.who is Who.THIRD and act.operation == "use":
        confidence *= 0.9
    name = f"no-{label}" if act.denied else label
    found = {name: confidence}
    if act.concept == SELL and act.who is not Who.SECOND:
        found["no-sell" if act.denied else "sell"] = confidence
    return found


def _from_acts(reading: Reading, labels: dict[str, float]) -> None:
    data = {reading.region_of(m) for m in reading.of("data-categories")}
    recipients = {reading.region_of(m) for m in reading.of("recipients")}
    for act in reading.acts:
        found = act_labels(act, has_object=act.region in data, has_recipient=act.region in recipients)
        for label, confidence in found.items():
            _raise(labels, label, confidence)
    denied = {act.operation for act in reading.acts if act.denied}
    for region in reading.regions:
        if region.is_exception and denied:
            inside = [m for m in reading.of("recipients") if region.first <= m.first < region.last]
            if inside and "share" in denied:
                _raise(labels, "share", 0.6)


def _from_lead_in(reading: Reading, labels: dict[str, float]) -> None:
    if reading.lead_in is None:
        return
    own = any(a.form is Form.MAIN and a.who in (Who.FIRST, Who.THIRD) for a in reading.acts)
    fits = {"collect": "data-categories", "use": "purposes", "share": "recipients"}
    for act in reading.lead_in.acts:
        if act.who is Who.SECOND or act.form in (Form.RELATIVE, Form.NOMINAL):
            continue
        label = "share" if act.who is Who.THIRD and act.operation == "collect" else act.operation
        confidence = 0.8 if reading.of(fits[label]) or reading.of("data-categories") else 0.55
        _raise(labels, f"no-{label}" if act.denied else label, confidence * (0.6 if own else 1.0))


def _from_purposes(reading: Reading, labels: dict[str, float]) -> None:
    if not reading.of("purposes"):
        return
    positive = [a for a in reading.acts if not a.denied and a.who is not Who.SECOND and a.operation != "share"]
    if positive:
        _raise(labels, "use", 0.7)
    elif any(a.denied and a.operation == "use" for a in reading.acts):
        _raise(labels, "no-use", 0.7)
    elif not reading.acts and reading.topics and any(t.scheme == "processing" for t in reading.topics):
        _raise(labels, "use", 0.5)


def _from_schemes(reading: Reading, labels: dict[str, float], index: Mapping[str, str]) -> None:
    for match in reading.matches:
        if match.scheme in _BY_SCHEME:
            label, confidence = _BY_SCHEME[match.scheme]
            _raise(labels, label, confidence)
        elif match.scheme == "rights":
            addressed = reading.has(SECOND_PARTY) or reading.lead_in is not None
            _raise(labels, index.get(match.concept, "access"), 0.75 if addressed else 0.5)
        elif match.scheme == "audiences":
            _raise(labels, index.get(match.concept, "region"), 0.8)
        elif match.scheme == "data-sources" and "collect" in labels:
            _raise(labels, "source", 0.65)
        elif match.scheme == "choices":
            _raise(labels, "choice", 0.65)
    if reading.has(OPT_OUT):
        _raise(labels, "choice", 0.75)
    if reading.has(OPT_IN):
        _raise(labels, "choice", 0.6 if reading.has(CONDITION) else 0.55)


def _from_contacts(reading: Reading, labels: dict[str, float]) -> None:
    text = reading.clause.text
    if reading.has(CONTACT_US):
        _raise(labels, "contact", 0.7)
    elif EMAIL_ADDRESS.search(text):
        _raise(labels, "contact", 0.65)
    elif TELEPHONE.search(text):
        _raise(labels, "contact", 0.45)
    if reading.has(CONTROLLER_ROLE):
        _raise(labels, "controller", 0.75)
