"""Parties: who publishes the policy, how to reach it, and companies named in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from policyglot.extract.dates import alternatives
from policyglot.model import BlockKind, Clause, Contact, ContactKind, Controller, Document, Evidence, Span
from policyglot.vocabulary import load_vocabulary

# A run of capitalised words, joined by "of", "and", "&" or "the": a proper name, or a heading.
PROPER_NAME = re.compile(
    r"(?:(?<=\s)|(?<=[(\"“‘'])|^)[A-Z][\w&’'.+-]*\w"
    r"(?:,? (?:(?:of|and|&|the|for|de) )?[A-Z][\w&’'+-]*(?:\.(?!\s|$)\w*)*)*"
)
# "Acme Inc. (“Acme”, “we” or “us”)": the parenthesis by which a policy introduces its author.
SELF_DEFINITION = re.compile(
    r"\((?:[^()]{0,90}?)[\"“”‘'*]{0,3}(?:we|us|our|We|Us|Our|the Company|the “Company”)[\"“”’'*]{0,3}(?:[^()]{0,60})\)"
)
# Words between a name and its role as controller.
CONTROLLER_ROLE = re.compile(
    r"(?P<before>[^.;]{2,120}?)\s*,?\s+(?:is|acts as|are|as) (?:the |a |your )?(?:sole )?(?:data )?controller\b"
    r"|\b(?:data )?controller\b[^.;:]{0,90}?\s(?:is|are|shall be|:)\s*:?\s*(?P<after>[^;\n]{2,120})"
)
# "This policy describes how Acme collects …", "Welcome to Acme", "At Acme, we …".
INTRODUCTION = re.compile(
    r"(?:how|by|of|to|at|from|with|operated by|owned by|Welcome to|At|Thank you for (?:visiting|using)|that)\s+"
    r"(?:the )?(?P<name>[A-Z][\w.&’'-]*(?: [A-Z][\w.&’'-]*){0,4})"
)
EMAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# International or national telephone numbers of seven digits or more, grouped as people write them.
TELEPHONE = re.compile(r"(?<![\w/.-])\+?\(?\d{1,4}\)?(?:[ .-]?\(?\d{2,5}\)?){1,4}[ .-]?\d{2,4}(?![\w/-])")
WEB_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\"“”]*[\w/]")
# A line that ends a postal address: a US state with ZIP code, or a code of five digits or like "D02 E2X4" with a town.
POSTAL_END = re.compile(
    r"\b[A-Z]{2},? \d{5}(?:-\d{4})?\b|\b[A-Z]{1,2}\d{1,2}[A-Z]? ?\d[A-Z]{2}\b"
    r"|\b\d{4,5} [A-Z][a-z]+|\b[A-Z]\d\d [A-Z0-9]{4}\b"
)
_TELEPHONE_DIGITS = range(7, 16)


@cache
def legal_form() -> re.Pattern[str]:
    """Return the pattern of the legal form that ends a company's name, with its full stop."""
    return re.compile(rf"\b(?:{alternatives('pg:name-legal-form')})(?!\w)\.?")


@cache
def generic_words() -> frozenset[str]:
    """Return the words that are capitalised in policies without being part of a name."""
    return frozenset(load_vocabulary()["pg:name-generic"].phrases)


def evidence_at(document: Document, span: Span, *, lead_in: Span | None = None) -> Evidence:
    """Return the evidence for a span: its words with up to 32 code points on each side."""
    text = document.text
    return Evidence(
        span=span,
        exact=span.of(text),
        prefix=text[max(0, span.start - 32) : span.start],
        suffix=text[span.end : span.end + 32],
        lead_in=lead_in.of(text) if lead_in else "",
    )


def find_contacts(document: Document, clause: Clause, *, is_officer: bool = False) -> Iterator[Contact]:
    """Yield the e-mail addresses, telephone numbers and web addresses that a clause gives."""
    for kind, pattern in (
        (ContactKind.EMAIL, EMAIL_ADDRESS),
        (ContactKind.TELEPHONE, TELEPHONE),
        (ContactKind.URL, WEB_ADDRESS),
    ):
        for found in pattern.finditer(clause.text):
            value = found.group()
            digits = sum(character.isdigit() for character in value)
            if kind is ContactKind.TELEPHONE and digits not in _TELEPHONE_DIGITS:
                continue
            span = Span(clause.span.start + found.start(), clause.span.start + found.end())
            yield Contact(kind=kind, value=value, is_officer=is_officer, evidence=(evidence_at(document, span),))


def find_postal(document: Document, clauses: Sequence[Clause], at: int) -> Contact | None:
    """Return the postal address that ends in a clause, with the short lines before it, or None."""
    clause = clauses[at]
    found = POSTAL_END.search(clause.text)
    if found is None:
        return None
    first = at
    while first > 0 and at - first < 4 and _is_address_line(clauses[first - 1]):
        first -= 1
    span = Span(clauses[first].span.start, clause.span.start + found.end())
    if first == at:
        colon = clause.text.rfind(":", 0, found.start())
        at_word = max(colon, clause.text.rfind(" at ", 0, found.start()) + 3)
        if at_word > 3:
            span = Span(clause.span.start + at_word + 1, span.end)
    value = ", ".join(line.strip(" ,") for line in span.of(document.text).splitlines() if line.strip(" ,"))
    if len(value) > 220:
        return None
    start = span.start + len(span.of(document.text)) - len(span.of(document.text).lstrip())
    return Contact(
        kind=ContactKind.POSTAL, value=value.strip(), evidence=(evidence_at(document, Span(start, span.end)),)
    )


def _is_address_line(clause: Clause) -> bool:
    text = clause.text
    return (
        len(text) <= 60
        and clause.kind is not BlockKind.HEADING
        and text[:1].isalnum()
        and (text[:1].isupper() or text[:1].isdigit())
        and not text.endswith((".", ":", "?", "!"))
    )


def find_companies(clause: Clause, *, controller: str | None) -> Iterator[Span]:
    """Yield the spans of companies that a clause names with their legal form.

    The author of the policy is left out: it is no recipient of its own data.
    """
    for found in PROPER_NAME.finditer(clause.text):
        end = _with_legal_form(clause.text, found.end())
        name = clause.text[found.start() : end]
        form = next((f for f in legal_form().finditer(name) if f.start() > 0 and f.end() == len(name)), None)
        if form is None or (controller and (controller in name or name in controller)):
            continue
        trimmed = _trimmed(clause.text, found.start(), end)
        if trimmed and trimmed[0] < found.start() + form.start():
            yield Span(clause.span.start + trimmed[0], clause.span.start + trimmed[1])


def find_controller(document: Document, clauses: Sequence[Clause], site: str | None) -> Controller | None:
    """Return who publishes the policy, or None where it names nobody.

    The surest sign wins: a parenthesis that says "we", a clause that names the controller,
    the introduction, then the name that the policy uses most as the one who acts.
    """
    for finder in (_self_defined, _named_controller, _introduced):
        best = finder(document, clauses)
        if best is not None:
            return Controller(name=best.of(document.text), evidence=(evidence_at(document, best),))
    return None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Cut generic words ("Privacy Policy", "The") off both ends of a candidate name."""
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", text[start:end])]

    def is_generic(place: tuple[int, int]) -> bool:
        return text[start + place[0] : start + place[1]].strip("\"“”‘’'.,:()*") in generic_words()

    while words and is_generic(words[0]):
        words.pop(0)
    while words and is_generic(words[-1]):
        words.pop()
    if not words:
        return None
    return start + words[0][0], start + words[-1][1]


def _last_name(clause: Clause, before: int) -> Span | None:
    names = list(PROPER_NAME.finditer(clause.text, 0, before))
    for found in reversed(names[-3:]):
        if before - found.end() > 100:
            continue
        trimmed = _trimmed(clause.text, found.start(), _with_legal_form(clause.text, found.end()))
        if trimmed:
            return Span(clause.span.start + trimmed[0], clause.span.start + trimmed[1])
    return None


def _with_legal_form(text: str, end: int) -> int:
    form = re.compile(r",? ?").match(text, end)
    found = legal_form().match(text, form.end()) if form else None
    return found.end() if found else end


def _self_defined(document: Document, clauses: Sequence[Clause]) -> Span | None:
    for clause in clauses:
        for found in SELF_DEFINITION.finditer(clause.text):
            name = _last_name(clause, found.start())
            if name is not None:
                return name
    return None


def _named_controller(document: Document, clauses: Sequence[Clause]) -> Span | None:
    for clause in clauses:
        found = CONTROLLER_ROLE.search(clause.text)
        if found is None:
            continue
        if found["before"] is not None:
            name = _last_name(clause, found.end("before"))
            if name is not None:
                return name
        elif (first := PROPER_NAME.search(clause.text, found.start("after"))) is not None:
            trimmed = _trimmed(clause.text, first.start(), _with_legal_form(clause.text, first.end()))
            if trimmed:
                return Span(clause.span.start + trimmed[0], clause.span.start + trimmed[1])
    return None


def _introduced(document: Document, clauses: Sequence[Clause]) -> Span | None:
    """Return the first mention of the name that introductions and titles use most."""
    votes: Counter[str] = Counter()
    first: dict[str, Span] = {}
    for clause in clauses:
        for name, span in _candidates(clause):
            votes[name] += 1
            first.setdefault(name, span)
    if not votes:
        return None
    name, count = max(votes.items(), key=lambda pair: (pair[1], -first[pair[0]].start))
    return first[name] if count > 1 or len(clauses) < 40 else None


def _candidates(clause: Clause) -> Iterable[tuple[str, Span]]:
    patterns = (INTRODUCTION, PROPER_NAME) if clause.kind is not BlockKind.HEADING else (PROPER_NAME,)
    for pattern in patterns:
        for found in pattern.finditer(clause.text):
            group = "name" if pattern is INTRODUCTION else 0
            trimmed = _trimmed(clause.text, found.start(group), _with_legal_form(clause.text, found.end(group)))
            if trimmed is None:
                continue
            start, end = trimmed
            name = re.sub(r"(?:['’]s|[.,])$", "", clause.text[start:end])
            if len(name) > 2 and not name.isupper():
                yield name, Span(clause.span.start + start, clause.span.start + start + len(name))
