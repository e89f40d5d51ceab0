"""Checks any published file: JSON-LD, Turtle, N-Quads, P3P in all its forms.

`validate` finds out what a file is and hands it to the checker of that kind. A checker is
a module with one function

    check(content: bytes, source: str, *, profile: Profile) -> tuple[Finding, ...]

named in `CHECKERS`. It turns whatever is wrong with the content into findings, and raises
`InputError` only for content that must not be read at all (too large).
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Protocol, cast

from policyglot.errors import InputError
from policyglot.findings import Finding
from policyglot.formats import sniff
from policyglot.validate.rule import Problem, Profile, Rule, Subject

__all__ = ["CHECKERS", "Problem", "Profile", "Rule", "Subject", "kind_of", "recognise", "validate"]

# Imported when a file of the kind comes: a compact policy needs neither lxml nor rdflib.
CHECKERS: Mapping[str, str] = MappingProxyType(
    {
        "jsonld": "policyglot.validate.policy_file",
        "turtle": "policyglot.validate.policy_file",
        "nquads": "policyglot.validate.policy_file",
        "p3p": "policyglot.validate.p3p",
        "p3p11": "policyglot.validate.p3p",
        "p3p-reference": "policyglot.validate.p3p",
        "p3p-schema": "policyglot.validate.p3p",
        "compact": "policyglot.validate.compact",
    }
)


# As much of a file as is looked at for signs that it is no text.
_HEAD_BYTES = 65_536


class _Checker(Protocol):
    def check(self, content: bytes, source: str, *, profile: Profile) -> tuple[Finding, ...]: ...


def validate(
    content: bytes, source: str, *, profile: Profile = "strict", kind: str | None = None
) -> tuple[Finding, ...]:
    """Check one published file.

    Args:
        content: The file's bytes; for a compact policy the header line or its value, in ASCII.
        source: Path, URL or name for the findings' locations; its suffix helps to tell the kind.
        profile: "strict" for the letter of the standards, "tolerant" for what user agents forgave.
        kind: A key of `CHECKERS`, or None to find out.

    Returns:
        The findings; a file is valid where none of them is an error.

    Raises:
        InputError: Nothing here can check such a file, or it is too large.
    """
    kind = kind or kind_of(content, source)
    if kind not in CHECKERS:
        raise InputError(f"unknown kind of file {kind!r}", source=source, advice=f"kinds are {', '.join(CHECKERS)}")
    checker = cast(_Checker, import_module(CHECKERS[kind]))
    return checker.check(content, source, profile=profile)


def kind_of(content: bytes, source: str) -> str:
    """Return the kind of a published file, a key of `CHECKERS`.

    Args:
        content: The file's bytes.
        source: Path, URL or name; counts only where the content does not tell.

    Raises:
        InputError: It is none of them.
    """
    found = recognise(content, source)
    if not content.strip():
        raise InputError("the file is empty", source=source)
    if found is None and b"\0" in content[:_HEAD_BYTES]:
        raise InputError(
            "holds NUL bytes, which no text has", source=source, advice="is it binary, or cut off while it was written?"
        )
    if found is None:
        raise InputError(
            "cannot tell what kind of file this is",
            source=source,
            advice="it is neither JSON-LD, Turtle, N-Quads, P3P nor a compact policy; "
            "`policyglot generate` reads prose",
        )
    return found


def recognise(content: bytes, source: str) -> str | None:
    """Return the kind of a published file, a key of `CHECKERS`, or None where it is none of them.

    Args:
        content: The file's bytes.
        source: Path, URL or name; a suffix that only one kind has tells broken content of that kind.

    >>> recognise(b"[[[", "policy.jsonld")
    'jsonld'
    """
    found = sniff(content, source)
    if found is not None:
        return found.name
    return "jsonld" if source.lower().endswith(".jsonld") and b"\0" not in content[:_HEAD_BYTES] else None
