"""What `generate` prints: what was found in a policy, and what stays open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from policyglot.cli.sources import STANDARD_INPUT
from policyglot.findings import Severity
from policyglot.model import ContactKind, Mention, Policy, Practice, Provision
from policyglot.vocabulary import curie, load_vocabulary

if TYPE_CHECKING:
    from policyglot.generation import Generated

# How many findings and names are shown before "and N more": findings.json has them all.
_SHOWN_FINDINGS = 5
_SHOWN_NAMES = 24
# What a choice is, where its means are listed.
_KINDS = ("dpv:OptingInToProcess", "dpv:OptingOutFromProcess")

# An ISO 8601 duration of years, months, weeks, days and hours, all of them whole.
PLAIN_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(\d+)H)?")
_UNITS = ("year", "month", "week", "day", "hour")


def summary_of(made: Generated, *, source: str) -> Iterator[tuple[str, str]]:
    """Yield the lines of the summary as name and value; empty values say nothing."""
    policy = made.policy
    yield "controller", _controller(policy)
    yield "date", policy.issued or policy.modified or ""
    yield "practices", f"{len(policy.stated)} stated, {len(policy.denied)} denied"
    yield "corrections", _corrections(made)
    yield "left out", f"{made.dropped} statements less certain than asked for" if made.dropped else ""
    yield "stated", _by_kind(policy.stated)
    yield "denied", _denials(policy.denied)
    yield "data", _names(m for p in policy.stated for m in p.data)
    yield "purposes", _purposes(policy)
    yield "recipients", _names(m for p in policy.stated for m in p.recipients)
    yield "retention", _retention(policy)
    for group in ("rights", "measures", "transfers", "signals", "notices", "audiences", "decisions"):
        yield group, _provisions(getattr(policy, group))
    yield "written", ", ".join(made.files)
    yield "findings", _counts(made)
    yield from _worst(made)
    yield from _unused_answers(made)
    yield from _unapplied(made)
    yield "open", _open(made, source=source)


def _corrections(made: Generated) -> str:
    """What became of a corrections file: "12 applied (9 accept, 3 reject), 1 not applied, 30 undecided"."""
    corrected = made.corrected
    if corrected is None:
        return ""
    counts = Counter(decision.verdict.value for decision in corrected.applied)
    kinds = ", ".join(f"{n} {verdict}" for verdict, n in counts.items())
    refused = len({id(each.decision) for each in corrected.unapplied})
    parts = [f"{len(corrected.applied)} applied ({kinds})" if kinds else "none applied"]
    parts += [f"{refused} not applied"] if refused else []
    parts += [f"{corrected.undecided} undecided"] if corrected.undecided else []
    return ", ".join(parts)


def label(concept: str) -> str:
    """Return the preferred label of a concept, or its CURIE where the vocabulary lacks it."""
    known = load_vocabulary().concepts.get(concept)
    return known.label if known else curie(concept)


def _list(names: Iterable[str]) -> str:
    found = list(dict.fromkeys(names))
    more = len(found) - _SHOWN_NAMES
    return ", ".join(found[:_SHOWN_NAMES]) + (f" and {more} more" if more > 0 else "")


def _few(names: Iterable[str], *, most: int = 3) -> str:
    """The first names, for a place where all of them would hide what is said."""
    found = list(dict.fromkeys(names))
    return " and ".join(found[:most]) + (" and more" if len(found) > most else "")


def _controller(policy: Policy) -> str:
    controller = policy.controller
    if controller is None:
        return "not named"
    contacts = _list(contact.value for contact in controller.contacts if contact.kind is not ContactKind.POINTER)
    name = controller.name or "not named"
    return f"{name} ({contacts})" if contacts else name


def _by_kind(practices: Iterable[Practice]) -> str:
    counts = Counter(concept for practice in practices for concept in practice.processing)
    return ", ".join(f"{label(concept)} {n}" for concept, n in counts.most_common())


def _denials(practices: Iterable[Practice]) -> str:
    return _list(_denial(practice) for practice in practices)


def _denial(practice: Practice) -> str:
    """What is not done, in as few words: "share telephone number with advertisers"."""
    act = "/".join(label(concept) for concept in practice.processing)
    data = _few(label(m.concept) for m in practice.data)
    purposes = _few(label(m.concept) for m in practice.purposes)
    recipients = _few(_named(m) for m in practice.recipients)
    return " ".join(
        part
        for part in (act, data, f"for {purposes}" if purposes else "", f"with {recipients}" if recipients else "")
        if part
    )


def _named(mention: Mention) -> str:
    return mention.name or label(mention.concept)


def _names(mentions: Iterable[Mention]) -> str:
    return _list(_named(mention) for mention in mentions)


def _purposes(policy: Policy) -> str:
    """Every purpose, with the ways to refuse or allow it: "marketing (opt-out: link, e-mail)"."""
    choices: dict[str, dict[str, dict[str, None]]] = {}
    for practice in policy.stated:
        for purpose in practice.purposes:
            said = choices.setdefault(label(purpose.concept), {})
            for choice in practice.choices:
                if not choice.scope or purpose.concept in choice.scope:
                    means = (label(mention.concept) for mention in choice.means if curie(mention.concept) not in _KINDS)
                    said.setdefault(label(choice.kind), {}).update(dict.fromkeys(means))
    return _list(
        f"{name} ({'; '.join(_choice(kind, means) for kind, means in said.items())})" if said else name
        for name, said in choices.items()
    )


def _choice(kind: str, means: Iterable[str]) -> str:
    named = _few(means)
    return f"{kind}: {named}" if named else kind


def _retention(policy: Policy) -> str:
    kept = (p.retention for p in policy.stated if p.retention is not None)
    return _list(_period(r.duration) if r.duration else _until(r.event) or label(r.concept) for r in kept)


def _until(event: str | None) -> str:
    """The event as the policy words it, after "until" where it has no such word itself."""
    words = " ".join((event or "").split())
    return words if not words or words.lower().startswith(("until", "when", "as long as")) else f"until {words}"


def _period(duration: str) -> str:
    """An ISO 8601 duration in words, "P2Y6M" as "2 years 6 months"; as it is where it is no plain one."""
    found = PLAIN_DURATION.fullmatch(duration)
    if found is None:
        return duration
    parts = ((int(n), unit) for n, unit in zip(found.groups(), _UNITS, strict=True) if n)
    return " ".join(f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in parts) or duration


def _provisions(provisions: Iterable[Provision]) -> str:
    return _list(_provision(provision) for provision in provisions)


def _provision(provision: Provision) -> str:
    said = label(provision.concept)
    if provision.value:
        said += f" ({provision.value})"
    if provision.honoured:
        said += f": {provision.honoured.value}"
    return f"no {said}" if provision.assertion.value == "denied" else said


def _counts(made: Generated) -> str:
    counts = Counter(finding.severity for finding in made.findings)
    return ", ".join(f"{counts[s]} {s.value}{'s' if counts[s] > 1 else ''}" for s in Severity if counts[s])


def _worst(made: Generated) -> Iterator[tuple[str, str]]:
    serious = [finding for finding in made.findings if finding.severity is Severity.ERROR]
    for finding in serious[:_SHOWN_FINDINGS]:
        hint = f"; {finding.hint}" if finding.hint else ""
        yield "error", f"{finding.rule} {finding.message}{hint}"
    if len(serious) > _SHOWN_FINDINGS:
        yield "", f"and {len(serious) - _SHOWN_FINDINGS} more errors in findings.json"


def _unused_answers(made: Generated) -> Iterator[tuple[str, str]]:
    """Keys of the answers file that nobody asks for: the answer is lost, so it is said at once."""
    for finding in made.findings:
        if finding.rule == "answers/unknown-key":
            yield "answers", f"{finding.message}; {finding.hint}"


def _unapplied(made: Generated) -> Iterator[tuple[str, str]]:
    """Decisions that were not applied: what somebody decided is not in the files, so it is said at once."""
    said = [finding for finding in made.findings if finding.rule.startswith("PG31")]
    for finding in said[:_SHOWN_FINDINGS]:
        place = finding.location
        at = f"{place.source}:{place.line}: " if place.line else ""
        yield "not applied", f"{at}{finding.rule} {finding.message}; {finding.hint}"
    if len(said) > _SHOWN_FINDINGS:
        yield "", f"and {len(said) - _SHOWN_FINDINGS} more in findings.json"


def _open(made: Generated, *, source: str) -> str:
    if not made.questions:
        return ""
    asked = [f"{question.key}{' (needed)' if question.is_required else ''}" for question in made.questions]
    file = source if source != STANDARD_INPUT else "FILE"
    return f"{', '.join(asked)}: `policyglot answers {file} -o answers.toml`, fill it in, generate with --answers"
