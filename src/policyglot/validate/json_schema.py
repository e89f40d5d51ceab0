"""Checks a JSON-LD file against `schemas/policy.schema.json`, the shape that we write."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Protocol

from policyglot.errors import InputError
from policyglot.findings import Finding, Location, Severity
from policyglot.formats.jsonld import is_own_shape, parse
from policyglot.resources import read_text

# A file that is wrong in one way everywhere needs no thousand findings.
_MOST = 100

# What Python tells programmers about an integer of more than 4,300 digits; people who check files cannot do that.
PYTHON_ADVICE = "; use sys.set_int_max_str_digits() to increase the limit"


class _Schema(Protocol):
    def is_valid(self, instance: object) -> bool: ...


@cache
def _schema() -> Any:
    return json.loads(read_text("schemas", "policy.schema.json"))


@cache
def _fast() -> _Schema | None:
    """Return the checker of the extra `corpus`, 200 times as fast, or None where it is absent."""
    try:
        import jsonschema_rs  # noqa: PLC0415 - an extra
    except ImportError:
        return None
    fast: _Schema = jsonschema_rs.validator_for(_schema())
    return fast


def check(content: bytes, source: str) -> tuple[Finding, ...]:
    """Check one file.

    Args:
        content: The file's bytes.
        source: Path, URL or name for the findings' locations.

    Returns:
        A finding for each place that breaks the schema (at most 100), rule `json-schema/<keyword>`, with a JSON
        Pointer; a note where the file is JSON-LD of another shape, which this schema does not speak of.
        Nothing for a valid file.
    """
    try:
        document = parse(content, source)
    except InputError as error:
        place = Location(source=source, line=error.line, column=error.column)
        return (_finding("syntax", error.message.removesuffix(PYTHON_ADVICE), place, hint=error.advice),)
    if not is_own_shape(document):
        message = "JSON-LD in another shape than ours; it is checked as a graph only"
        return (_finding("other-shape", message, Location(source=source), severity=Severity.NOTE),)
    fast = _fast()
    if fast is not None and fast.is_valid(document):
        return ()
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - 150 ms that a valid file need not wait for
    from jsonschema.exceptions import best_match  # noqa: PLC0415 - the same

    findings = []
    for broken in Draft202012Validator(_schema()).iter_errors(document):
        deepest = best_match([broken]) or broken
        place = Location(source=source, pointer=_pointer(deepest.absolute_path))
        hint = deepest.schema.get("description") if isinstance(deepest.schema, dict) else None
        findings.append(_finding(str(deepest.validator), _shortened(deepest.message), place, hint=hint))
        if len(findings) == _MOST:
            break
    return tuple(findings)


def _finding(
    keyword: str, message: str, place: Location, *, hint: str | None = None, severity: Severity = Severity.ERROR
) -> Finding:
    return Finding(rule=f"json-schema/{keyword}", severity=severity, message=message, location=place, hint=hint)


def _pointer(path: Any) -> str:
    """Return a JSON Pointer. Source: RFC 6901, section 3."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def _shortened(message: str, *, longest: int = 300) -> str:
    return message if len(message) <= longest else message[: longest // 2] + " … " + message[-longest // 2 :]
