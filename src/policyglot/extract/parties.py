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
    r"(?: (?:(?:of|and|&|the|for|de) )?[A-Z][\w&’'+-]*(?:\.(?!\s|$)\w*)*)*"
)
# "Acme Inc. (“Acme”, “we” or “us”)": the parenthesis by which a policy introduces its author.
SELF_DEFINITION = re.compile(
    r"\([^()]{0,90}?[\"“”‘'*](?:we|us|our|We|Us|Our|Company|the Company|The Company)[,.]?[\"”’'*][^()]{0,90}\)"
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
# A word written small, and no part of an address or domain name.
SMALL_WORD = re.compile(r"(?<![\w’'@./-])[a-z]\w+(?![\w-]*[.@/]\w)")
# A short name in quotes and brackets, by which the opening of a policy introduces its author.
SHORT_NAME = re.compile(r"\([^()]{0,40}[\"“][A-Z][^()\"”]{1,40}[\"”][^()]{0,60}\)")
# Letters of other scripts that stand behind an address are no part of its domain.
# A name in quotes.
QUOTED_NAME = re.compile(r"[\"“‘'](?P<name>[A-Z][\w&.-]*(?: [A-Z&][\w&.-]*){0,4})[\"”’']")
EMAIL_ADDRESS = re.compile(r"[\w.+-]+@(?a:[\w-]+(?:\.[\w-]+)+)")
# International or national telephone numbers of seven digits or more, grouped as people write them.
TELEPHONE = re.compile(
    r"(?<![\w/.-])\+?\(?\d{1,4}\)?(?:[ .-]{1,2}\(?\d\)?|[ .-]{0,2}\(?\d{2,5}\)?){1,5}[ .-]?\d{2,4}(?![\w/-])"
)
# A number that can only be a telephone's: international, with an area code, or in three groups or more.
_SURE_TELEPHONE = re.compile(r"[+(0]|\d+[ .-]\(?\d+\)?[ .-]\d+")
WEB_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\"“”]*[\w/]")
# A line that ends a postal address: a US state with ZIP code, a code of four digits (but no year) or
# five with a town, or a code like "D02 E2X4".
POSTAL_END = re.compile(
    r"\b[A-Z]{2},? \d{5}(?:-\d{4})?\b|\b[A-Z]{1,2}\d{1,2}[A-Z]? ?\d[A-Z]{2}\b"
    r"|\b(?!(?:19|20)\d\d )\d{4,5} [A-Z][a-z]+|\b[A-Z]\d\d [A-Z0-9]{4}\b"
)
# Three small words or more, not behind a house number ("50, rue de la Paix"): a sentence before an address.
SENTENCE_WORDS = re.compile(r"(?<![\d,] )(?<!\d)\b(?:[a-z][\w’']* ){2,}[a-z][\w’']*[ :]+(?=[A-Z\d])")
# What looks like a number to call and is a date or the number of a section of law.
NO_TELEPHONE = re.compile(r"\d{2}[-. ]\d{2}[-. ](?:19|20)\d{2}|\d+\.\d+-[\d.-]+|\d+-\d+\.[\d.-]+")
# How far before a number the word stands that says that it is a telephone's.
_CALL_DISTANCE = 40
# Clauses that count as the opening of a policy, and how far a name may stand from what points at it.
_OPENING = 25
_INTRODUCTION = 8
_FARTHEST_NAME = 120
# The domain of an e-mail or web address, without its last part: "acme" of "www.acme.co.uk".
DOMAIN = re.compile(
    r"(?:@|https?://|\bwww\.)(?:www\.)?(?:[\w-]+\.)*?(?P<domain>[\w-]{3,})(?:\.(?:com?|org|net|ac|gov))?\.[a-z]{2,12}(?![\w.-]*@)\b(?!\.\w)"
)
_SHORTEST_DOMAIN = 3
_MOST_DOMAIN_VOTES = 12
# Votes for a name in the title, and the fewest that make a name the publisher's.
_TITLE_VOTES = 3
_FEWEST_VOTES = 3
_TELEPHONE_DIGITS = range(7, 16)


@cache
def legal_form() -> re.Pattern[str]:
    """Return the pattern of the legal form that ends a company's name, with its full stop."""
    return re.compile(rf"\b(?:{alternatives('pg:name-legal-form')})(?!\w)\.?")


@cache
def generic_words() -> frozenset[str]:
    """Return the words that are capitalised in policies without being part of a name."""
    return frozenset(load_vocabulary()["pg:name-generic"].phrases)


@cache
def placed_words() -> frozenset[str]:
    """Return the words that alone name a place or a role, and no company."""
    return frozenset(load_vocabulary()["pg:name-no-company"].phrases)


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
            if kind is ContactKind.TELEPHONE and not (
                digits in _TELEPHONE_DIGITS and _is_telephone(clause.text, found.start(), value)
            ):
                continue
            span = Span(clause.span.start + found.start(), clause.span.start + found.end())
            yield Contact(kind=kind, value=value, is_officer=is_officer, evidence=(evidence_at(document, span),))


def _is_telephone(text: str, at: int, value: str) -> bool:
    """Say whether a number is written as telephone numbers are, or said to be one."""
    before = text[max(0, at - _CALL_DISTANCE) : at].lower()
    if NO_TELEPHONE.fullmatch(value):
        return False
    return _SURE_TELEPHONE.match(value) is not None or any(word in before for word in telephone_words())


@cache
def street_words() -> re.Pattern[str]:
    """Return the pattern of what follows in a street's name: its kind, one word between at most."""
    return re.compile(rf"(?: [A-Z][\w’']*)? (?:{alternatives('pg:name-street')})\b")


@cache
def telephone_words() -> tuple[str, ...]:
    """Return the words that stand before a telephone number."""
    return load_vocabulary()["pg:name-telephone"].phrases


def find_postal(document: Document, clauses: Sequence[Clause], at: int) -> Contact | None:
    """Return the postal address that ends in a clause, with the short lines before it, or None."""
    clause = clauses[at]
    # "1600 Harbour Street" is the start of an American address, not a code and its town.
    ends = [m for m in POSTAL_END.finditer(clause.text) if not street_words().match(clause.text, m.end())]
    found = next((m for m in ends if m.group()[:2].isupper()), next(iter(ends), None))
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
        said = [m.end() for m in SENTENCE_WORDS.finditer(span.of(document.text))]
        span = Span(span.start + max(said, default=0), span.end)
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
        and "@" not in text
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
        if not _is_company(name) or (controller and (controller in name or name in controller)):
            continue
        trimmed = _trimmed(clause.text, found.start(), end)
        if trimmed and _is_company(clause.text[trimmed[0] : trimmed[1]]):
            yield Span(clause.span.start + trimmed[0], clause.span.start + trimmed[1])


def find_controller(document: Document, clauses: Sequence[Clause], site: str | None) -> Controller | None:
    """Return who publishes the policy, or None where it names nobody.

    The surest sign wins: a parenthesis that says "we", a clause that names the controller,
    then the name that titles and introductions use most.
    """
    opening = clauses[: max(_OPENING, len(clauses) // 5)]
    for finder, place in ((_self_defined, opening), (_named_controller, clauses), (_introduced, clauses)):
        best = finder(document, place)
        if best is not None:
            return Controller(name=best.of(document.text), evidence=(evidence_at(document, best),))
    return None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Cut generic words ("Privacy Policy", "The") off both ends of a candidate name."""
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", text[start:end])]

    def is_generic(place: tuple[int, int]) -> bool:
        return text[start + place[0] : start + place[1]].strip("\"“”‘’'.,:()*") in generic_words()

    words = [place for place in words if any(c.isalnum() for c in text[start + place[0] : start + place[1]])] and words
    while words and is_generic(words[0]):
        words.pop(0)
    while words and is_generic(words[-1]):
        words.pop()
    if not words:
        return None
    return start + words[0][0], start + words[-1][1]


def _last_name(clause: Clause, before: int, *, short: Span | None = None) -> Span | None:
    """Return the nearest name before a place, a company's with its legal form rather than another.

    Where the place gives a short name, it is that of the company whose name it is part of, or stands for itself.
    """
    near = [m for m in PROPER_NAME.finditer(clause.text, 0, before) if before - m.end() <= _FARTHEST_NAME]
    found = [(_trimmed(clause.text, m.start(), _with_legal_form(clause.text, m.end())), m) for m in near]
    names = [place for place, _ in found if place and _can_be_company(clause.text[place[0] : place[1]])]
    formal = [place for place in names if _is_company(clause.text[place[0] : place[1]])]
    if short is not None:
        key = clause.text[short.start - clause.span.start : short.end - clause.span.start].casefold()
        akin = [place for place in names if key in clause.text[place[0] : place[1]].casefold()]
        if not akin and not formal:
            return short
        formal = akin or formal
    if not names:
        return None
    start, end = (formal or names)[-1]
    return Span(clause.span.start + start, clause.span.start + end)


def _company_at(clause: Clause, start: int, end: int) -> Span | None:
    """Return the name between two places of a clause without the generic words around it, if a company can bear it."""
    trimmed = _trimmed(clause.text, start, end)
    if trimmed is None or not _can_be_company(clause.text[trimmed[0] : trimmed[1]]):
        return None
    return Span(clause.span.start + trimmed[0], clause.span.start + trimmed[1])


def _can_be_company(name: str) -> bool:
    """Say whether a name is more than a legal form, places and roles."""
    words = re.findall(r"\w+", legal_form().sub("", name))
    return any(len(word) > 1 and word not in placed_words() for word in words)


def _is_company(name: str) -> bool:
    return any(form.start() > 0 and form.end() == len(name) for form in legal_form().finditer(name))


def _with_legal_form(text: str, end: int) -> int:
    """Return the end of a name with the legal form that follows it, and with the form's full stop."""
    found = legal_form().match(text, end + 2) if text.startswith(", ", end) else legal_form().match(text, end + 1)
    if found is not None and text[end : end + 1] in (",", " "):
        return found.end()
    dotted = text.startswith(".", end) and any(f.end() == end + 1 for f in legal_form().finditer(text, max(0, end - 9)))
    return end + 1 if dotted else end


def _self_defined(document: Document, clauses: Sequence[Clause]) -> Span | None:
    for pattern, place in ((SELF_DEFINITION, clauses), (SHORT_NAME, clauses[:_INTRODUCTION])):
        for clause in place:
            for found in pattern.finditer(clause.text):
                name = _last_name(clause, found.start(), short=_short_name(clause, found))
                if name is not None:
                    return name
    return None


def _short_name(clause: Clause, definition: re.Match[str]) -> Span | None:
    """Return the name in a parenthesis such as ("Acme", "we" or "us"), or None where it has none."""
    for found in QUOTED_NAME.finditer(clause.text, definition.start(), definition.end()):
        name = _company_at(clause, found.start("name"), found.end("name"))
        if name is not None:
            return name
    return None


def _named_controller(document: Document, clauses: Sequence[Clause]) -> Span | None:
    for clause in clauses:
        # The pattern is costly, and the word it turns on is rare.
        found = CONTROLLER_ROLE.search(clause.text) if "controller" in clause.text else None
        if found is None:
            continue
        if found["before"] is not None:
            name = _last_name(clause, found.end("before"))
        else:
            first = PROPER_NAME.search(clause.text, found.start("after"))
            name = _company_at(clause, first.start(), _with_legal_form(clause.text, first.end())) if first else None
        if name is not None:
            return name
    return None


def _introduced(document: Document, clauses: Sequence[Clause]) -> Span | None:
    """Return the first mention of the name that titles, introductions and sentences use most.

    A name is no word that the policy also writes small, and stands more than once.
    """
    small = frozenset(SMALL_WORD.findall(document.text))
    votes: Counter[str] = Counter()
    first: dict[str, Span] = {}
    for number, clause in enumerate(clauses):
        for name, span, weight in _candidates(clause, is_opening=number < _OPENING):
            words = re.findall(r"\w+", name)
            if all(word.lower() in small for word in words) or not _can_be_company(name):
                continue
            votes[name] += weight
            first.setdefault(name, span)
    owned = dict(_own_domain(document, votes))
    title = (document.title or "").casefold()
    for name in list(votes):
        votes[name] += owned.get(name, 0) + (_TITLE_VOTES if name.casefold() in title else 0)
    if not votes:
        return None
    name, count = max(votes.items(), key=lambda pair: (pair[1], -first[pair[0]].start))
    return first[name] if count >= _FEWEST_VOTES else None


def _own_domain(document: Document, names: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield the names that stand in the domains of the policy's addresses, with what that adds to their votes.

    The source of the document counts where it is a URL: "https://www.acme.example/privacy" is Acme's.
    """
    found = Counter(m.group("domain").lower() for m in DOMAIN.finditer(f"{document.source} {document.text}"))
    for name in names:
        letters = re.sub(r"\W", "", legal_form().sub("", name)).lower()
        if len(letters) >= _SHORTEST_DOMAIN:
            times = sum(n for domain, n in found.items() if domain in letters or letters in domain)
            if times:
                yield name, min(_MOST_DOMAIN_VOTES, 2 * times)


def _candidates(clause: Clause, *, is_opening: bool) -> Iterable[tuple[str, Span, int]]:
    """Yield the names in a clause with their weight: introductions at the opening count most.

    A single word with a capital at the start of a clause need not be a name, nor the words of
    a heading, unless it is that of the policy.
    """
    if clause.kind is BlockKind.HEADING and not is_opening:
        return
    for pattern, group, weight in ((INTRODUCTION, "name", 3 if is_opening else 1), (PROPER_NAME, 0, 1)):
        for found in pattern.finditer(clause.text):
            trimmed = _trimmed(clause.text, found.start(group), _with_legal_form(clause.text, found.end(group)))
            if trimmed is None:
                continue
            start, end = trimmed
            name = re.sub(r"['’]s$", "", clause.text[start:end])
            is_word = " " not in name
            if len(name) < 3 or legal_form().fullmatch(name) or (is_word and (start == 0 or name.isupper())):
                continue
            yield name, Span(clause.span.start + start, clause.span.start + start + len(name)), weight
