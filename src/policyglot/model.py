"""The values that all parts share: documents, clauses, practices, policies.

Every class is an immutable value; change one with `dataclasses.replace`. Concepts are
IRIs as `str`. Offsets are code points of `Document.text`, half-open. Sequences keep
document order.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from policyglot.prose import Block as Block
from policyglot.prose import BlockKind as BlockKind
from policyglot.prose import Clause as Clause
from policyglot.prose import Document as Document
from policyglot.prose import Span as Span


class Assertion(StrEnum):
    """Whether the policy says that something takes place or that it does not."""

    STATED = "stated"
    DENIED = "denied"


class Modality(StrEnum):
    """Whether a practice takes place ("we collect") or may ("we may collect")."""

    DOES = "does"
    MAY = "may"


class Party(StrEnum):
    """Who acts."""

    FIRST_PARTY = "first-party"
    RECIPIENT = "recipient"
    THIRD_PARTY = "third-party-on-site"


class Identifiability(StrEnum):
    """How closely the data are tied to a person."""

    IDENTIFIED = "identified"
    PSEUDONYMOUS = "pseudonymous"
    AGGREGATED = "aggregated"


class Honoured(StrEnum):
    """What is done with a preference signal such as Do Not Track."""

    HONOURED = "honoured"
    NOT_HONOURED = "not-honoured"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words, or the element of a published file, that state something.

    Prose has `span` and `exact`; a P3P or JSON-LD file read as a policy has `source`, `line`
    and `pointer`. A policy read back from its own JSON-LD has the same spans and quotes.

    Attributes:
        span: Offsets into the document's text, or None.
        exact: The words at the span, or "".
        prefix: Up to 32 code points before them.
        suffix: Up to 32 code points after them.
        lead_in: The words of the list introduction that they complete, or "".
        source: Path or URL of the published file, or None.
        line: 1-based line in it, or None.
        pointer: Element path in it, or None.
    """

    span: Span | None = None
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    lead_in: str = ""
    source: str | None = None
    line: int | None = None
    pointer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A concept, and the shortest words that name it.

    Attributes:
        concept: IRI of the data category, purpose, recipient, legal basis, …
        span: Offsets of the naming words, or None (published files).
        exact: The naming words, or "".
        name: Proper name where one is given ("Google Analytics"), or None.
        optional: P3P: the user may withhold it.
        required: P3P `required` of this purpose or recipient ("opt-in", "opt-out"), or None for always.
        reference: P3P data reference ("#user.name.given", "http://host/schema#x"), or None.
    """

    concept: str
    span: Span | None = None
    exact: str = ""
    name: str | None = None
    optional: bool = False
    required: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long data are kept.

    Attributes:
        concept: IRI of the retention concept.
        duration: ISO 8601 duration ("P30D"), or None.
        event: The words that name the event ("you close your account"), or None.
        span: Offsets of the words that state it, or None.
        exact: Those words, or "".
    """

    concept: str
    duration: str | None = None
    event: str | None = None
    span: Span | None = None
    exact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What people can agree to or refuse, and how.

    Attributes:
        kind: IRI: `dpv:OptingInToProcess`, `dpv:OptingOutFromProcess` or a narrower concept.
        means: The ways offered (link, e-mail, setting, browser…), `name` holding an address,
            number or URL where given.
        scope: IRIs of the purposes, recipients or data that it reaches; empty for all of the practice.
        evidence: The words.
    """

    kind: str
    means: tuple[Mention, ...] = ()
    scope: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """One thing that is done, or said not to be done, with data about people.

    Attributes:
        processing: IRIs of the operations done with the same data for the same purposes:
            `dpv:Collect`, `dpv:Use`, `dpv:Share`, `pg:Sell`, `dpv:Store`, `dpv:Transfer`, or narrower
            concepts of the processing scheme; in that order, none twice. A P3P statement has
            Collect and Use, and Share where it has recipients beyond `ours`.
        assertion: Stated or denied.
        modality: Does or may.
        party: Who acts.
        data: Data categories, as specific as the words.
        purposes: Purposes.
        recipients: Recipients; `name` where named.
        retention: How long, or None where unsaid.
        choices: Opt-in and opt-out that reach this practice.
        legal_bases: Legal grounds.
        data_sources: Where the data come from, other than the person.
        identifiability: How closely tied to a person, or None where unsaid.
        condition: The words of a condition or exception ("unless you consent"), or None.
        audiences: IRIs of the people it is limited to (children, Californians…); empty for all.
        evidence: The clauses that state it, document order; never empty for prose.
        description: Text for people that came with it (P3P CONSEQUENCE), or None.
        confidence: 0 to 1.
    """

    processing: tuple[str, ...]
    assertion: Assertion = Assertion.STATED
    modality: Modality = Modality.DOES
    party: Party = Party.FIRST_PARTY
    data: tuple[Mention, ...] = ()
    purposes: tuple[Mention, ...] = ()
    recipients: tuple[Mention, ...] = ()
    retention: Retention | None = None
    choices: tuple[Choice, ...] = ()
    legal_bases: tuple[Mention, ...] = ()
    data_sources: tuple[Mention, ...] = ()
    identifiability: Identifiability | None = None
    condition: str | None = None
    audiences: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    description: str | None = None
    confidence: float = 1.0

    @property
    def is_denied(self) -> bool:
        """Whether the policy says that this does not take place."""
        return self.assertion is Assertion.DENIED

    @property
    def key(self) -> str:
        """Identity of the practice: 12 hexadecimal digits from what it says, not from where.

        It stays the same when the prose around it moves, so that two versions can be compared.
        """
        said = (
            sorted(self.processing),
            self.assertion,
            self.modality,
            self.party,
            sorted({(m.concept, m.name or "", m.reference or "", m.optional) for m in self.data}),
            sorted({(m.concept, m.name or "", m.required or "") for m in self.purposes}),
            sorted({(m.concept, m.name or "", m.required or "") for m in self.recipients}),
            (self.retention.concept, self.retention.duration) if self.retention else None,
            sorted({(c.kind, *sorted({m.concept for m in c.means})) for c in self.choices}),
            sorted({m.concept for m in self.legal_bases}),
            sorted({m.concept for m in self.data_sources}),
            self.identifiability,
            self.condition,
            sorted(self.audiences),
        )
        return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()[:12]


class ContactKind(StrEnum):
    """What a contact is; a POINTER says only that there is one ("contact us", "the address below")."""

    EMAIL = "email"
    TELEPHONE = "telephone"
    POSTAL = "postal"
    URL = "url"
    POINTER = "pointer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A way to reach the controller or its data protection officer.

    Attributes:
        kind: What it is.
        value: The address, number or URL as written.
        is_officer: Whether it reaches a data protection officer.
        evidence: The words.
    """

    kind: ContactKind
    value: str
    is_officer: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Controller:
    """The organisation that publishes the policy.

    Attributes:
        name: As the policy names it, or None.
        contacts: Ways to reach it.
        parts: P3P ENTITY data, `business.` reference to value ("contact-info.postal.city": "Oslo").
        evidence: The words that name it.
    """

    name: str | None = None
    contacts: tuple[Contact, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """Something stated that is no practice: a right, a measure, a notice, a transfer.

    Attributes:
        concept: IRI of the right, measure, notice, audience, safeguard, choice, legal basis, …
        assertion: Stated or denied ("we do not make automated decisions").
        value: A country, duration, URL or other detail, or None.
        honoured: For a preference signal only.
        means: How it is exercised, or the parts of it that are named.
        scope: IRIs of the data categories, purposes or recipients that it reaches; empty for all.
        evidence: The words.
        confidence: 0 to 1.
    """

    concept: str
    assertion: Assertion = Assertion.STATED
    value: str | None = None
    honoured: Honoured | None = None
    means: tuple[Mention, ...] = ()
    scope: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A way to settle disputes (P3P DISPUTES, GDPR complaint).

    Attributes:
        concept: IRI of the resolution type (`p3p:resolution-service`, …).
        service: URI of the service, or None.
        description: Text for people, or None.
        verification: P3P verification, or None.
        remedies: IRIs (`p3p:remedy-correct`, …).
        evidence: The words or element.
    """

    concept: str
    service: str | None = None
    description: str | None = None
    verification: str | None = None
    remedies: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a policy states: the hub that every format reads into or writes out of.

    Attributes:
        source: Path or URL of what was read.
        sha256: Hash of the text (prose) or of the file's bytes (published formats), hexadecimal.
        language: BCP 47 tag, or "und".
        title: Title, or None.
        site: Base URL of the site that it holds for, without fragment, or None.
        issued: Effective or publication date, ISO 8601 date, or None.
        modified: Date of last change, ISO 8601 date, or None.
        policy_url: Where people read it (P3P discuri), or None.
        choice_url: Where people opt in or out (P3P opturi), or None.
        expires: P3P EXPIRY of the policy: an ISO 8601 duration or date-time, or None.
        is_test: P3P TEST.
        controller: Who publishes it, or None.
        practices: What is done and what is said not to be done.
        access: IRI of the P3P access value that the policy's access rights come to, or None where unsaid.
        rights: Rights of the people concerned.
        choices: Choices stated apart from any practice.
        measures: Security measures.
        notices: How changes of the policy are announced.
        signals: Do Not Track, Global Privacy Control.
        transfers: Transfers to other countries, `value` naming the place.
        audiences: Children, regions.
        legal_bases: Legal grounds stated apart from any practice.
        decisions: Automated decision-making, stated or denied.
        disputes: Dispute resolution.
    """

    source: str
    sha256: str
    language: str = "und"
    title: str | None = None
    site: str | None = None
    issued: str | None = None
    modified: str | None = None
    policy_url: str | None = None
    choice_url: str | None = None
    expires: str | None = None
    is_test: bool = False
    controller: Controller | None = None
    practices: tuple[Practice, ...] = ()
    access: str | None = None
    rights: tuple[Provision, ...] = ()
    choices: tuple[Provision, ...] = ()
    measures: tuple[Provision, ...] = ()
    notices: tuple[Provision, ...] = ()
    signals: tuple[Provision, ...] = ()
    transfers: tuple[Provision, ...] = ()
    audiences: tuple[Provision, ...] = ()
    legal_bases: tuple[Provision, ...] = ()
    decisions: tuple[Provision, ...] = ()
    disputes: tuple[Dispute, ...] = field(default=())

    @property
    def iri(self) -> str:
        """IRI of the policy and of its named graph."""
        if self.site:
            return f"{self.site}#policy-{self.sha256[:12]}"
        return f"urn:policyglot:{self.sha256}"

    @property
    def stated(self) -> tuple[Practice, ...]:
        """The practices that take place or may take place."""
        return tuple(p for p in self.practices if not p.is_denied)

    @property
    def denied(self) -> tuple[Practice, ...]:
        """The practices that are said not to take place."""
        return tuple(p for p in self.practices if p.is_denied)


# The groups of provisions of a Policy, in the order in which every format writes them.
PROVISION_GROUPS = (
    "rights",
    "choices",
    "measures",
    "notices",
    "signals",
    "transfers",
    "audiences",
    "legal_bases",
    "decisions",
)
