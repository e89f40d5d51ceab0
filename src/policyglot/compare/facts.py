"""Facts: the smallest things that a policy says ("shares location", "uses data for advertising").

Policies are compared by their facts. A practice that is merely split, merged or moved has the same facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from policyglot.model import Practice, Provision


class Aspect(StrEnum):
    """What a fact is about."""

    DATA = "data"
    PURPOSE = "purpose"
    RECIPIENT = "recipient"
    RETENTION = "retention"
    CHOICE = "choice"
    LEGAL_BASIS = "legal basis"
    PROCESSING = "processing"
    RIGHT = "right"
    MEASURE = "measure"
    NOTICE = "notice"
    SIGNAL = "signal"
    TRANSFER = "transfer"
    AUDIENCE = "audience"
    DECISION = "decision"
    DISPUTE = "dispute"
    CONTROLLER = "controller"
    CONTACT = "contact"
    DATE = "date"


GROUP_ASPECTS: Mapping[str, Aspect] = {
    "rights": Aspect.RIGHT,
    "choices": Aspect.CHOICE,
    "measures": Aspect.MEASURE,
    "notices": Aspect.NOTICE,
    "signals": Aspect.SIGNAL,
    "transfers": Aspect.TRANSFER,
    "audiences": Aspect.AUDIENCE,
    "legal_bases": Aspect.LEGAL_BASIS,
    "decisions": Aspect.DECISION,
}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Fact:
    """The smallest thing that a policy says, apart from whether it states or denies it.

    Attributes:
        aspect: What it is about.
        processing: IRI of the operation ("dpv:Share" in full), or "" where there is none.
        concept: IRI of the data category, purpose, right, …
        detail: A name, duration or place, or "".
    """

    aspect: Aspect
    processing: str = ""
    concept: str
    detail: str = ""


def facts_of(said: Practice | Provision, *, group: str = "") -> tuple[Fact, ...]:
    """Return what a practice or a provision says, each fact once, in its order.

    Args:
        said: The practice or provision.
        group: For a provision: the field of `Policy` that holds it ("rights").
    """
    if isinstance(said, Provision):
        detail = said.honoured.value if said.honoured else said.value or ""
        return (Fact(aspect=GROUP_ASPECTS[group], concept=said.concept, detail=detail),)
    facts: list[Fact] = []
    for act in said.processing:
        for aspect, mentions in ((Aspect.DATA, said.data), (Aspect.PURPOSE, said.purposes)):
            facts += [Fact(aspect=aspect, processing=act, concept=m.concept) for m in mentions]
        facts += [
            Fact(aspect=Aspect.RECIPIENT, processing=act, concept=m.concept, detail=m.name or "")
            for m in said.recipients
        ]
        if not (said.data or said.purposes or said.recipients):
            facts.append(Fact(aspect=Aspect.PROCESSING, processing=act, concept=act))
    if said.retention:
        detail = said.retention.duration or said.retention.event or ""
        facts.append(Fact(aspect=Aspect.RETENTION, concept=said.retention.concept, detail=detail))
    facts += [Fact(aspect=Aspect.CHOICE, concept=c.kind, detail=purpose) for c in said.choices for purpose in c.scope]
    facts += [Fact(aspect=Aspect.CHOICE, concept=c.kind) for c in said.choices if not c.scope]
    facts += [Fact(aspect=Aspect.LEGAL_BASIS, concept=m.concept) for m in said.legal_bases]
    facts += [Fact(aspect=Aspect.AUDIENCE, concept=concept) for concept in said.audiences]
    return tuple(dict.fromkeys(facts))
