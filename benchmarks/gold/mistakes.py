"""Errors of a prediction file, one by one and counted by kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.gold.predict import PARTS

from policyglot.train.documents import Record, looks_like_heading

FIRST_OR_THIRD = {"First Party Collection/Use", "Third Party Sharing/Collection"}
# Spans of data, purposes and recipients are scored only where the gold clause has one of these.
PRACTICE_LABELS = {
    "collect", "use", "share", "no-collect", "no-use", "no-share", "sell", "no-sell", "retention", "transfer",
}  # fmt: skip
UNSCORED_VALUES = {"Unspecified", "Other"}
UNSCORED_FACETS = {
    "Does/Does Not", "Collection Mode", "Identifiability", "Action Third Party", "Action First-Party", "Other Type",
    "Choice Scope", "Access Scope", "Retention Purpose", "Change Type", "User Choice", "User Type",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing that gold and prediction disagree about.

    Attributes:
        unit: What names the clause, segment or passage.
        kind: "missed", "false", "wrong concept", "wrong polarity", "wrong party" or
            "heading taken for a practice".
        what: The label, fact or concept ("label use", "data email").
        words: The words concerned, or "".
        text: The unit's text.
        gold: Everything that the gold file says of the unit.
        said: Everything that the prediction says of it.
    """

    unit: str
    kind: str
    what: str
    words: str
    text: str
    gold: str
    said: str


def _units(record: Record) -> Iterator[tuple[str, Record]]:
    """Yield the units of a gold or prediction line, each with its name."""
    for part in PARTS.values():
        if part in record:
            yield from ((f"{record['policy']}#{u[part[:-1]]}", u) for u in record[part])
            return
    yield record["id"], record


def _claims(unit: Mapping[str, Any]) -> dict[str, str]:
    """Return what is claimed of a unit: claim to the words that it rests on, or ""."""
    claims = {f"label {label}": "" for label in unit.get("labels", ())}
    claims |= {f"category {c}": "" for c in unit.get("categories", ())}
    for name in ("facts", "denied"):
        for category, attribute, value in unit.get(name, ()):
            if value not in UNSCORED_VALUES and attribute not in UNSCORED_FACETS:
                claims[f"{'fact' if name == 'facts' else 'denial'} {category} | {attribute} | {value}"] = ""
    for requirement, quoted, *_ in unit.get("annotations", ()):
        claims.setdefault(f"requirement {requirement}", quoted)
    for requirement in unit.get("requirements", ()):
        claims[f"requirement {requirement}"] = ""
    for span in unit.get("spans", ()):
        if len(span) == 3:
            claims[f"{span[0]} {span[2]}"] = span[1]
        else:
            claims[f"requirement {span[0]}"] = span[1]
    return claims


def _opposite(claim: str) -> str | None:
    """Return the claim of the other polarity, or None where there is none."""
    kind, _, what = claim.partition(" ")
    if kind == "label":
        return f"label {what[3:]}" if what.startswith("no-") else f"label no-{what}"
    if kind in {"fact", "denial"}:
        return f"{'denial' if kind == 'fact' else 'fact'} {what}"
    if kind.rstrip("-") in {"data", "purpose", "recipient"}:
        return f"{kind[:-1] if kind.endswith('-') else kind + '-'} {what}"
    return None


def _kind(claim: str, *, missed: bool, gold: Mapping[str, str], said: Mapping[str, str], text: str) -> str:
    theirs, others = (gold, said) if missed else (said, gold)
    opposite = _opposite(claim)
    if opposite in others and opposite not in theirs:
        return "wrong polarity"
    sort = claim.partition(" ")[0]
    if theirs[claim] and any(w == theirs[claim] and c.partition(" ")[0] == sort for c, w in others.items()):
        return "wrong concept"
    party = claim.removeprefix("category ")
    rivals = [p for p in FIRST_OR_THIRD if f"category {p}" in others and f"category {p}" not in theirs]
    if party in FIRST_OR_THIRD and rivals:
        return "wrong party"
    if not missed and claim.startswith("label ") and not gold and looks_like_heading(text):
        return "heading taken for a practice"
    return "missed" if missed else "false"


def _is_scored(claim: str, gold: Mapping[str, Any]) -> bool:
    kind = claim.partition(" ")[0].rstrip("-")
    return kind not in {"data", "purpose", "recipient"} or not PRACTICE_LABELS.isdisjoint(gold.get("labels", ()))


def _show(claims: Mapping[str, str]) -> str:
    return "; ".join(f"{claim} = {words!r}" if words else claim for claim, words in sorted(claims.items()))


def mistakes(gold: Sequence[Record], said: Sequence[Record]) -> Iterator[Mistake]:
    """Yield every disagreement between gold records and predictions, in the order of the gold file."""
    answers = {name: unit for record in said for name, unit in _units(record)}
    for record in gold:
        for name, unit in _units(record):
            ours, theirs = _claims(unit), _claims(answers.get(name, {}))
            for claim in [*ours, *theirs]:
                if (claim in ours and claim in theirs) or not _is_scored(claim, unit):
                    continue
                missed = claim in ours
                yield Mistake(
                    unit=name,
                    kind=_kind(claim, missed=missed, gold=ours, said=theirs, text=unit["text"]),
                    what=f"{claim} ({'gold' if missed else 'said'})",
                    words=ours[claim] if missed else theirs[claim],
                    text=unit["text"],
                    gold=_show(ours),
                    said=_show(theirs),
                )


def costliest(found: Sequence[Mistake], limit: int) -> list[tuple[int, str, str, list[str]]]:
    """Count errors by kind and claim.

    Returns:
        (count, kind, claim, most frequent words), the most frequent first.
    """
    counts: Counter[tuple[str, str]] = Counter((m.kind, m.what) for m in found)
    words: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for mistake in found:
        if mistake.words:
            words[mistake.kind, mistake.what][mistake.words.lower()] += 1
    return [
        (count, kind, what, [w for w, _ in words[kind, what].most_common(6)])
        for (kind, what), count in counts.most_common(limit)
    ]
