"""A P3P policy as it is going to be written: names instead of concepts, everything decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedData:
    """A DATA.

    Attributes:
        reference: `ref`, "#" and schema included.
        categories: Names of the CATEGORIES, each with its text ("" for none); those that the
            schema fixes are not repeated.
        is_optional: Whether the user may withhold it.
    """

    reference: str
    categories: tuple[tuple[str, str], ...] = ()
    is_optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedValue:
    """A purpose or recipient.

    Attributes:
        name: Element name.
        required: "always", "opt-in" or "opt-out".
        texts: Text inside it: at most one for a purpose, descriptions of a recipient.
    """

    name: str
    required: str = "always"
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStatement:
    """A STATEMENT; `retention` is an element name or None, `concepts` the purposes in DPV's words."""

    data: tuple[PlannedData, ...] = ()
    purposes: tuple[PlannedValue, ...] = ()
    recipients: tuple[PlannedValue, ...] = ()
    retention: str | None = None
    is_non_identifiable: bool = False
    consequence: str | None = None
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """Something that P3P demands and the policy does not say.

    Attributes:
        rule: "PG401".
        message: What was assumed.
        hint: The question to answer.
        is_placeholder: Whether it makes the file a draft.
    """

    rule: str
    message: str
    hint: str
    is_placeholder: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDispute:
    """A DISPUTES; `resolution` and `remedies` are names."""

    resolution: str
    service: str
    description: str | None = None
    verification: str | None = None
    remedies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A POLICY.

    Attributes:
        name: `name`, an XML name.
        discuri: Where people read the policy.
        opturi: Where they opt in or out, or None.
        language: BCP 47 tag, or None.
        is_test: TEST.
        entity: References into `business.` ("#business.name") to values.
        access: Element name.
        disputes: Dispute resolution.
        statements: The statements.
        definitions: Elements that no schema of P3P has: path to its categories.
        expiry: Attribute and value of EXPIRY, or None.
        assumptions: What was assumed to write all this.
    """

    name: str
    discuri: str
    opturi: str | None
    language: str | None
    is_test: bool
    entity: tuple[tuple[str, str], ...]
    access: str
    disputes: tuple[PlannedDispute, ...]
    statements: tuple[PlannedStatement, ...]
    definitions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    expiry: tuple[str, str] | None = None
    assumptions: tuple[Assumption, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Whether a placeholder stands in it, so that it must not be published."""
        return any(a.is_placeholder for a in self.assumptions)
