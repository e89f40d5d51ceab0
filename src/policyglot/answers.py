"""The answers file: what a site operator knows and the prose does not say.

Publishing asks for things that prose rarely states (where the policy stands, the postal
address in fields, what access people have). `questions` lists those that are open for one
policy, `write_questions` makes a TOML file of them to fill in, `read_answers` reads it, and
`apply_answers` puts the answers into the policy. An answer never changes what was read
from the words: it fills what they leave open.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from policyglot.addresses import is_site, is_web_address
from policyglot.errors import InputError
from policyglot.findings import Finding, Location, Severity
from policyglot.model import Contact, ContactKind, Controller, Dispute, Policy, Retention
from policyglot.vocabulary import Concept, load_vocabulary

# Key below [controller] to its field of P3P's ENTITY, `business.` left out.
ENTITY_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "name": "name",
        "department": "department",
        "street": "contact-info.postal.street",
        "city": "contact-info.postal.city",
        "state": "contact-info.postal.stateprov",
        "postal_code": "contact-info.postal.postalcode",
        "country": "contact-info.postal.country",
        "email": "contact-info.online.email",
        "url": "contact-info.online.uri",
        "telephone_country_code": "contact-info.telecom.telephone.intcode",
        "telephone_area_code": "contact-info.telecom.telephone.loccode",
        "telephone": "contact-info.telecom.telephone.number",
    }
)
_CONTACT_KINDS = {"email": ContactKind.EMAIL, "url": ContactKind.URL, "telephone": ContactKind.TELEPHONE}

_URLS = ("site", "policy_url", "choice_url")
_TOP = (*_URLS, "access", "retention", "expires")
# Question to the finding that says that its answer was assumed.
_ASSUMED = {"access": "PG403", "retention": "PG404"}
_DISPUTE = ("type", "service", "description", "verification", "remedies")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing that the prose leaves open.

    Attributes:
        key: Where the answer goes in the file: "site", "controller.city", "disputes".
        text: What is asked, one sentence.
        values: The values to choose from, each with its meaning; empty for free text.
        is_required: Whether the P3P files are drafts without it; the rest is assumed where it stays open.
    """

    key: str
    text: str
    values: Mapping[str, str] = field(default_factory=dict)
    is_required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """A filled answers file.

    Attributes:
        source: The file's path.
        given: Key ("site", "controller.city") to its answer; unanswered keys are left out.
        disputes: The `[[disputes]]` tables.
        findings: Keys that nobody asks for.
    """

    source: str
    given: Mapping[str, str] = field(default_factory=dict)
    disputes: tuple[Dispute, ...] = ()
    findings: tuple[Finding, ...] = ()


def questions(policy: Policy, *, findings: Sequence[Finding] | None = None) -> tuple[Question, ...]:
    """Return what a publication of the policy needs to know and the policy does not say.

    The required ones come first; the order is otherwise that of the answers file.

    Args:
        policy: The policy.
        findings: What P3P assumes of it (`formats.p3p.assess`): a value that P3P can take from
            the policy needs no answer. Without findings everything that the policy leaves open is asked.

    >>> from policyglot.model import Policy
    >>> [q.key for q in questions(Policy(source="a.txt", sha256="0" * 64)) if q.is_required][:2]
    ['site', 'controller.name']
    """
    assumed = set(_ASSUMED.values()) if findings is None else {finding.rule for finding in findings}
    asked = (q for q in _open(policy) if _ASSUMED.get(q.key) in (None, *assumed))
    return tuple(sorted(asked, key=lambda question: not question.is_required))


def _open(policy: Policy) -> Iterator[Question]:
    nowhere = policy.site is None and policy.policy_url is None
    if policy.site is None:
        yield Question(
            key="site", text="What is the base URL of the site (https://www.example.com/)?", is_required=nowhere
        )
    if policy.policy_url is None:
        yield Question(key="policy_url", text="Where do people read the policy?")
    if policy.choice_url is None and _has_choice(policy):
        yield Question(key="choice_url", text="Where does the site explain how to opt in or out?")
    yield from _open_controller(policy.controller or Controller())
    if policy.access is None:
        yield Question(
            key="access",
            text="Which of the data that identify a person can that person see?",
            values=values_of("p3p-access"),
        )
    if any(practice.retention is None for practice in policy.stated):
        yield Question(
            key="retention",
            text="How long are data kept where the policy does not say it?",
            values=values_of("p3p-retention"),
        )
    if not policy.disputes:
        yield Question(key="disputes", text="Where can people turn with a complaint, and what is done about it?")
    if policy.expires is None:
        yield Question(key="expires", text="For how long may browsers rely on the P3P files (P1D is a day)?")


def _open_controller(controller: Controller) -> Iterator[Question]:
    known = dict(controller.parts)
    kinds = {contact.kind for contact in controller.contacts} - {ContactKind.POINTER}
    reachable = bool(kinds) or any(part.startswith("contact-info.") for part in known)
    texts = {
        "name": "What is the legal name of the organisation?",
        "street": "Its street and number?",
        "city": "Its city?",
        "state": "Its state or province?",
        "postal_code": "Its postal code?",
        "country": "Its country?",
        "email": "Its e-mail address for privacy questions?",
        "telephone": "Its telephone number?",
    }
    for key, text in texts.items():
        if known.get(ENTITY_FIELDS[key]) or _CONTACT_KINDS.get(key) in kinds or (key == "name" and controller.name):
            continue
        required = key == "name" or (key == "email" and not reachable)
        yield Question(key=f"controller.{key}", text=text, is_required=required)


def _has_choice(policy: Policy) -> bool:
    return bool(policy.choices) or any(
        practice.choices or any(m.required for m in (*practice.purposes, *practice.recipients))
        for practice in policy.stated
    )


def values_of(scheme: str) -> dict[str, str]:
    """Return what a scheme of P3P offers to choose from: element name, which is what is written, to meaning.

    >>> list(values_of("p3p-remedies"))
    ['correct', 'money', 'law']
    """
    return {_code(concept): concept.label for concept in load_vocabulary().scheme(scheme)}


def _code(concept: Concept) -> str:
    """The element name of a P3P concept: what P3P itself writes, and people look up."""
    return concept.notations.get("element", concept.iri.rsplit("#", 1)[-1])


def read_answers(content: bytes, source: str) -> Answers:
    """Read an answers file.

    Args:
        content: TOML 1.0, UTF-8.
        source: The file's path, for messages.

    Returns:
        The answers. An empty string means that a question stays open. Keys that nobody
        asks for are findings (rule `answers/unknown-key`).

    Raises:
        InputError: The file is no TOML, or a value is of the wrong type or not among those allowed.

    >>> read_answers(b'site = "https://shop.example/"', "answers.toml").given["site"]
    'https://shop.example/'
    """
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError("the answers file is not UTF-8", source=source) from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"the answers file is no TOML: {error}", source=source) from error
    controller = table.get("controller", {})
    if not isinstance(controller, dict):
        raise InputError("controller must be a table", source=source, advice="write [controller] on a line of its own")
    flat = {key: value for key, value in table.items() if key in _TOP}
    flat |= {f"controller.{key}": value for key, value in controller.items() if key in ENTITY_FIELDS}
    given = {key: _text(key, value, source) for key, value in flat.items()}
    given = {key: _checked(key, value, source) for key, value in given.items() if value}
    unknown = [key for key in table if key not in (*_TOP, "controller", "disputes")]
    unknown += [f"controller.{key}" for key in controller if key not in ENTITY_FIELDS]
    return Answers(
        source=source,
        given=given,
        disputes=_disputes(table.get("disputes", []), source),
        findings=tuple(_unknown(key, source) for key in unknown),
    )


def _text(key: str, value: object, source: str) -> str:
    if not isinstance(value, str):
        raise InputError(f"{key} must be a text in quotes, not {value!r}", source=source)
    return value.strip()


def _checked(key: str, value: str, source: str) -> str:
    if key in (*_URLS, "controller.url") and not (is_site(value) if key == "site" else is_web_address(value)):
        kind = "the base URL of a site" if key == "site" else "an absolute URL"
        raise InputError(
            f"{key} must be {kind}, not {value!r}", source=source, advice="such as https://www.example.com/"
        )
    if key in ("access", "retention"):
        return _member(key, value, f"p3p-{key}", source)
    return value


def _member(key: str, value: str, scheme: str, source: str) -> str:
    """IRI of the value that an answer names; raises where the scheme has none."""
    allowed = {_code(concept): concept.iri for concept in load_vocabulary().scheme(scheme)}
    if value not in allowed:
        raise InputError(f"{key} cannot be {value!r}", source=source, advice=f"choose one of {', '.join(allowed)}")
    return allowed[value]


def _disputes(tables: object, source: str) -> tuple[Dispute, ...]:
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise InputError("disputes must be tables", source=source, advice="write [[disputes]] on a line of its own")
    return tuple(_dispute(table, source) for table in tables if any(table.values()))


def _dispute(table: Mapping[str, object], source: str) -> Dispute:
    unknown = [key for key in table if key not in _DISPUTE]
    if unknown:
        raise InputError(f"disputes has no {unknown[0]!r}", source=source, advice=f"its keys are {', '.join(_DISPUTE)}")
    remedies = table.get("remedies", [])
    if not isinstance(remedies, list):
        raise InputError("disputes.remedies must be a list", source=source, advice='write remedies = ["correct"]')
    said = {key: _text(f"disputes.{key}", table.get(key, ""), source) for key in _DISPUTE if key != "remedies"}
    return Dispute(
        concept=_member("disputes.type", said["type"] or "service", "p3p-resolutions", source),
        service=said["service"] or None,
        description=said["description"] or None,
        verification=said["verification"] or None,
        remedies=tuple(_member("disputes.remedies", str(r), "p3p-remedies", source) for r in remedies),
    )


def _unknown(key: str, source: str) -> Finding:
    known = [*_TOP, "disputes", *(f"controller.{name}" for name in ENTITY_FIELDS)]
    close = difflib.get_close_matches(key, known, n=1)
    return Finding(
        rule="answers/unknown-key",
        severity=Severity.WARNING,
        message=f"nobody asks for {key!r}",
        location=Location(source=source, pointer=key),
        hint=f"did you mean {close[0]}?" if close else "`policyglot answers` writes a file with all the keys",
    )


def apply_answers(policy: Policy, answers: Answers) -> Policy:
    """Return the policy with the answers filled in.

    Args:
        policy: The policy.
        answers: From `read_answers`.

    Returns:
        A policy in which an answer stands wherever the policy was silent; `site` and the
        controller's fields are replaced where both have them, because the operator knows them.
        The practices are as they were: what is done is what the words say (see `fill_retention`).
    """
    given = answers.given
    return replace(
        policy,
        site=given.get("site", policy.site),
        policy_url=given.get("policy_url", policy.policy_url),
        choice_url=given.get("choice_url", policy.choice_url),
        access=policy.access or given.get("access"),
        expires=given.get("expires", policy.expires),
        disputes=policy.disputes or answers.disputes,
        controller=_controller(policy.controller, given),
    )


def fill_retention(policy: Policy, answers: Answers) -> Policy:
    """Return the policy with the answered retention in every stated practice that has none.

    This is for P3P alone, which demands one in each statement: the graph says of a practice only
    what the words say of it.
    """
    retention = answers.given.get("retention")
    if retention is None:
        return policy
    kept = Retention(concept=retention)
    return replace(
        policy,
        practices=tuple(p if p.is_denied or p.retention else replace(p, retention=kept) for p in policy.practices),
    )


def _controller(controller: Controller | None, given: Mapping[str, str]) -> Controller | None:
    said = {key.removeprefix("controller."): value for key, value in given.items() if key.startswith("controller.")}
    if not said:
        return controller
    controller = controller or Controller()
    parts = dict(controller.parts) | {ENTITY_FIELDS[key]: value for key, value in said.items()}
    known = {contact.value for contact in controller.contacts}
    contacts = tuple(
        Contact(kind=kind, value=said[key])
        for key, kind in _CONTACT_KINDS.items()
        if key in said and said[key] not in known
    )
    return replace(
        controller,
        name=said.get("name", controller.name),
        parts=tuple(parts.items()),
        contacts=(*controller.contacts, *contacts),
    )


def write_questions(policy: Policy, asked: Sequence[Question]) -> str:
    """Return the answers file: TOML with one commented key a question, all unanswered.

    Args:
        policy: What is asked about; its source stands in the head.
        asked: From `questions`.
    """
    source = "".join(letter if letter.isprintable() else " " for letter in policy.source)
    top = [q for q in asked if "." not in q.key and q.key != "disputes"]
    controller = [q for q in asked if q.key.startswith("controller.")]
    lines = [
        f"# What {source} leaves open. Fill in what you know; leave the rest empty. Then:",
        f"#   policyglot generate {source} --answers THIS-FILE",
        "",
    ]
    for question in top:
        lines += [*_comment(question), f'{question.key} = ""', ""]
    if controller:
        lines += ["[controller]"]
        for question in controller:
            lines += [*_comment(question), f'{question.key.removeprefix("controller.")} = ""']
        lines.append("")
    if any(q.key == "disputes" for q in asked):
        lines += _dispute_lines(next(q for q in asked if q.key == "disputes"))
    return "\n".join(lines)


def _comment(question: Question) -> Iterator[str]:
    yield f"# {question.text}{' Needed.' if question.is_required else ''}"
    for value, meaning in question.values.items():
        yield f"#   {value}: {meaning}"


def _dispute_lines(question: Question) -> list[str]:
    types = ", ".join(values_of("p3p-resolutions"))
    remedies = ", ".join(values_of("p3p-remedies"))
    return [
        f"# {question.text} Take the # away from what you fill in.",
        "# [[disputes]]",
        f'# type = "service"            # one of {types}',
        '# service = "https://"        # where to turn',
        '# description = ""',
        f'# remedies = ["correct"]     # of {remedies}',
        "",
    ]
