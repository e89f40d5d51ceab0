"""policyglot: a compiler for privacy policies.

The public API, complete in `__all__`. Names are imported when they are first used, so that
`import policyglot` costs nothing.

>>> import policyglot
>>> prose = b"Our privacy policy in short: we collect your email address to send you our newsletter."
>>> document = policyglot.read_document(content=prose, name="policy.txt")
>>> policyglot.extract_policy(document).practices[0].data[0].concept
'https://w3id.org/dpv/pd#EmailAddress'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from policyglot.answers import apply_answers as apply_answers
    from policyglot.answers import questions as questions
    from policyglot.answers import read_answers as read_answers
    from policyglot.compare import compare as compare_policies
    from policyglot.compare import diff as diff_policies
    from policyglot.corrections import apply_corrections as apply_corrections
    from policyglot.corrections import read_corrections as read_corrections
    from policyglot.corrections import write_corrections as write_corrections
    from policyglot.errors import PolicyglotError as PolicyglotError
    from policyglot.extract import extract as extract_policy
    from policyglot.findings import Finding as Finding
    from policyglot.findings import Severity as Severity
    from policyglot.formats import FORMATS as FORMATS
    from policyglot.formats import format_named as format_named
    from policyglot.formats import sniff as sniff
    from policyglot.generation import Generated as Generated
    from policyglot.generation import generate as generate
    from policyglot.load import load_policy as load_policy
    from policyglot.model import Clause as Clause
    from policyglot.model import Document as Document
    from policyglot.model import Policy as Policy
    from policyglot.model import Practice as Practice
    from policyglot.read import read_document as read_document
    from policyglot.read import segment as segment
    from policyglot.read.fetch import fetch as fetch
    from policyglot.store.catalogue import named_queries as named_queries
    from policyglot.store.export import export as export_store
    from policyglot.store.ingest import ingest as ingest
    from policyglot.store.query import ask as ask
    from policyglot.store.query import ask_policies as ask_policies
    from policyglot.validate import validate as validate_content
    from policyglot.validate.against import check_against as check_against
    from policyglot.validate.site import validate_site as validate_site
    from policyglot.vocabulary import Vocabulary as Vocabulary
    from policyglot.vocabulary import load_vocabulary as load_vocabulary

# Public name to the module that defines it and its name there. Where a function has the name of
# its module, the public name says what it works on: a package cannot have both.
_HOMES = {
    "FORMATS": ("formats", "FORMATS"),
    "Clause": ("model", "Clause"),
    "Document": ("model", "Document"),
    "Finding": ("findings", "Finding"),
    "Generated": ("generation", "Generated"),
    "Policy": ("model", "Policy"),
    "PolicyglotError": ("errors", "PolicyglotError"),
    "Practice": ("model", "Practice"),
    "Severity": ("findings", "Severity"),
    "Vocabulary": ("vocabulary", "Vocabulary"),
    "apply_answers": ("answers", "apply_answers"),
    "apply_corrections": ("corrections", "apply_corrections"),
    "ask": ("store.query", "ask"),
    "ask_policies": ("store.query", "ask_policies"),
    "check_against": ("validate.against", "check_against"),
    "compare_policies": ("compare", "compare"),
    "diff_policies": ("compare", "diff"),
    "export_store": ("store.export", "export"),
    "extract_policy": ("extract", "extract"),
    "fetch": ("read.fetch", "fetch"),
    "format_named": ("formats", "format_named"),
    "generate": ("generation", "generate"),
    "ingest": ("store.ingest", "ingest"),
    "load_policy": ("load", "load_policy"),
    "load_vocabulary": ("vocabulary", "load_vocabulary"),
    "named_queries": ("store.catalogue", "named_queries"),
    "questions": ("answers", "questions"),
    "read_answers": ("answers", "read_answers"),
    "read_corrections": ("corrections", "read_corrections"),
    "read_document": ("read", "read_document"),
    "segment": ("read", "segment"),
    "sniff": ("formats", "sniff"),
    "validate_content": ("validate", "validate"),
    "validate_site": ("validate.site", "validate_site"),
    "write_corrections": ("corrections", "write_corrections"),
}

__all__ = [
    "FORMATS",
    "Clause",
    "Document",
    "Finding",
    "Generated",
    "Policy",
    "PolicyglotError",
    "Practice",
    "Severity",
    "Vocabulary",
    "apply_answers",
    "apply_corrections",
    "ask",
    "ask_policies",
    "check_against",
    "compare_policies",
    "diff_policies",
    "export_store",
    "extract_policy",
    "fetch",
    "format_named",
    "generate",
    "ingest",
    "load_policy",
    "load_vocabulary",
    "named_queries",
    "questions",
    "read_answers",
    "read_corrections",
    "read_document",
    "segment",
    "sniff",
    "validate_content",
    "validate_site",
    "write_corrections",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'policyglot' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(f"policyglot.{module}"), attribute)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
