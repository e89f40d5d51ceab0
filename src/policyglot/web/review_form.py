"""The form of one practice: what a reviewer typed, and the decision that it makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from policyglot.corrections import (
    Claim,
    ClaimedRetention,
    Corrections,
    Named,
    PracticeDecision,
    Reason,
    Verdict,
    Words,
    apply_corrections,
)
from policyglot.corrections.decision import Unapplied, single_spaced
from policyglot.corrections.places import Places
from policyglot.corrections.reader import DURATION
from policyglot.corrections.terms import SCHEMES, UnknownTermError, concept_of, term_of
from policyglot.model import Assertion, Modality, Party, Span
from policyglot.vocabulary import load_vocabulary
from policyglot.web.received import Form
from policyglot.web.review_text import ReviewText
from policyglot.web.reviewing import Review

LISTED = ("data", "purposes", "recipients")
"""Fields of concepts that are typed."""
WITH_NAMES = ("recipients",)
"""Those of them that have a place for a proper name."""
PARTIES: Mapping[Party, str] = {
    Party.FIRST_PARTY: "whoever publishes the policy",
    Party.RECIPIENT: "whoever receives the data",
    Party.THIRD_PARTY: "a third party on the site",
}
# Empty rows that a form without scripts has for more.
_SPARE = 2
_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stands in the form, as it was typed.

    Attributes:
        assertion: "stated" or "denied".
        modality: "does" or "may".
        party: A value of `Party`.
        processing: Labels that are checked.
        listed: Field to its rows: a term and a proper name each.
        retention: Label of the retention concept, or "".
        duration: ISO 8601 duration, or "".
        words: Quotes.
        note: The note.
    """

    assertion: str = Assertion.STATED.value
    modality: str = Modality.DOES.value
    party: str = Party.FIRST_PARTY.value
    processing: tuple[str, ...] = ()
    listed: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    retention: str = ""
    duration: str = ""
    words: tuple[str, ...] = ()
    note: str = ""

    def rows(self, name: str) -> tuple[tuple[str, str], ...]:
        """Return the rows of a field, with empty ones for more."""
        return (*self.listed.get(name, ()), *[("", "")] * _SPARE)

    def quotes(self) -> tuple[str, ...]:
        """Return the quotes, with an empty one for more."""
        return (*self.words, "")


class FormErrors(Exception):  # noqa: N818 - they are errors of a form, several at once
    """What is wrong with what was typed.

    Attributes:
        errors: Field to message; "" for the form as a whole.
    """

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = errors


def typed_claim(claim: Claim, words: Sequence[Words], note: str | None = None) -> Typed:
    """Return the form filled in with a claim."""
    return Typed(
        assertion=claim.assertion.value,
        modality=claim.modality.value,
        party=claim.party.value,
        processing=tuple(term_of(concept, "processing") for concept in claim.processing),
        listed={
            name: tuple((term_of(named.concept, name), named.name or "") for named in getattr(claim, name))
            for name in LISTED
        },
        retention=term_of(claim.retention.concept, "retention") if claim.retention else "",
        duration=(claim.retention.duration or "") if claim.retention else "",
        words=tuple(piece.quote for piece in words),
        note=note or "",
    )


def typed_form(form: Form) -> Typed:
    """Return what was typed into the form."""
    listed = {}
    for name in LISTED:
        terms, names = form.fields.get(name, ()), form.fields.get(f"{name}.name", ())
        rows = [(term.strip(), names[n].strip() if n < len(names) else "") for n, term in enumerate(terms)]
        listed[name] = tuple(row for row in rows if any(row))
    return Typed(
        assertion=form.text("assertion") or Assertion.STATED.value,
        modality=form.text("modality") or Modality.DOES.value,
        party=form.text("party") or Party.FIRST_PARTY.value,
        processing=form.fields.get("processing", ()),
        listed=listed,
        retention=form.text("retention").strip(),
        duration=form.text("duration").strip().upper(),
        words=tuple(quote for quote in form.fields.get("words", ()) if quote.strip()),
        note=form.text("note").strip(),
    )


def decision_of(typed: Typed, review: Review, *, known: PracticeDecision | None) -> PracticeDecision:
    """Return the decision that a filled form makes.

    Args:
        typed: What was typed.
        review: The review as it stands.
        known: The decision about the practice that is corrected, or that was added before; None for a new one.

    Raises:
        FormErrors: Something cannot be understood, is not in the policy's words, or changes nothing.
    """
    errors: dict[str, str] = {}
    is_new = known is None or known.verdict is Verdict.ADD
    claim = _claim(typed, known.claim if known else Claim(), errors)
    # Words that were read, or were found before, stay where they are.
    before = (*known.words, *known.corrected_words) if known else ()
    words = _words(typed.words, review.text.places, before, errors)
    if not claim.processing and "processing" not in errors:
        errors["processing"] = "Choose at least one: what is done with the data?"
    if errors:
        raise FormErrors(errors)
    note = typed.note or None
    if is_new or known is None:
        decision = PracticeDecision(verdict=Verdict.ADD, claim=claim, words=words, note=note)
    else:
        if claim.identity == known.claim.identity and words == known.words:
            raise FormErrors({"": "Nothing is changed: it says what was read. Accept it instead."})
        decision = replace(
            known,
            verdict=Verdict.CORRECT,
            corrected=claim,
            corrected_words=() if words == known.words else words,
            note=note,
        )
    _refuse_unfounded(decision, review.text)
    return decision


def _claim(typed: Typed, base: Claim, errors: dict[str, str]) -> Claim:
    """The claim that was typed; what the form does not have stays as it was."""
    listed = {
        name: tuple(_listed(name, typed.listed.get(name, ()), errors, before=getattr(base, name))) for name in LISTED
    }
    processing = dict.fromkeys(
        concept for term in typed.processing if (concept := _concept(term, "processing", errors)) is not None
    )
    if typed.assertion not in list(Assertion) or typed.modality not in list(Modality) or typed.party not in list(Party):
        errors[""] = "Choose one of the values that are offered."
        return base
    return replace(
        base,
        processing=_kept_order(tuple(processing), base.processing),
        assertion=Assertion(typed.assertion),
        modality=Modality(typed.modality),
        party=Party(typed.party),
        data=listed["data"],
        purposes=listed["purposes"],
        recipients=listed["recipients"],
        retention=_retention(typed, errors),
    )


def _retention(typed: Typed, errors: dict[str, str]) -> ClaimedRetention | None:
    if typed.duration and not DURATION.fullmatch(typed.duration):
        errors["duration"] = "Write P30D for 30 days, P6M for six months, P2Y for two years."
    elif typed.duration and not typed.retention:
        errors["retention"] = "Say how long that is: choose one of the list."
    if not typed.retention:
        return None
    concept = _concept(typed.retention, "retention", errors)
    return ClaimedRetention(concept=concept, duration=typed.duration or None) if concept else None


def _kept_order(concepts: tuple[str, ...], before: tuple[str, ...]) -> tuple[str, ...]:
    """Concepts in the order in which they were read, then the new ones."""
    return (*(c for c in before if c in concepts), *(c for c in concepts if c not in before))


def _listed(
    name: str, rows: Sequence[tuple[str, str]], errors: dict[str, str], *, before: Sequence[Named]
) -> Iterator[Named]:
    """The concepts of a field; one without a place for a proper name keeps the one that was read."""
    known = {named.concept: named.name for named in before} if name not in WITH_NAMES else {}
    found: dict[Named, None] = {}
    for term, proper in rows:
        if not term:
            errors[name] = f"Say what “{proper}” is: choose one of the list."
            continue
        concept = _concept(term, name, errors)
        if concept is not None:
            found[Named(concept=concept, name=single_spaced(proper) or known.get(concept))] = None
    yield from found


def _concept(term: str, name: str, errors: dict[str, str]) -> str | None:
    try:
        return concept_of(term, name)
    except UnknownTermError as error:
        # What is offered on the page needs no command.
        advice = error.advice.partition("? `")[0]
        hint = f"{advice[0].upper()}{advice[1:]}?" if advice.startswith("did") else "Choose one of the list."
        errors[name] = f"{error.message[0].upper()}{error.message[1:]}. {hint}"
        return None


def _words(given: Sequence[str], places: Places, before: Sequence[Words], errors: dict[str, str]) -> tuple[Words, ...]:
    known = {words.quote: words for words in before}
    found: dict[Words, None] = {}
    for quote in _quotes(given, places, known):
        if quote in known:
            found[known[quote]] = None
            continue
        words = Words(quote=quote)
        spans = places.occurrences(words)
        if not spans:
            clause = places.become_of(words)
            nearest = f" The nearest words are “{_short(clause.text)}”." if clause else ""
            errors["words"] = f"“{_short(quote)}” is not in the policy, letter for letter.{nearest}"
            continue
        found[words_at(places, _nearest(spans, places, before), quote)] = None
    if not found and "words" not in errors:
        errors["words"] = "Quote the words of the policy that say it: without words nothing is claimed."
    return tuple(found)


def _quotes(given: Sequence[str], places: Places, known: Mapping[str, Words]) -> Iterator[str]:
    """Quotes with single spaces; what was copied from several paragraphs or list items is a quote for each."""
    for typed in given:
        whole = single_spaced(typed)
        if whole in known or places.occurrences(Words(quote=whole)):
            yield whole
        else:
            yield from (single_spaced(line) for line in typed.splitlines() if line.strip())


def _nearest(spans: Sequence[Span], places: Places, before: Sequence[Words]) -> Span:
    """The place of a quote that stands in several: in the section of the words before, else the first."""
    sections = {words.section for words in before}
    return next((span for span in spans if places.section_at(span) in sections), spans[0])


def words_at(places: Places, span: Span, quote: str) -> Words:
    """Return the words at a span, with their section and lead-in."""
    lead_in = single_spaced(places.evidence_at(span).lead_in)
    return Words(quote=quote, section=places.section_at(span), lead_in=lead_in)


def _short(text: str) -> str:
    plain = single_spaced(text)
    return plain if len(plain) <= _MOST_SHOWN else plain[: _MOST_SHOWN - 1].rstrip() + "…"


def _refuse_unfounded(decision: PracticeDecision, text: ReviewText) -> None:
    """Refuse a decision that would not be applied: it is tried on its own."""
    alone = Corrections(source="", practices=(decision,))
    unapplied = apply_corrections(text.policy, alone, document=text.document).unapplied
    if unapplied:
        raise FormErrors(_refusal(unapplied[0]))


def _refusal(unapplied: Unapplied) -> Mapping[str, str]:
    if unapplied.reason is Reason.NAME_NOT_IN_WORDS:
        return {"recipients": f"“{_short(unapplied.quote)}” is not in the words that are quoted: quote these as well."}
    return {"words": f"“{_short(unapplied.quote)}” is not where it was, or stands in several places: quote more of it."}


def offered(name: str) -> tuple[str, ...]:
    """Return the labels that can be chosen for a field, in the order of the alphabet."""
    concepts = load_vocabulary().scheme(SCHEMES[name][0])
    return tuple(sorted((term_of(concept.iri, name) for concept in concepts), key=str.lower))
