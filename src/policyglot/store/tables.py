"""The tables of a store as Parquet, flat and documented: policies, practices, provisions, choices, evidence.

A practice is a row; its concepts are lists of CURIEs. `docs/tables.md` describes each column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from policyglot.errors import FormatError
from policyglot.formats.to_nodes import PROVISION_TERMS, Node, policy_node
from policyglot.model import Policy
from policyglot.store.pieces import Piece
from policyglot.store.results import Cell, Result
from policyglot.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pyarrow

# Column to type: s text, l list of texts, i whole number, f number, b truth.
COLUMNS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "policies": {
            "policy": "s",
            "company": "s",
            "site": "s",
            "source": "s",
            "series": "s",
            "date": "s",
            "language": "s",
            "title": "s",
            "issued": "s",
            "modified": "s",
            "sha256": "s",
            "practices": "i",
            "denied": "i",
            "rights": "l",
            "measures": "l",
            "controller": "s",
            "contacts": "l",
            "has_officer": "b",
            "disputes": "l",
        },
        "practices": {
            "policy": "s",
            "company": "s",
            "practice": "s",
            "key": "s",
            "assertion": "s",
            "modality": "s",
            "party": "s",
            "processing": "l",
            "data": "l",
            "data_within": "l",
            "purposes": "l",
            "purposes_within": "l",
            "recipients": "l",
            "recipients_within": "l",
            "recipient_names": "l",
            "mentions": "l",
            "mention_names": "l",
            "retention": "s",
            "duration": "s",
            "event": "s",
            "retention_words": "s",
            "choices": "l",
            "legal_bases": "l",
            "data_sources": "l",
            "audiences": "l",
            "identifiability": "s",
            "condition": "s",
            "p3p_categories": "l",
            "p3p_purposes": "l",
            "p3p_recipients": "l",
            "p3p_retention": "s",
            "confidence": "f",
            "words": "l",
        },
        "provisions": {
            "policy": "s",
            "company": "s",
            "provision": "s",
            "kind": "s",
            "assertion": "s",
            "concept": "s",
            "value": "s",
            "response": "s",
            "means": "l",
            "addresses": "l",
            "scope": "l",
            "confidence": "f",
            "words": "l",
        },
        "choices": {
            "policy": "s",
            "company": "s",
            "practice": "s",
            "choice": "s",
            "kind": "s",
            "means": "l",
            "addresses": "l",
            "scope": "l",
        },
        "evidence": {
            "policy": "s",
            "company": "s",
            "practice": "s",
            "start": "i",
            "end": "i",
            "exact": "s",
            "source": "s",
            "line": "i",
        },
    }
)

# Column of practices to the term of the node that it repeats.
_TERMS = {
    "key": "key",
    "modality": "modality",
    "party": "party",
    "processing": "hasProcessing",
    "data": "hasPersonalData",
    "data_within": "inDataCategory",
    "purposes": "hasPurpose",
    "purposes_within": "inPurpose",
    "recipients": "hasRecipient",
    "recipients_within": "inRecipient",
    "retention": "hasStorageCondition",
    "duration": "hasDuration",
    "legal_bases": "hasLegalBasis",
    "data_sources": "hasDataSource",
    "audiences": "hasDataSubject",
    "identifiability": "identifiability",
    "condition": "condition",
    "p3p_categories": "p3pCategory",
    "p3p_purposes": "p3pPurpose",
    "p3p_recipients": "p3pRecipient",
    "p3p_retention": "p3pRetention",
    "confidence": "confidence",
}

# Group of provisions to the value of `kind`: one word or two for one of them.
_KINDS = {
    "rights": "right",
    "choices": "choice",
    "measures": "measure",
    "notices": "notice",
    "signals": "signal",
    "transfers": "transfer",
    "audiences": "audience",
    "legal_bases": "legal-basis",
    "decisions": "decision",
}

Rows = dict[str, list[dict[str, Any]]]


def _full(name: object, policy: Policy) -> str:
    return f"{policy.iri}-{str(name)[5:]}"


def _nodes(node: Node, term: str) -> list[Any]:
    found = node.get(term, [])
    return found if isinstance(found, list) else [found]


def add_rows(rows: Rows, policy: Policy, piece: Piece, *, node: Node | None = None) -> None:
    """Append the rows of a policy to the rows of each table.

    Args:
        rows: Table to rows, as `empty_rows` makes them.
        policy: The policy.
        piece: Where it was read from.
        node: The policy's node, where it is made already.
    """
    node = policy_node(policy) if node is None else node
    named = {"policy": policy.iri, "company": node["company"]}
    controller = policy.controller
    rows["policies"].append(
        {
            **named,
            "site": policy.site,
            "source": policy.source,
            "series": series(policy, piece),
            "date": piece.date or policy.modified or policy.issued,
            "language": policy.language,
            "title": policy.title,
            "issued": policy.issued,
            "modified": policy.modified,
            "sha256": policy.sha256,
            "practices": len(policy.stated),
            "denied": len(policy.denied),
            "rights": _nodes(node, "hasRight"),
            "measures": _nodes(node, "hasTechnicalOrganisationalMeasure"),
            "controller": controller.name if controller else None,
            "contacts": [contact.value for contact in controller.contacts] if controller else [],
            "has_officer": any(contact.is_officer for contact in controller.contacts) if controller else False,
            "disputes": [dispute["concept"] for dispute in _nodes(node, "dispute")],
        }
    )
    for term, assertion in (("hasProcess", "stated"), ("deniesProcess", "denied")):
        for practice in _nodes(node, term):
            _add_practice(rows, practice, {**named, "practice": _full(practice["id"], policy)}, assertion)
            _add_choices(rows["choices"], practice, {**named, "practice": _full(practice["id"], policy)}, policy)
            _add_evidence(rows["evidence"], practice, {**named, "practice": _full(practice["id"], policy)})
    for group, terms in PROVISION_TERMS.items():
        for term, assertion in zip(terms, ("stated", "denied"), strict=True):
            for provision in _nodes(node, term):
                name = _full(provision["id"], policy)
                row = {**named, "provision": name, "kind": _KINDS[group], "assertion": assertion}
                row |= {column: provision.get(column) for column in ("concept", "value", "response", "confidence")}
                rows["provisions"].append(row | _means(provision) | {"words": _words(provision)})
                _add_evidence(rows["evidence"], provision, {**named, "practice": name})


def series(policy: Policy, piece: Piece) -> str:
    """Return what the versions of one policy share: its site, or what the piece says where it is dated."""
    return policy.site if policy.site and not piece.date else piece.series


def _add_practice(rows: Rows, practice: Node, row: dict[str, Any], assertion: str) -> None:
    row |= {column: practice.get(said) for column, said in _TERMS.items()}
    row["assertion"] = assertion
    row["words"] = _words(practice)
    row["choices"] = [choice["kind"] for choice in _nodes(practice, "choice")]
    mentions = _nodes(practice, "recipientMention")
    row["recipient_names"] = [m["name"] for m in mentions if "name" in m]
    row["mentions"] = [m["concept"] for m in mentions]
    row["mention_names"] = [m.get("name") for m in mentions]
    for retention in _nodes(practice, "retention"):
        row |= {"event": retention.get("event"), "retention_words": retention.get("exact")}
    rows["practices"].append(row)


def _words(node: Node) -> list[str]:
    """Return the words of a node's evidence, each once."""
    selectors = (selector for passage in _nodes(node, "evidence") for selector in _nodes(passage, "selector"))
    return list(dict.fromkeys(selector["exact"] for selector in selectors if "exact" in selector))


def _add_choices(rows: list[dict[str, Any]], practice: Node, named: dict[str, Any], policy: Policy) -> None:
    for choice in _nodes(practice, "choice"):
        name = _full(choice["id"], policy)
        rows.append({**named, "choice": name, "kind": choice["kind"], **_means(choice)})


def _means(node: Node) -> dict[str, list[Any]]:
    """Return the ways of a choice or provision with the address of each, and what it reaches."""
    means = _nodes(node, "means")
    return {
        "means": [way["concept"] for way in means],
        "addresses": [way.get("name") for way in means],
        "scope": _nodes(node, "scope"),
    }


def _add_evidence(rows: list[dict[str, Any]], node: Node, named: dict[str, Any]) -> None:
    for passage in _nodes(node, "evidence"):
        row = {**named, "source": passage.get("source"), "line": passage.get("line")}
        for selector in _nodes(passage, "selector"):
            row |= {column: selector[column] for column in ("start", "end", "exact") if column in selector}
        rows.append(row)


def empty_rows() -> Rows:
    """Return no rows for each table."""
    return {table: [] for table in COLUMNS}


def has_parquet() -> bool:
    """Say whether tables can be written: pyarrow is in the extra `corpus`."""
    try:
        import pyarrow.parquet  # noqa: F401, PLC0415 - an extra
    except ImportError:
        return False
    return True


def table_of(table: str, rows: Sequence[Mapping[str, Any]]) -> pyarrow.Table:
    """Return rows as a table of Arrow.

    Args:
        table: A key of `COLUMNS`.
        rows: Column to value; a column that is absent is null, of a list empty.
    """
    import pyarrow  # noqa: PLC0415 - an extra

    types = {
        "s": pyarrow.string(),
        "l": pyarrow.list_(pyarrow.string()),
        "i": pyarrow.int64(),
        "f": pyarrow.float64(),
        "b": pyarrow.bool_(),
    }
    schema = pyarrow.schema([(column, types[kind]) for column, kind in COLUMNS[table].items()])
    columns = [
        pyarrow.array(
            [row.get(column) if kind != "l" else row.get(column) or [] for row in rows], type=schema.field(column).type
        )
        for column, kind in COLUMNS[table].items()
    ]
    return pyarrow.table(columns, schema=schema)


def write_columns(path: Path, columns: pyarrow.Table) -> None:
    """Write a table of Arrow as one Parquet file."""
    import pyarrow.parquet  # noqa: PLC0415 - an extra

    pyarrow.parquet.write_table(columns, path, compression="zstd")


def write_table(path: Path, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows as one Parquet file; see `table_of`."""
    write_columns(path, table_of(table, rows))


def to_parquet(result: Result) -> bytes:
    """Return the rows of a result as a Parquet file: a column a variable, whole numbers and truths as such.

    Raises:
        FormatError: The result is statements or a yes or no, or the extra `corpus` is not installed.
    """
    if result.is_graph or result.truth is not None:
        raise FormatError("only rows can be written as parquet", advice="ask with SELECT")
    if not has_parquet():
        raise FormatError("parquet cannot be written", advice="pip install 'policyglot[corpus]'")
    import pyarrow  # noqa: PLC0415 - an extra
    import pyarrow.parquet  # noqa: PLC0415 - the same

    columns = [_column([row[place] for row in result.rows]) for place in range(len(result.variables))]
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(pyarrow.table(columns, names=list(result.variables)), sink, compression="zstd")
    return bytes(sink.getvalue())


def _column(cells: Sequence[Cell | None]) -> pyarrow.Array:
    import pyarrow  # noqa: PLC0415 - an extra

    datatypes = {cell.datatype for cell in cells if cell is not None}
    if datatypes == {PREFIXES["xsd"] + "integer"}:
        return pyarrow.array([None if cell is None else int(cell.value) for cell in cells], type=pyarrow.int64())
    if datatypes == {PREFIXES["xsd"] + "boolean"}:
        return pyarrow.array([None if cell is None else cell.value in {"true", "1"} for cell in cells])
    return pyarrow.array([None if cell is None else cell.value for cell in cells], type=pyarrow.string())
