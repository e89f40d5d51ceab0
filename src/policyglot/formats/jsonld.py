"""JSON-LD: a policy in the shape of our own context, which every file carries with it.

Our shape is written and read directly. What others wrote, or rewrote (expanded, flattened,
compacted with names of their own), goes through pyld, whose loader knows our context and refuses
to fetch any other. A policy is one named graph with the IRI of the policy.
"""

from __future__ import annotations

import json
from functools import cache
from json.encoder import encode_basestring
from typing import Any, NoReturn

from policyglot.errors import FormatError, InputError, SyntaxFault
from policyglot.formats.from_nodes import policy_from
from policyglot.formats.terms import CONTEXT_IRI, THIS, context
from policyglot.formats.to_nodes import Node, policy_node
from policyglot.model import Policy

# Deeper than our own shape (7) and than its expansion by others (twice that), far below Python's limit.
_MAX_DEPTH = 64
MAX_BYTES = 50_000_000
# pyld walks a document many times over: about 50 times slower than the direct way.
_MAX_FOREIGN_BYTES = 10_000_000


@cache
def _context_lines() -> str:
    lines = (f"    {encode_basestring(term)}: {json.dumps(meaning)}" for term, meaning in context().items())
    return ",\n".join(lines)


def _scalar(value: object) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if value is True:
        return "true"
    return "false" if value is False else repr(value)


def _is_leaf(node: Node) -> bool:
    return not any(
        isinstance(value, dict) or (isinstance(value, list) and value and isinstance(value[0], dict))
        for value in node.values()
    )


def _append(parts: list[str], node: Node, indent: str) -> None:
    """Append a node: on one line where no node hangs on it, a term a line otherwise."""
    if _is_leaf(node):
        pairs = (
            f'"{term}": [{", ".join(map(_scalar, value))}]'
            if isinstance(value, list)
            else f'"{term}": {_scalar(value)}'
            for term, value in node.items()
        )
        parts.append(f"{{{', '.join(pairs)}}}")
        return
    inner = indent + "  "
    opening = "{\n"
    for term, value in node.items():
        parts.append(f'{opening}{inner}"{term}": ')
        opening = ",\n"
        if isinstance(value, dict):
            _append(parts, value, inner)
        elif not isinstance(value, list):
            parts.append(_scalar(value))
        elif isinstance(value[0], dict):
            separator = f"[\n{inner}  "
            for item in value:
                parts.append(separator)
                _append(parts, item, inner + "  ")
                separator = f",\n{inner}  "
            parts.append(f"\n{inner}]")
        else:
            parts.append(f"[{', '.join(map(_scalar, value))}]")
    parts.append(f"\n{indent}}}")


def write(policy: Policy) -> bytes:
    """Write a policy as JSON-LD in UTF-8, its context inlined, two spaces a level.

    The same policy gives the same bytes. Confidence is written to six places.

    Raises:
        FormatError: An IRI of the policy is none, or a text holds half of a surrogate pair.

    >>> from policyglot.model import Policy
    >>> write(Policy(source="a.txt", sha256="0" * 64)).decode().splitlines()[-2][-19:]
    '"company": "a.txt"}'
    """
    node = policy_node(policy)
    parts: list[str] = []
    _append(parts, node, "  ")
    this = json.dumps({"@id": f"{policy.iri}-", "@prefix": True}, ensure_ascii=False)
    text = (
        f'{{\n  "@context": {{\n{_context_lines()},\n    "{THIS}": {this}\n  }},\n'
        f'  "id": {encode_basestring(policy.iri)},\n  "@graph": {"".join(parts)}\n}}\n'
    )
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise FormatError("a text holds half of a surrogate pair", source=policy.source) from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _check_depth(document: object, source: str) -> None:
    level = [document]
    for _ in range(_MAX_DEPTH):
        level = [
            child
            for value in level
            if isinstance(value, dict | list)
            for child in (value.values() if isinstance(value, dict) else value)
            if isinstance(child, dict | list)
        ]
        if not level:
            return
    raise InputError(f"nested deeper than {_MAX_DEPTH} levels", source=source)


def parse(content: bytes, source: str) -> Any:
    """Parse JSON from an untrusted file.

    Raises:
        SyntaxFault: It is no JSON, or no UTF-8.
        InputError: It is too large or too deep.
    """
    if len(content) > MAX_BYTES:
        raise InputError(f"larger than {MAX_BYTES // 1_000_000} MB", source=source)
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise SyntaxFault("JSON-LD must be UTF-8", source=source) from error
    except json.JSONDecodeError as error:
        raise SyntaxFault(f"no JSON: {error.msg}", source=source, line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise InputError(f"nested deeper than {_MAX_DEPTH} levels", source=source) from error
    except ValueError as error:
        raise SyntaxFault(f"no JSON: {error}", source=source) from error
    _check_depth(document, source)
    return document


def is_own_shape(document: object) -> bool:
    """Say whether a parsed document carries exactly our context, and so claims our shape."""
    said = document.get("@context") if isinstance(document, dict) else None
    return isinstance(said, dict) and {t: meaning for t, meaning in said.items() if t != THIS} == context()


def _own_root(document: object) -> dict[str, object] | None:
    """Return the policy's node where the document has our context and shape, else None."""
    if not isinstance(document, dict) or set(document) != {"@context", "id", "@graph"} or not is_own_shape(document):
        return None
    root = document["@graph"]
    return root if isinstance(root, dict) and root.get("id") == document["id"] else None


def _load(url: str, _options: object) -> dict[str, object]:
    from pyld import jsonld  # noqa: PLC0415 - 60 ms that only foreign files need

    if url != CONTEXT_IRI:
        raise jsonld.JsonLdError(
            f"the context {url} is not loaded", "jsonld.LoadDocumentError", {}, code="loading remote context failed"
        )
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": dict(context())}}


def to_nquads(document: object, source: str) -> bytes:
    """Turn any JSON-LD into N-Quads, with no access to network or disk.

    Args:
        document: Parsed JSON.
        source: For messages.

    Raises:
        InputError: It is no JSON-LD, or asks for a context that is not inlined and not ours.
    """
    from pyld import jsonld  # noqa: PLC0415 - 60 ms that only foreign files need

    try:
        quads = jsonld.to_rdf(
            document, {"format": "application/n-quads", "documentLoader": _load, "produceGeneralizedRdf": False}
        )
    except jsonld.JsonLdError as error:
        cause: BaseException = error
        while isinstance(cause.__cause__, jsonld.JsonLdError):
            cause = cause.__cause__
        raise InputError(
            f"no JSON-LD: {str(cause.args[0] if cause.args else cause).splitlines()[0]}",
            source=source,
            advice=f"inline the context, or refer to {CONTEXT_IRI}; no other is loaded",
        ) from error
    except (RecursionError, TypeError, AttributeError, KeyError, ValueError) as error:
        # pyld checks hostile input in most places, not in all.
        raise InputError(f"no JSON-LD: {error}", source=source) from error
    return str(quads).encode("utf-8", "replace")


def read(content: bytes, source: str) -> Policy:
    """Read a policy from JSON-LD.

    Args:
        content: The file.
        source: Its path or URL.

    Returns:
        The policy, equal to the one that was written.

    Raises:
        SyntaxFault: It is no JSON.
        InputError: It is no JSON-LD, not self-contained, too large or deep, holds no policy, or a
            value does not fit.
    """
    document = parse(content, source)
    root = _own_root(document)
    if root is not None:
        return policy_from(root, content=content, source=source)
    if len(content) > _MAX_FOREIGN_BYTES:
        raise InputError(f"larger than {_MAX_FOREIGN_BYTES // 1_000_000} MB and not in our own shape", source=source)
    from policyglot.formats.rdf import read_policies  # noqa: PLC0415 - the two formats read each other's output

    return read_policies(to_nquads(document, source), source)[0]
