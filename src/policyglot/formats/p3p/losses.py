"""What P3P loses or assumes of a policy: the findings of the family PG4xx.

`assess` says what `plan_policy` had to assume, and what of the policy no P3P file can hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policyglot.findings import Finding, Location, Severity
from policyglot.formats.p3p.mapping import is_without_category
from policyglot.formats.p3p.plan import Assumption
from policyglot.formats.p3p.planning import plan_policy
from policyglot.formats.p3p.terms import PURPOSES, RECIPIENTS, RETENTIONS, by_iri
from policyglot.model import Evidence, Modality, Policy, Practice
from policyglot.vocabulary import load_vocabulary

# Rules whose findings are errors: what they speak of makes the file a draft.
_ERRORS = frozenset({"PG401"})
_WARNINGS = frozenset({"PG402", "PG403", "PG404", "PG405", "PG406", "PG407"})


def assess(policy: Policy) -> tuple[Finding, ...]:
    """Say what a P3P policy made from `policy` assumes, and what it loses.

    Args:
        policy: Any policy.

    Returns:
        Findings PG401 to PG407 for what P3P demands and the policy does not say, PG410 to PG419
        for what the policy says and P3P cannot; errors where the file is a draft for it.

    >>> from policyglot.model import Policy
    >>> [f.rule for f in assess(Policy(source="a", sha256="0" * 64))][:2]
    ['PG401', 'PG401']
    """
    return (*(_assumed(a, policy) for a in plan_policy(policy).assumptions), *_losses(policy))


def _assumed(assumption: Assumption, policy: Policy) -> Finding:
    severity = Severity.NOTE
    if assumption.rule in _ERRORS:
        severity = Severity.ERROR
    elif assumption.rule in _WARNINGS:
        severity = Severity.WARNING
    return Finding(
        rule=assumption.rule,
        severity=severity,
        message=assumption.message,
        location=Location(source=policy.source),
        hint=assumption.hint,
    )


def _losses(policy: Policy) -> Iterator[Finding]:
    for practice in policy.denied:
        yield _lost(policy, "PG410", f"P3P cannot say that this is not done: {_summary(practice)}", practice.evidence)
    stated = policy.stated
    for rule, what, practices in (
        ("PG411", "a legal basis", [p for p in stated if p.legal_bases]),
        ("PG412", "a condition", [p for p in stated if p.condition]),
        ("PG413", "that something only may be done", [p for p in stated if p.modality is Modality.MAY]),
        ("PG414", "whom a practice is limited to", [p for p in stated if p.audiences]),
        ("PG415", "where data come from", [p for p in stated if p.data_sources]),
        ("PG416", "a period of retention", [p for p in stated if p.retention and p.retention.duration]),
        ("PG417", "the name of a recipient", [p for p in stated if _has_lost_names(p)]),
    ):
        if practices:
            count = f"{len(practices)} practice{'s' if len(practices) > 1 else ''}"
            yield _lost(policy, rule, f"P3P cannot say {what}, which the policy does of {count}", practices[0].evidence)
    unsaid = {m.concept for p in stated for m in p.data if not m.reference and is_without_category(m.concept)}
    if unsaid:
        labels = sorted(load_vocabulary()[c].label for c in unsaid)
        yield _lost(policy, "PG419", f"P3P has no category for {', '.join(labels)}", stated[0].evidence)
    for what, said in (
        ("rights other than access", policy.rights),
        ("security measures", policy.measures),
        ("how changes are announced", policy.notices),
        ("what happens to a signal such as Do Not Track", policy.signals),
        ("transfers to other countries", policy.transfers),
        ("legal bases", policy.legal_bases),
        ("automated decisions", policy.decisions),
    ):
        if said:
            yield _lost(policy, "PG418", f"P3P cannot say {what}, which the policy does", said[0].evidence)


def _has_lost_names(practice: Practice) -> bool:
    """Say whether recipients are named; those of a P3P file keep their name in recipient-description."""
    return any(m.name and m.concept not in by_iri() for m in practice.recipients)


def _summary(practice: Practice) -> str:
    concepts = load_vocabulary().concepts
    labels = [
        concepts[c].label
        for c in (
            *practice.processing,
            *(m.concept for m in practice.data),
            *(m.concept for m in (*practice.purposes, *practice.recipients)),
        )
        if c in concepts and concepts[c].scheme not in (PURPOSES, RECIPIENTS, RETENTIONS)
    ]
    return ", ".join(dict.fromkeys(labels)) or "a practice"


def _lost(policy: Policy, rule: str, message: str, evidence: Sequence[Evidence]) -> Finding:
    first = evidence[0] if evidence else Evidence()
    return Finding(
        rule=rule,
        severity=Severity.NOTE,
        message=message,
        location=Location(
            source=first.source or policy.source,
            line=first.line,
            pointer=first.pointer,
            span=(first.span.start, first.span.end) if first.span else None,
        ),
        hint="the JSON-LD and Turtle files say it",
    )
